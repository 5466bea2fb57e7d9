package org.credence.phantom.internal;

import java.util.Random;
import org.credence.imaging.ProbabilityMap;
import org.credence.phantom.SimulatedReader;

/** How one simulated reader paints one clip. Not thread-safe. */
public final class Painting {

    /** Where people change to another confidence: the lower bounds of rim, flank and core. */
    private static final double[] BANDS = {0.12, 0.35, 0.6, 0.85};

    private static final int GRID = 16;
    private static final int GRID_SIDE = 80;

    private final SimulatedReader who;
    private final int size;
    private final long clipSeed;
    private final float[] shiftX;
    private final float[] shiftY;

    /** A reader in front of a clip with frames of {@code size} columns and rows. */
    public Painting(SimulatedReader who, String sopInstanceUid, int size) {
        this.who = who;
        this.size = size;
        clipSeed = who.seed() * 0x9E3779B97F4A7C15L ^ sopInstanceUid.hashCode() * 0xC2B2AE3D27D4EB4FL;
        shiftX = grid(new Random(clipSeed), who.wobblePixels());
        shiftY = grid(new Random(clipSeed + 1), who.wobblePixels());
    }

    /**
     * Paints one segment of one frame.
     *
     * @param plane the segment's plane in {@code truth}
     * @return percents, row by row
     */
    public byte[] paint(ProbabilityMap truth, int plane) {
        byte[] painted = new byte[size * size];
        if (!occurs(truth, plane)) {
            return painted;
        }
        float[] belief = belief(truth, plane);
        int[] piece = new int[belief.length];
        int[] stack = new int[belief.length];
        for (int start = 0; start < belief.length; start++) {
            if (belief[start] >= BANDS[0] && piece[start] == 0) {
                int count = flood(belief, piece, stack, start);
                if (!missed(truth, plane, stack, count)) {
                    fill(belief, painted, stack, count);
                }
            }
        }
        return painted;
    }

    private boolean occurs(ProbabilityMap truth, int plane) {
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                if (truth.probability(plane, x, y) > 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private float[] belief(ProbabilityMap truth, int plane) {
        float[] belief = new float[size * size];
        float[] doubts = grid(new Random(clipSeed + 2 + plane), who.doubt());
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int sx = clamp((int) Math.round(x + smooth(shiftX, x, y)));
                int sy = clamp((int) Math.round(y + smooth(shiftY, x, y)));
                double p = truth.probability(plane, sx, sy);
                if (p > 0) {
                    double inside = Math.min(0.995, p);
                    double logit = Math.log(inside / (1 - inside));
                    double felt = who.slope() * logit + who.bias() + smooth(doubts, x, y);
                    belief[y * size + x] = (float) (1 / (1 + Math.exp(-felt)));
                }
            }
        }
        return belief;
    }

    /** Collects the connected piece around a pixel in {@code stack}; returns its number of pixels. */
    private int flood(float[] belief, int[] piece, int[] stack, int start) {
        int count = 1;
        stack[0] = start;
        piece[start] = 1;
        for (int next = 0; next < count; next++) {
            int i = stack[next];
            int x = i % size;
            count = visit(belief, piece, stack, count, i - 1, x > 0);
            count = visit(belief, piece, stack, count, i + 1, x < size - 1);
            count = visit(belief, piece, stack, count, i - size, i >= size);
            count = visit(belief, piece, stack, count, i + size, i < size * (size - 1));
        }
        return count;
    }

    private static int visit(float[] belief, int[] piece, int[] stack, int count, int i, boolean exists) {
        if (exists && piece[i] == 0 && belief[i] >= BANDS[0]) {
            piece[i] = 1;
            stack[count] = i;
            return count + 1;
        }
        return count;
    }

    /** Whether the reader overlooks a faint piece; decided by its place, so that it is so on all frames. */
    private boolean missed(ProbabilityMap truth, int plane, int[] stack, int count) {
        double clearest = 0;
        double column = 0;
        for (int k = 0; k < count; k++) {
            clearest = Math.max(clearest, truth.probability(plane, stack[k] % size, stack[k] / size));
            column += stack[k] % size;
        }
        long place = Math.round(8 * column / count / size);
        return clearest <= 0.5 && new Random(clipSeed * 31 + place * 1_000_003L + plane).nextDouble() < who.missRate();
    }

    private void fill(float[] belief, byte[] painted, int[] stack, int count) {
        double[] sum = new double[BANDS.length];
        int[] pixels = new int[BANDS.length];
        for (int k = 0; k < count; k++) {
            int band = band(belief[stack[k]]);
            sum[band] += belief[stack[k]];
            pixels[band]++;
        }
        int[] percent = new int[BANDS.length];
        for (int b = 0; b < BANDS.length; b++) {
            if (pixels[b] > 0) {
                long steps = Math.round(100 * sum[b] / pixels[b] / who.stepPercent());
                percent[b] = (int) Math.max(who.stepPercent(), Math.min(100, steps * who.stepPercent()));
            }
        }
        for (int k = 0; k < count; k++) {
            painted[stack[k]] = (byte) percent[band(belief[stack[k]])];
        }
    }

    private static int band(double belief) {
        int band = BANDS.length - 1;
        while (band > 0 && belief < BANDS[band]) {
            band--;
        }
        return band;
    }

    private static float[] grid(Random random, double sigma) {
        float[] nodes = new float[GRID_SIDE * GRID_SIDE];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = (float) (sigma * random.nextGaussian());
        }
        return nodes;
    }

    /** Noise between the nodes of a coarse grid, bilinear. */
    private static double smooth(float[] nodes, int x, int y) {
        int gx = x / GRID;
        int gy = y / GRID;
        double px = (x % GRID) / (double) GRID;
        double py = (y % GRID) / (double) GRID;
        int i = gy * GRID_SIDE + gx;
        double top = nodes[i] + px * (nodes[i + 1] - nodes[i]);
        double bottom = nodes[i + GRID_SIDE] + px * (nodes[i + GRID_SIDE + 1] - nodes[i + GRID_SIDE]);
        return top + py * (bottom - top);
    }

    private int clamp(int v) {
        return Math.max(0, Math.min(size - 1, v));
    }
}
