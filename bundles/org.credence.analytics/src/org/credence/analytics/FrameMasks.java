package org.credence.analytics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.Segment;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ProbabilityMap;

/**
 * The segments of one frame as masks: what a biomarker measures, whoever drew them.
 *
 * @param columns pixels in a row
 * @param rows pixels in a column
 * @param masks per segment label columns x rows pixels, row by row; not to be written
 */
public record FrameMasks(int columns, int rows, Map<String, boolean[]> masks) {

    public FrameMasks {
        masks = Map.copyOf(masks);
        for (Map.Entry<String, boolean[]> mask : masks.entrySet()) {
            if (mask.getValue().length != columns * rows) {
                throw new IllegalArgumentException("Mask " + mask.getKey() + " of a frame of " + columns + " x " + rows
                        + " pixels got " + mask.getValue().length);
            }
        }
    }

    /** What a model says, cut at a percent: pixels whose probability in whole percent is at least this. */
    public static FrameMasks of(ProbabilityMap map, int percent) {
        Map<String, boolean[]> masks = new LinkedHashMap<>();
        for (int s = 0; s < map.segments().size(); s++) {
            masks.put(map.segments().get(s), cut(map.percent(s), percent));
        }
        return new FrameMasks(map.columns(), map.rows(), masks);
    }

    /** What a reader painted, cut at a percent: pixels whose confidence is at least this. */
    public static FrameMasks of(AnnotationSnapshot annotation, FrameRef frame, int percent) {
        Map<String, boolean[]> masks = new LinkedHashMap<>();
        for (Segment segment : annotation.scheme().segments()) {
            masks.put(
                    segment.label(),
                    cut(annotation.layer(frame, segment.number()).percents(), percent));
        }
        return new FrameMasks(annotation.columns(), annotation.rows(), masks);
    }

    /** The mask of a segment; empty if nobody looked for it. */
    public Optional<boolean[]> mask(String segment) {
        return Optional.ofNullable(masks.get(segment));
    }

    private static boolean[] cut(byte[] percents, int percent) {
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException("Masks are cut at 1 to 100 percent, got: " + percent);
        }
        boolean[] mask = new boolean[percents.length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = percents[i] >= percent;
        }
        return mask;
    }
}
