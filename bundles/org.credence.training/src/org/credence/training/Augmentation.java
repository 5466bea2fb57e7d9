package org.credence.training;

import java.util.Random;

/**
 * A random change of a case that leaves its label true: a lung has no left and right in a single frame, the probe may lie
 * a little differently, and depth, gain and brightness are knobs of the scanner.
 *
 * @param mirrored whether left and right are swapped
 * @param zoom factor on sizes, about the centre
 * @param tilt rotation about the centre in radians
 * @param shiftColumns to the right, as a fraction of the width
 * @param shiftRows downwards, as a fraction of the height
 * @param gain factor on gray values
 * @param offset added to gray values after the factor
 */
public record Augmentation(
        boolean mirrored, double zoom, double tilt, double shiftColumns, double shiftRows, double gain, double offset) {

    /** Changes nothing. */
    public static final Augmentation NONE = new Augmentation(false, 1, 0, 0, 0, 1, 0);

    public Augmentation {
        if (!(zoom > 0) || !(gain > 0)) {
            throw new IllegalArgumentException("Zoom and gain are factors above 0, got: " + zoom + " and " + gain);
        }
    }

    /**
     * Draws one: mirrored every second time, zoom and gain 0.8 to 1.25, tilted by up to 0.15 radians, shifted by up to 6 %,
     * brighter or darker by up to 20 gray levels.
     */
    public static Augmentation draw(Random random) {
        return new Augmentation(
                random.nextBoolean(),
                Math.pow(1.25, symmetric(random)),
                0.15 * symmetric(random),
                0.06 * symmetric(random),
                0.06 * symmetric(random),
                Math.pow(1.25, symmetric(random)),
                20 * symmetric(random));
    }

    private static double symmetric(Random random) {
        return 2 * random.nextDouble() - 1;
    }

    /**
     * A gray image after the change, interpolated bilinearly; black where it came from outside.
     *
     * @param gray unsigned bytes, row by row
     * @return a new array
     */
    public byte[] applyToImage(byte[] gray, int columns) {
        byte[] changed = new byte[gray.length];
        int rows = gray.length / columns;
        Source source = source(columns, rows);
        for (int y = 0, i = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++, i++) {
                double u = source.column(x, y);
                double v = source.row(x, y);
                int left = (int) Math.floor(u);
                int top = (int) Math.floor(v);
                double across = u - left;
                double down = v - top;
                double upper = (1 - across) * at(gray, columns, rows, left, top)
                        + across * at(gray, columns, rows, left + 1, top);
                double lower = (1 - across) * at(gray, columns, rows, left, top + 1)
                        + across * at(gray, columns, rows, left + 1, top + 1);
                double value = (1 - down) * upper + down * lower;
                // Black without echoes has no brightness to vary, and neither has the margin around the frame.
                double brighter = value * gain + offset * Math.min(1, value / 32);
                changed[i] = (byte) Math.min(255, Math.max(0, Math.round(brighter)));
            }
        }
        return changed;
    }

    /**
     * A label after the change, each pixel that of the nearest; 0 where it came from outside.
     *
     * @param percent values row by row
     * @return a new array
     */
    public byte[] applyToLabel(byte[] percent, int columns) {
        byte[] changed = new byte[percent.length];
        int rows = percent.length / columns;
        Source source = source(columns, rows);
        for (int y = 0, i = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++, i++) {
                int u = (int) Math.round(source.column(x, y));
                int v = (int) Math.round(source.row(x, y));
                changed[i] = (byte) at(percent, columns, rows, u, v);
            }
        }
        return changed;
    }

    private Source source(int columns, int rows) {
        double cos = Math.cos(tilt) / zoom;
        double sin = Math.sin(tilt) / zoom;
        double flip = mirrored ? -1 : 1;
        double centerColumn = (columns - 1) / 2.0;
        double centerRow = (rows - 1) / 2.0;
        double dx = centerColumn + shiftColumns * columns;
        double dy = centerRow + shiftRows * rows;
        return new Source(
                flip * cos,
                flip * sin,
                centerColumn - flip * (cos * dx + sin * dy),
                -sin,
                cos,
                centerRow + sin * dx - cos * dy);
    }

    /** Where a pixel came from, an affine map. */
    private record Source(double ux, double uy, double u0, double vx, double vy, double v0) {
        double column(int x, int y) {
            return ux * x + uy * y + u0;
        }

        double row(int x, int y) {
            return vx * x + vy * y + v0;
        }
    }

    private static int at(byte[] plane, int columns, int rows, int x, int y) {
        return x < 0 || y < 0 || x >= columns || y >= rows ? 0 : plane[y * columns + x] & 0xff;
    }
}
