package org.credence.annotation.internal;

import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.credence.annotation.Brush;
import org.credence.annotation.Confidence;
import org.credence.annotation.FramePixels;
import org.credence.annotation.LayerEditor;
import org.credence.annotation.PaintTarget;

/**
 * How the pixels that a gesture covers become confidence: by a change of the confidence before the gesture, weighted in
 * soft edges, and only where the intensity may be touched.
 */
final class Painting implements RoundStroke.Stamp {

    private final LayerEditor layer;
    private final FramePixels pixels;
    private final Brush.Mode mode;
    private final Optional<Brush.IntensityRange> intensity;
    private final byte[] becomes = new byte[Confidence.FULL + 1];

    /**
     * @param change what a fully covered pixel becomes, by the percent that it had
     */
    Painting(PaintTarget target, IntUnaryOperator change) {
        this.layer = target.layer();
        this.pixels = target.pixels();
        this.mode = target.brush().mode();
        this.intensity = target.brush().intensity();
        for (int there = 0; there < becomes.length; there++) {
            becomes[there] = (byte) Confidence.check(change.applyAsInt(there));
        }
        if (intensity.isPresent() && !pixels.hasIntensities()) {
            throw new IllegalStateException("Painting is kept to a range of intensities, and no frame is shown;"
                    + " show one or paint on all of them.");
        }
    }

    /** Paints the brush's confidence in its mode. */
    static Painting of(PaintTarget target) {
        Brush brush = target.brush();
        return new Painting(target, there -> brush.mode().of(there, brush.confidence()));
    }

    @Override
    public void cover(int row, int from, int to) {
        if (intensity.isEmpty()) {
            layer.map(row, from, to, becomes);
            return;
        }
        if (row < 0 || row >= layer.rows()) {
            return;
        }
        int end = Math.min(to, layer.columns());
        for (int column = Math.max(0, from); column < end; column++) {
            int start = column;
            while (column < end && intensity.get().contains(pixels.intensity(column, row))) {
                column++;
            }
            layer.map(row, start, column, becomes);
        }
    }

    @Override
    public void cover(int row, int column, double weight) {
        if (weight > 0 && isOpen(row, column)) {
            int before = layer.confidenceBefore(column, row);
            move(row, column, before, becomes[before], weight);
        }
    }

    /** Covers a pixel with another confidence than the brush's. */
    void cover(int row, int column, int confidence, double weight) {
        if (weight > 0 && isOpen(row, column)) {
            int before = layer.confidenceBefore(column, row);
            move(row, column, before, mode.of(before, confidence), weight);
        }
    }

    private void move(int row, int column, int before, int goal, double weight) {
        int after = (int) Math.floor(before + Math.min(1, weight) * (goal - before) + 0.5);
        // Of several weights the largest counts, which is the one that goes farthest.
        if (Math.abs(after - before) > Math.abs(layer.confidence(column, row) - before)) {
            layer.set(column, row, after);
        }
    }

    private boolean isOpen(int row, int column) {
        return column >= 0
                && row >= 0
                && column < layer.columns()
                && row < layer.rows()
                && (intensity.isEmpty() || intensity.get().contains(pixels.intensity(column, row)));
    }
}
