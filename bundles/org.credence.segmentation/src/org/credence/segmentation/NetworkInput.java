package org.credence.segmentation;

import java.util.List;
import java.util.Locale;

/**
 * What the network inside a graph was trained to see. The graph makes it of gray bytes by itself, but for the frame's own
 * figures, which are taken from all of it before it is resampled or cut into tiles.
 *
 * @param channels 1, or 3 that are copies of gray
 * @param order what the channels are
 * @param normalization from gray values 0 to 255 to what the network takes
 * @param batch the only number of frames that the network takes at a time, 0 if any; the graph takes any number even so
 * @param fixedGrid whether the network takes no other grid than that of the card
 * @param spacing of the images that the network was trained on, null if unknown
 * @param tiling how the network goes over images that are larger than its grid once they have its spacing, null if not at
 *     all; images are fitted to the grid instead, and so are those whose spacing is unknown where the network's is in mm
 */
public record NetworkInput(
        int channels,
        Order order,
        Normalization normalization,
        int batch,
        boolean fixedGrid,
        Spacing spacing,
        Tiling tiling) {

    /** What channels are. */
    public enum Order {
        GRAY,
        RGB,
        BGR;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Where the figures of a normalisation come from. */
    public enum Kind {
        /** From the card alone. */
        FIXED,
        /** The mean and deviation of each image become 0 and 1. */
        ZSCORE,
        /** The least and greatest value of each image become 0 and 1. */
        RANGE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * From gray to the network: {@code x = clip(gray, low, high) * scale}, then, unless {@code kind} is {@code fixed}, the
     * image's own figures, then {@code (x - mean) / deviation} per channel.
     *
     * @param kind where the figures come from
     * @param low lesser gray values become this; percentiles of the training data, as nnU-Net takes them, or 0
     * @param high greater gray values become this, or 255
     * @param scale factor on gray
     * @param mean per channel of the network
     * @param deviation per channel of the network, positive
     */
    public record Normalization(
            Kind kind, double low, double high, double scale, List<Double> mean, List<Double> deviation) {
        public Normalization {
            if (kind == null || !(low >= 0 && low < high && high <= 255) || !(scale > 0 && scale < 1e9)) {
                throw new IllegalArgumentException(
                        "A normalisation needs a kind, clips gray to a range within 0 to 255, and scales by a positive"
                                + " factor, got: "
                                + kind + ", " + low + " to " + high + ", " + scale);
            }
            mean = mean == null ? List.of(0.0) : copy(mean);
            deviation = deviation == null ? List.of(1.0) : copy(deviation);
            if (mean.stream().anyMatch(m -> !Double.isFinite(m))
                    || deviation.stream().anyMatch(d -> !(d > 0 && Double.isFinite(d)))) {
                throw new IllegalArgumentException(
                        "Means are numbers and deviations positive numbers, got: " + mean + ", " + deviation);
            }
        }

        /** Gray times a factor, less a mean, by a deviation; the same for all channels. */
        public static Normalization fixed(double scale, double mean, double deviation) {
            return new Normalization(Kind.FIXED, 0, 255, scale, List.of(mean), List.of(deviation));
        }

        /** By the figures of each image. */
        public static Normalization ofImage(Kind kind) {
            return new Normalization(kind, 0, 255, 1, null, null);
        }

        private static List<Double> copy(List<Double> values) {
            if (values.stream().anyMatch(v -> v == null)) {
                throw new IllegalArgumentException("Means and deviations are numbers, got: " + values);
            }
            return List.copyOf(values);
        }
    }

    /**
     * The distance of neighbouring pixels.
     *
     * @param unit {@code mm}, or {@code pixel} where physical distances meant nothing in training
     * @param column to the pixel on the right
     * @param row to the pixel below
     */
    public record Spacing(String unit, double column, double row) {
        public Spacing {
            if (!("mm".equals(unit) || "pixel".equals(unit))
                    || !(column > 0 && column < 1e6)
                    || !(row > 0 && row < 1e6)) {
                throw new IllegalArgumentException(
                        "A spacing is positive, in mm or pixel, got: " + column + ", " + row + " " + unit);
            }
        }
    }

    /**
     * How a network goes over a large image.
     *
     * @param columns of a tile, those of the grid
     * @param rows of a tile, those of the grid
     * @param overlapPercent of neighbouring tiles, 0 to 90, at least; within 3/8 of it at a tile's inner edges nothing of
     *     the tile is used, in the 2/8 between both fade into each other
     */
    public record Tiling(int columns, int rows, int overlapPercent) {
        public Tiling {
            if (columns < 1 || rows < 1 || overlapPercent < 0 || overlapPercent > 90) {
                throw new IllegalArgumentException("A tiling has tiles of a size, and 0 to 90 % overlap, got: "
                        + columns + " x " + rows + ", " + overlapPercent + " %");
            }
        }
    }

    public NetworkInput {
        if (!(channels == 1 && order == Order.GRAY) && !(channels == 3 && (order == Order.RGB || order == Order.BGR))) {
            throw new IllegalArgumentException(
                    "A network takes 1 channel (gray) or 3 (rgb or bgr), got: " + channels + ", " + order);
        }
        if (normalization == null) {
            throw new IllegalArgumentException("What a network takes needs a normalization, got none.");
        }
        for (int figures :
                List.of(normalization.mean().size(), normalization.deviation().size())) {
            if (figures != 1 && figures != channels) {
                throw new IllegalArgumentException("A normalization has one mean and deviation, or one per channel of "
                        + channels + ", got: " + normalization.mean() + ", " + normalization.deviation());
            }
        }
        if (batch < 0) {
            throw new IllegalArgumentException("A network's batch is 0 for any, or a number, got: " + batch);
        }
    }
}
