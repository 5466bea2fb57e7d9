package org.credence.annotation.ui;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
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

    /** The id of the tool that draws an outline by hand. */
    public static final String LASSO = "org.credence.lasso";

    /** The id of the tool that takes over what another reader painted, or a model proposes, under the brush. */
    public static final String TAKE_OVER = "org.credence.take-over";

    /** The id of the tool that points at things for a model to find. */
    public static final String PROMPT = "org.credence.prompt";

    /** The smallest brush, a single pixel. */
    public static final double SMALLEST_RADIUS = 0.5;

    /** The largest brush that the palette offers, in image pixels. */
    public static final double LARGEST_RADIUS = 128;

    private static final double RADIUS_STEP = 1.2;

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private LabelScheme scheme = LabelScheme.lungUltrasoundComplete();
    private int segment = scheme.segments().get(0).number();
    private int confidence = 80;
    private double radiusPixels = 8;
    private Brush.Mode mode = Brush.Mode.SET;
    private String tool = BRUSH;
    private double softness;
    private Optional<Brush.IntensityRange> intensity = Optional.empty();
    private int tolerance = Brush.DEFAULT_TOLERANCE;
    private double rampMm;
    private final Set<Integer> hidden = new HashSet<>();
    private final Set<Integer> locked = new HashSet<>();
    private LayerStyle style = LayerStyle.OPACITY;
    private LayerStyle otherStyle = LayerStyle.OPACITY;
    private List<Integer> outlinePercents = List.of(30, 60, 90);
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

    /** The segment that a digit chooses: the one that asks for it, else the one at that place of the scheme. */
    public Optional<Segment> segmentOfKey(int digit) {
        return scheme.segments().stream()
                .filter(s -> keyOf(s).equals(OptionalInt.of(digit)))
                .findFirst();
    }

    /** The digit that chooses a segment; empty if none is left for it. */
    public OptionalInt keyOf(Segment of) {
        if (of.hotKey().isPresent()) {
            return of.hotKey();
        }
        int place = scheme.segments().indexOf(of) + 1;
        boolean taken = scheme.segments().stream().anyMatch(s -> s.hotKey().equals(OptionalInt.of(place)));
        return place > 9 || taken ? OptionalInt.empty() : OptionalInt.of(place);
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
        return new Brush(radiusPixels, confidence, mode, softness, intensity, tolerance, rampMm);
    }

    /** The share of the radius over which a round brush fades, 0 (a hard edge) to 1. */
    public double softness() {
        return softness;
    }

    /** Chooses the share of the radius over which a round brush fades; values beyond 0 to 1 become these. */
    public void chooseSoftness(double share) {
        softness = Math.clamp(share, 0.0, 1.0);
        changed();
    }

    /** The only intensities, 0 (black) to 255 (white) as shown, that tools may paint on; all of them if empty. */
    public Optional<Brush.IntensityRange> intensity() {
        return intensity;
    }

    /** Keeps tools to pixels of some intensities, or lets them paint on all. */
    public void chooseIntensity(Optional<Brush.IntensityRange> range) {
        intensity = range;
        changed();
    }

    /** How far an intensity may be from that under the pointer and still be alike, 0 to 255. */
    public int tolerance() {
        return tolerance;
    }

    /** Chooses how far an intensity may be from that under the pointer; values beyond 0 to 255 become these. */
    public void chooseTolerance(int levels) {
        tolerance = Math.clamp(levels, 0, 255);
        changed();
    }

    /** Over which distance from the edge of an area confidence rises, in mm; 0 for a hard edge. */
    public double rampMm() {
        return rampMm;
    }

    /** Chooses over which distance from the edge of an area confidence rises, in mm; not negative, at most 100. */
    public void chooseRamp(double mm) {
        rampMm = Math.clamp(mm, 0.0, 100.0);
        changed();
    }

    /** Whether a segment's paint is shown. */
    public boolean isVisible(int segment) {
        return !hidden.contains(segment);
    }

    /** Shows a segment's paint, or hides it. */
    public void show(int segment, boolean shown) {
        if (shown ? hidden.remove(segment) : hidden.add(segment)) {
            changed();
        }
    }

    /** Whether a segment's paint is kept from changing by the hand. */
    public boolean isLocked(int segment) {
        return locked.contains(segment);
    }

    /** Keeps a segment's paint from changing by the hand, or lets it change. */
    public void lock(int segment, boolean kept) {
        if (kept ? locked.add(segment) : locked.remove(segment)) {
            changed();
        }
    }

    /** How paint is shown. */
    public LayerStyle style() {
        return style;
    }

    /** Chooses how paint is shown. */
    public void chooseStyle(LayerStyle next) {
        if (next != LayerStyle.THRESHOLD) {
            otherStyle = next;
        }
        style = next;
        changed();
    }

    /** The percents, ascending, at which {@link LayerStyle#OUTLINES} draws lines. */
    public List<Integer> outlinePercents() {
        return outlinePercents;
    }

    /** Chooses at which percents lines are drawn, 1 to 100; sorted, each once, at least one. */
    public void chooseOutlines(List<Integer> percents) {
        List<Integer> sorted = percents.stream().distinct().sorted().toList();
        if (sorted.isEmpty() || sorted.get(0) < 1 || sorted.get(sorted.size() - 1) > Confidence.FULL) {
            throw new IllegalArgumentException(
                    "Lines are drawn at 1 to 100 %, at one percent or more, got: " + percents);
        }
        outlinePercents = sorted;
        changed();
    }

    /** The threshold at which labels are shown as yes or no; empty while they are shown otherwise. */
    public OptionalInt shownThreshold() {
        return style == LayerStyle.THRESHOLD ? OptionalInt.of(threshold) : OptionalInt.empty();
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

    /** Shows labels at the threshold, or as confidence in the style chosen before. */
    public void showThreshold(boolean shown) {
        chooseStyle(shown ? LayerStyle.THRESHOLD : otherStyle);
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
