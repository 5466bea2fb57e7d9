package org.credence.annotation;

import java.util.OptionalInt;

/**
 * How annotations are given to other programs.
 *
 * @param threshold empty: every percent is kept; else pixels with at least this percent, 1 to 100, belong to a segment and
 *     others do not
 * @param ignoreUnsure whether pixels that are painted, but less than the threshold, are marked as to be ignored; for formats
 *     that can say so, and only with a threshold
 */
public record AnnotationExport(OptionalInt threshold, boolean ignoreUnsure) {

    /** All percents. */
    public static final AnnotationExport PERCENTS = new AnnotationExport(OptionalInt.empty(), false);

    public AnnotationExport {
        if (threshold.isPresent() && (threshold.getAsInt() < 1 || threshold.getAsInt() > 100)) {
            throw new IllegalArgumentException("A threshold is a percent from 1 to 100, got: " + threshold.getAsInt());
        }
        if (ignoreUnsure && threshold.isEmpty()) {
            throw new IllegalArgumentException("Without a threshold no pixel is less than it; give one.");
        }
    }

    /** The pixels with at least this percent. */
    public static AnnotationExport at(int threshold) {
        return new AnnotationExport(OptionalInt.of(threshold), false);
    }
}
