package org.credence.annotation.ui.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.credence.annotation.FramePixels;
import org.credence.annotation.ui.WindowChoice;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageRegion;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.PixelRect;
import org.credence.imaging.PresentationState;
import org.credence.imaging.Window;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.widgets.Composite;

/** One pane at work: which frame of which series it shows, under which window, and what lies over it. UI thread only. */
final class PaneReading {

    private final FramePane pane;
    private final FrameLoader loader;
    private final FrameOverlays overlays;
    private final List<PresentationState> presentations;
    private Windowing windowing;
    private PaneContent content;
    private int position;
    private int direction = 1;
    private Frame visible;
    private boolean captioned;
    private String hint = "";
    // Kept, since tools ask at every movement of the pointer, and all intensities are computed for the first.
    private FramePixels pixels;
    private Frame pixelsOf;
    private Window pixelsUnder;
    private boolean pixelsInverted;

    PaneReading(
            Composite parent,
            PaneContent content,
            FrameLoader loader,
            FrameOverlays overlays,
            List<PresentationState> presentations) {
        this.pane = new FramePane(parent);
        this.loader = loader;
        this.overlays = overlays;
        this.presentations = presentations;
        show(content);
    }

    FramePane pane() {
        return pane;
    }

    PaneContent content() {
        return content;
    }

    ImageSeries series() {
        return content.series();
    }

    Windowing windowing() {
        return windowing;
    }

    int position() {
        return position;
    }

    FrameRef frame() {
        return series().frames().get(position);
    }

    Optional<Frame> visible() {
        return Optional.ofNullable(visible);
    }

    /** Shows something else; the frame stays if the series does. */
    void show(PaneContent next) {
        boolean otherSeries = content == null || content.series() != next.series();
        content = next;
        if (otherSeries) {
            ImageSeries series = next.series();
            pane.shape(series.columns(), series.rows(), series.pixelAspect());
            windowing = new Windowing(presentations);
            visible = null;
            goTo(0, 1);
        } else {
            refresh();
        }
    }

    /** Shows a frame as soon as it is decoded; those after it ({@code towards} 1) or before it (-1) are decoded next. */
    void goTo(int next, int towards) {
        direction = towards;
        position = Math.clamp(next, 0, series().frames().size() - 1);
        refresh();
        loader.want(this, series(), position, direction);
    }

    /** Whether a position can be shown without waiting. */
    boolean isSettled(int next) {
        return loader.isSettled(series(), next);
    }

    /** Has a position decoded without showing it yet. */
    void fetch(int next, int towards) {
        loader.want(this, series(), next, towards);
    }

    /** A frame was decoded or has failed. */
    void arrived(ImageSeries of, int settled) {
        if (of == series() && settled == position && visible == null) {
            refresh();
        }
    }

    /** Shows everything anew. */
    void refresh() {
        visible = loader.peek(series(), position).orElse(null);
        if (visible != null) {
            windowing.enter(visible, frame());
            showVisible();
        } else {
            pane.say(loader.failure(series(), position)
                    .map(reason -> NLS.bind(Messages.Pane_failed, position + 1, reason))
                    .orElseGet(() -> NLS.bind(Messages.Pane_decoding, position + 1)));
        }
        explain();
    }

    /** Shows the layers anew, of which some image pixels have changed. */
    void refresh(PixelRect changed) {
        if (visible != null) {
            pane.refresh(overlays.of(content, frame(), visible), changed);
            explain();
        }
    }

    /** Says over the image what the pane shows; of use where there are several. */
    void captioned(boolean now) {
        captioned = now;
        explain();
    }

    /** Shows a short text over the image, such as what to do next. */
    void hint(String text) {
        hint = text;
        explain();
    }

    /** The visible frame as it is shown, for tools that look at intensities. */
    FramePixels pixels() {
        Frame frame = visible().orElseThrow();
        Window window = windowing.window().orElseThrow();
        if (pixels == null
                || pixelsOf != frame
                || !window.equals(pixelsUnder)
                || pixelsInverted != windowing.isInverted()) {
            pixelsOf = frame;
            pixelsUnder = window;
            pixelsInverted = windowing.isInverted();
            Frame shown = pixelsInverted && !frame.isColor() ? frame.inverted() : frame;
            pixels = FramePixels.of(shown, window, series().spacing());
        }
        return pixels;
    }

    void window(Window next) {
        windowing.set(next);
        redraw();
    }

    void resetWindow() {
        if (visible != null) {
            windowing.reset(visible);
            redraw();
        }
    }

    /** Exchanges bright and dark of gray frames. */
    void toggleInverted() {
        if (visible != null && !visible.isColor()) {
            windowing.toggleInverted();
            redraw();
        }
    }

    /** The windows that the visible frame can be shown under; none if no frame is visible. */
    List<WindowChoice> windowChoices() {
        return visible == null ? List.of() : windowing.choices(visible, frame());
    }

    void choose(WindowChoice choice) {
        if (visible != null) {
            windowing.choose(choice, visible);
            redraw();
        }
    }

    /** Goes on to the window after the current one. */
    void nextWindow() {
        if (visible != null) {
            choose(windowing.next(visible, frame()));
        }
    }

    /** Shows the window and the inversion of another pane. */
    void follow(Windowing other) {
        if (visible != null && !visible.isColor() && other.window().isPresent()) {
            windowing.follow(other);
            redraw();
        }
    }

    /** The calibrated regions of the frame that is shown. */
    List<ImageRegion> regions() {
        FrameRef reference = frame();
        return series().instances().stream()
                .filter(i -> i.sopInstanceUid().equals(reference.sopInstanceUid()))
                .map(i -> i.geometry().regions())
                .findFirst()
                .orElse(List.of());
    }

    /** What is under a point of the image; empty outside of it or while no frame is shown. */
    String describe(double column, double row) {
        int x = (int) Math.floor(column);
        int y = (int) Math.floor(row);
        if (visible == null
                || Double.isNaN(column)
                || x < 0
                || y < 0
                || x >= series().columns()
                || y >= series().rows()) {
            return "";
        }
        List<String> under = new ArrayList<>();
        under.add(NLS.bind(Messages.Readout_pixel, new Object[] {x, y, Numbers.text(visible.value(x, y))}));
        String physical = RegionReadout.describe(regions(), x, y);
        if (!physical.isEmpty()) {
            under.add(physical);
        }
        under.addAll(overlays.describe(content, frame(), x, y));
        return String.join(Messages.Readout_separator, under);
    }

    void dispose() {
        loader.forget(this);
    }

    private void redraw() {
        if (visible != null) {
            showVisible();
            explain();
        }
    }

    private void showVisible() {
        pane.show(
                visible,
                windowing.window().orElseThrow(),
                windowing.isInverted(),
                overlays.of(content, frame(), visible));
    }

    private void explain() {
        List<String> captions = new ArrayList<>();
        if (captioned) {
            captions.add(overlays.caption(content, position));
        }
        overlays.badge(content, frame()).ifPresent(captions::add);
        if (!hint.isEmpty()) {
            captions.add(hint);
        }
        pane.captions(captions);
        pane.legend(visible == null ? Legend.NONE : overlays.legend(content, frame()));
    }
}
