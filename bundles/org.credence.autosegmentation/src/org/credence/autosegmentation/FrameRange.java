package org.credence.autosegmentation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Frames of a clip by their place in viewing order.
 *
 * @param first counted from 1
 * @param last counted from 1; frames that a clip has not are none
 */
public record FrameRange(int first, int last) {

    /** Every frame. */
    public static final FrameRange ALL = new FrameRange(1, Integer.MAX_VALUE);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

    public FrameRange {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException(
                    "Frames are counted from 1 on, and the last is not before the first, got: " + first + "-" + last
                            + ".");
        }
    }

    /**
     * Reads {@code 3-10} or {@code 7}.
     *
     * @throws IllegalArgumentException if it is neither; the message is a sentence for people
     */
    public static FrameRange parse(String text) {
        Matcher range = TEXT.matcher(text.strip());
        if (!range.matches()) {
            throw new IllegalArgumentException("Frames are given as 3-10 or 7, got: " + text + ".");
        }
        int first = Integer.parseInt(range.group(1));
        return new FrameRange(first, range.group(2) == null ? first : Integer.parseInt(range.group(2)));
    }

    /** Every nth of these frames in a clip of this length, counted from 0. */
    List<Integer> positions(int length, int every) {
        List<Integer> positions = new ArrayList<>();
        for (int p = first - 1; p < Math.min(length, last); p += every) {
            positions.add(p);
        }
        return positions;
    }

    /** As {@link #parse} reads it; {@code all} for every frame. */
    @Override
    public String toString() {
        return equals(ALL) ? "all" : first == last ? "" + first : first + "-" + last;
    }
}
