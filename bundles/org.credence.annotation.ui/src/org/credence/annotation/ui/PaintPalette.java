package org.credence.annotation.ui;

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.credence.annotation.Brush;
import org.credence.annotation.Confidence;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.Segment;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * What the next stroke paints, and how labels are shown: the state that the palette view, the key bindings and all
 * editors share. Needs no display. Used on one thread, in a workbench the UI thread; listeners are called on it.
 */
// Immediate: a delayed component would forget its state whenever nobody happens to hold the service.
@Component(service = PaintPalette.class, immediate = true)
public final class PaintPalette {

    /** The id of the tool to begin with. */
    public static final String BRUSH = "org.credence.brush";

    /** The id of the tool that removes paint. */
    public static final String ERASER = "org.credence.eraser";

    /** The smallest brush, a single pixel. */
    public static final double SMALLEST_RADIUS = 0.5;

    /** The largest brush that the palette offers, in image pixels. */
    public static final double LARGEST_RADIUS = 128;

    private static final double RADIUS_STEP = 1.2;

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private LabelScheme scheme = LabelScheme.lungUltrasound();
    private int segment = scheme.segments().get(0).number();
    private int confidence = 80;
    private double radiusPixels = 8;
    private Brush.Mode mode = Brush.Mode.SET;
    private String tool = BRUSH;
    private boolean thresholdShown;
    private int threshold = 60;

    @Activate
    public PaintPalette() {}

    /** The segments to choose from; the scheme of the active editor's annotation. */
    public LabelScheme scheme() {
        return scheme;
    }

    /** Offers the segments of another scheme; the chosen one stays if the new scheme has its number. */
    public void useScheme(LabelScheme next) {
        if (scheme.equals(next)) {
            return;
        }
        scheme = next;
        if (next.segment(segment).isEmpty()) {
            segment = next.segments().get(0).number();
        }
        changed();
    }

    /** The segment that the next stroke paints. */
    public Segment segment() {
        return scheme.segment(segment).orElseThrow();
    }

    /** Chooses a segment by its number; a number that the scheme lacks is refused. */
    public void chooseSegment(int number) {
        if (scheme.segment(number).isEmpty()) {
            throw new IllegalArgumentException("Scheme " + scheme.name() + " has no segment " + number);
        }
        segment = number;
        changed();
    }

    /** The percent that the next stroke paints, 1 to 100. */
    public int confidence() {
        return confidence;
    }

    /** Chooses the percent to paint, 1 to 100. */
    public void chooseConfidence(int percent) {
        if (Confidence.check(percent) == Confidence.NONE) {
            throw new IllegalArgumentException("A brush paints 1 to 100 %; to remove paint use the eraser.");
        }
        confidence = percent;
        changed();
    }

    /** The brush's radius in image pixels. */
    public double radiusPixels() {
        return radiusPixels;
    }

    /** Chooses the brush's radius in image pixels; values beyond the palette's range become its ends. */
    public void chooseRadius(double pixels) {
        radiusPixels = Math.clamp(Math.round(pixels * 2) / 2.0, SMALLEST_RADIUS, LARGEST_RADIUS);
        changed();
    }

    /** Makes the brush larger (positive) or smaller (negative) by some steps of a fifth, at least half a pixel each. */
    public void growRadius(int steps) {
        double radius = radiusPixels;
        for (int i = 0; i < Math.abs(steps); i++) {
            radius = steps > 0
                    ? Math.max(radius + 0.5, radius * RADIUS_STEP)
                    : Math.min(radius - 0.5, radius / RADIUS_STEP);
        }
        chooseRadius(radius);
    }

    /** How paint meets what is there. */
    public Brush.Mode mode() {
        return mode;
    }

    /** Chooses how paint meets what is there. */
    public void chooseMode(Brush.Mode next) {
        mode = next;
        changed();
    }

    /** The id of the chosen paint tool. */
    public String tool() {
        return tool;
    }

    /** Chooses a paint tool by its id. */
    public void chooseTool(String id) {
        tool = id;
        changed();
    }

    /** What the next stroke paints with. */
    public Brush brush() {
        return new Brush(radiusPixels, confidence, mode);
    }

    /** The threshold at which labels are shown as yes or no; empty while confidence is shown. */
    public OptionalInt shownThreshold() {
        return thresholdShown ? OptionalInt.of(threshold) : OptionalInt.empty();
    }

    /** The threshold to preview, 1 to 100 %, whether or not it is shown now. */
    public int threshold() {
        return threshold;
    }

    /** Chooses the threshold to preview, 1 to 100 %. */
    public void chooseThreshold(int percent) {
        if (Confidence.check(percent) == Confidence.NONE) {
            throw new IllegalArgumentException("A threshold is 1 to 100 %, got: 0");
        }
        threshold = percent;
        changed();
    }

    /** Shows labels at the threshold, or as confidence. */
    public void showThreshold(boolean shown) {
        thresholdShown = shown;
        changed();
    }

    /** Calls {@code listener} after every change; the result ends that. */
    public Runnable listen(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }
}
