package org.credence.segmentation;

import java.io.IOException;
import org.credence.imaging.Frame;

/**
 * Smooths what a model says over the frames of a clip: each pixel gets the mean of its percents in the frames from
 * {@code radius} before to {@code radius} after, as far as there are any. It takes the frames of one clip, all of one size,
 * from 0 on, and gives them to another sink in the same order, {@code radius} frames later; {@link #finish} gives the last.
 */
public final class TemporalMean implements Segmenter.Sink {

    private final int radius;
    private final Segmenter.Sink next;
    private final Frame[] frames;
    private final byte[][][] window;
    private int[][] sums;
    private byte[][] mean;
    private int taken;
    private int oldest;

    /**
     * @param radius in frames, from 1 to 100
     * @param next gets the smoothed percents
     */
    public TemporalMean(int radius, Segmenter.Sink next) {
        if (radius < 1 || radius > 100) {
            throw new IllegalArgumentException("A radius in time has 1 to 100 frames, got: " + radius);
        }
        this.radius = radius;
        this.next = next;
        frames = new Frame[2 * radius + 1];
        window = new byte[2 * radius + 1][][];
    }

    @Override
    public void take(int n, Frame frame, byte[][] percent) throws IOException {
        if (n != taken) {
            throw new IllegalStateException("Frame " + taken + " is next, got: " + n);
        }
        if (sums == null) {
            sums = new int[percent.length][percent[0].length];
            mean = new byte[percent.length][percent[0].length];
        }
        if (percent[0].length != sums[0].length) {
            throw new IllegalArgumentException(
                    "Frames of a clip have one size, got " + percent[0].length + " pixels after " + sums[0].length);
        }
        if (n - oldest == window.length) {
            forget();
        }
        int slot = n % window.length;
        if (window[slot] == null) {
            window[slot] = new byte[percent.length][percent[0].length];
        }
        for (int s = 0; s < percent.length; s++) {
            System.arraycopy(percent[s], 0, window[slot][s], 0, percent[s].length);
            for (int i = 0; i < percent[s].length; i++) {
                sums[s][i] += percent[s][i];
            }
        }
        frames[slot] = frame;
        taken++;
        if (n >= radius) {
            give(n - radius);
        }
    }

    /** Gives the frames that were waiting for others after them; to be called once, after the last frame. */
    public void finish() throws IOException {
        for (int n = Math.max(0, taken - radius); n < taken; n++) {
            while (oldest < n - radius) {
                forget();
            }
            give(n);
        }
    }

    private void forget() {
        byte[][] gone = window[oldest % window.length];
        for (int s = 0; s < gone.length; s++) {
            for (int i = 0; i < gone[s].length; i++) {
                sums[s][i] -= gone[s][i];
            }
        }
        oldest++;
    }

    private void give(int n) throws IOException {
        int count = taken - oldest;
        for (int s = 0; s < mean.length; s++) {
            for (int i = 0; i < mean[s].length; i++) {
                mean[s][i] = (byte) ((sums[s][i] + count / 2) / count);
            }
        }
        next.take(n, frames[n % frames.length], mean);
    }
}
