package org.credence.annotation.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.credence.annotation.ConfidenceLayer;
import org.credence.imaging.PixelRect;
import org.credence.imaging.Progress;

/** Layers between two layers; see {@link org.credence.annotation.KeyFrames}. */
public final class ShapeInterpolation {

    private final Side a;
    private final Side b;
    private final int columns;
    private final int rows;

    private ShapeInterpolation(ConfidenceLayer first, ConfidenceLayer last) {
        columns = first.columns();
        rows = first.rows();
        a = new Side(first);
        b = new Side(last);
    }

    /**
     * The layers at some shares of the way, each from 0 to 1, from the first to the last; empty ones if either is.
     *
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static List<ConfidenceLayer> between(
            ConfidenceLayer first, ConfidenceLayer last, double[] shares, Progress progress) {
        return new ShapeInterpolation(first, last).at(shares, progress);
    }

    private List<ConfidenceLayer> at(double[] shares, Progress progress) {
        byte[][] percents = new byte[shares.length][columns * rows];
        if (a.levels.length > 0 && b.levels.length > 0) {
            double dx = b.centreX - a.centreX;
            double dy = b.centreY - a.centreY;
            double[] ranks = ranks();
            for (int r = 0; r < ranks.length; r++) {
                progress.checkCancelled();
                progress.report((double) r / ranks.length, "Interpolating confidence " + (r + 1));
                int levelA = a.level(ranks[r]);
                int levelB = b.level(ranks[r]);
                PixelRect boundsA = a.bounds(levelA);
                PixelRect boundsB = b.bounds(levelB);
                // Each distance is asked for where either shape is, seen from its own.
                SignedDistance distanceA = a.distance(levelA, boundsA, boundsA.union(moved(boundsB, -dx, -dy)));
                SignedDistance distanceB = b.distance(levelB, boundsB, boundsB.union(moved(boundsA, dx, dy)));
                for (int s = 0; s < shares.length; s++) {
                    double t = shares[s];
                    int percent = (int) Math.floor((1 - t) * levelA + t * levelB + 0.5);
                    fill(percents[s], percent, distanceA, distanceB, t, dx, dy);
                }
            }
        }
        List<ConfidenceLayer> layers = new ArrayList<>();
        for (byte[] p : percents) {
            layers.add(ConfidenceLayer.of(columns, rows, p));
        }
        return layers;
    }

    /** Where, from 0 to 1, either side goes over to its next level. */
    private double[] ranks() {
        TreeSet<Double> ranks = new TreeSet<>();
        for (Side side : List.of(a, b)) {
            for (int i = 1; i <= side.levels.length; i++) {
                ranks.add((double) i / side.levels.length);
            }
        }
        return ranks.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Ranks come from the lowest to the highest, and each has a smaller shape, so that the last to paint is the highest. */
    private void fill(
            byte[] percents, int percent, SignedDistance from, SignedDistance to, double t, double dx, double dy) {
        // Inside needs to be inside of one of the two shapes, each moved its part of the way.
        PixelRect reach = moved(from.shape, t * dx, t * dy)
                .union(moved(to.shape, (t - 1) * dx, (t - 1) * dy))
                .intersection(new PixelRect(0, 0, columns, rows));
        for (int y = reach.row(); y < reach.row() + reach.height(); y++) {
            for (int x = reach.column(); x < reach.column() + reach.width(); x++) {
                double distance =
                        (1 - t) * from.at(x - t * dx, y - t * dy) + t * to.at(x + (1 - t) * dx, y + (1 - t) * dy);
                if (distance < 0) {
                    percents[y * columns + x] = (byte) percent;
                }
            }
        }
    }

    private static PixelRect moved(PixelRect bounds, double dx, double dy) {
        int left = (int) Math.floor(bounds.column() + dx);
        int top = (int) Math.floor(bounds.row() + dy);
        return new PixelRect(left, top, bounds.width() + 1, bounds.height() + 1);
    }

    /** One of the two layers. */
    private static final class Side {

        private final ConfidenceLayer layer;
        private final byte[] percents;
        private final int[] levels;
        private final double centreX;
        private final double centreY;

        Side(ConfidenceLayer layer) {
            this.layer = layer;
            this.percents = layer.percents();
            TreeSet<Integer> found = new TreeSet<>();
            double sum = 0;
            double sumX = 0;
            double sumY = 0;
            for (int i = 0; i < percents.length; i++) {
                int p = percents[i];
                if (p > 0) {
                    found.add(p);
                    sum += p;
                    sumX += (double) p * (i % layer.columns());
                    sumY += (double) p * (i / layer.columns());
                }
            }
            levels = found.stream().mapToInt(Integer::intValue).toArray();
            centreX = sum == 0 ? 0 : sumX / sum;
            centreY = sum == 0 ? 0 : sumY / sum;
        }

        /** The level at a rank above 0 up to 1. */
        int level(double rank) {
            // Ranks are whole multiples up to rounding.
            int index = (int) Math.ceil(rank * levels.length - 1e-9) - 1;
            return levels[index];
        }

        /** Where the pixels of at least {@code level} lie. */
        PixelRect bounds(int level) {
            int left = layer.columns();
            int top = layer.rows();
            int right = -1;
            int bottom = -1;
            for (int y = 0; y < layer.rows(); y++) {
                for (int x = 0; x < layer.columns(); x++) {
                    if (percents[y * layer.columns() + x] >= level) {
                        left = Math.min(left, x);
                        right = Math.max(right, x);
                        top = Math.min(top, y);
                        bottom = y;
                    }
                }
            }
            return new PixelRect(left, top, right - left + 1, bottom - top + 1);
        }

        SignedDistance distance(int level, PixelRect shape, PixelRect asked) {
            return new SignedDistance(percents, layer.columns(), level, shape, asked);
        }
    }

    /** The distance of pixel centres from the edge of a shape: below 0 inside, above 0 outside. */
    private static final class SignedDistance {

        private final PixelRect shape;
        private final int left;
        private final int top;
        private final int width;
        private final int height;
        private final float[] distance;

        /**
         * The shape of all pixels of at least {@code level}.
         *
         * @param shape where these lie
         * @param asked where distances are asked for, which may be beyond the frame
         */
        SignedDistance(byte[] percents, int columns, int level, PixelRect shape, PixelRect asked) {
            this.shape = shape;
            int margin = 1;
            left = asked.column() - margin;
            top = asked.row() - margin;
            width = asked.width() + 2 * margin;
            height = asked.height() + 2 * margin;
            boolean[] inside = new boolean[width * height];
            boolean[] outside = new boolean[width * height];
            Arrays.fill(outside, true);
            for (int y = shape.row(); y < shape.row() + shape.height(); y++) {
                for (int x = shape.column(); x < shape.column() + shape.width(); x++) {
                    int i = (y - top) * width + x - left;
                    inside[i] = percents[y * columns + x] >= level;
                    outside[i] = !inside[i];
                }
            }
            DistanceMap in = DistanceMap.to(inside, width, height, 1, 1);
            DistanceMap out = DistanceMap.to(outside, width, height, 1, 1);
            distance = new float[width * height];
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int i = y * width + x;
                    distance[i] = (float) (inside[i] ? 0.5 - out.at(x, y) : in.at(x, y) - 0.5);
                }
            }
        }

        /** Between pixel centres by bilinear weights. */
        double at(double column, double row) {
            double x = Math.clamp(column - left, 0.0, width - 1.0);
            double y = Math.clamp(row - top, 0.0, height - 1.0);
            int ix = Math.min((int) x, width - 2);
            int iy = Math.min((int) y, height - 2);
            double fx = x - ix;
            double fy = y - iy;
            int i = iy * width + ix;
            return (1 - fy) * ((1 - fx) * distance[i] + fx * distance[i + 1])
                    + fy * ((1 - fx) * distance[i + width] + fx * distance[i + width + 1]);
        }
    }
}
