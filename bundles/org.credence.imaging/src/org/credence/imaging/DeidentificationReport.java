package org.credence.imaging;

import java.nio.file.Path;
import java.util.List;

/**
 * What was done to a file to remove what identifies a patient. Holds no removed value.
 *
 * @param target the copy
 * @param changes elements that were removed, emptied, replaced or cleaned, in the order of the file
 * @param masked parts of the pixels that were blackened
 * @param warnings what a person should look at, one sentence each, such as pixels that may still show a name
 */
public record DeidentificationReport(Path target, List<Change> changes, List<PixelRect> masked, List<String> warnings) {

    /** What happened to an element. */
    public enum Action {
        /** It is gone. */
        REMOVED,
        /** It is there without a value. */
        EMPTIED,
        /** It has another value that means the same for all files of the key. */
        REPLACED,
        /** Its text was cleaned. */
        CLEANED
    }

    /**
     * What happened to an element, in one or several items of the same sequence.
     *
     * @param path tags from the top of the data set, such as {@code (0008,1115).(0020,000E)}
     * @param keyword its name; empty where unknown
     * @param count how often
     */
    public record Change(String path, String keyword, Action action, int count) {}

    public DeidentificationReport {
        changes = List.copyOf(changes);
        masked = List.copyOf(masked);
        warnings = List.copyOf(warnings);
    }
}
