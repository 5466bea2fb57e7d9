package org.credence.annotation.ui.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.credence.annotation.ui.SeriesEditorInput;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameCache;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Window;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Display;

/**
 * The panes of an editor: as many as the reader wants, one of which she works in, and the others following it. UI thread
 * only.
 */
final class PaneGrid implements PanePointer.Actions, Cine.Clip {

    /** Whom the grid tells what happens. */
    interface Surroundings {
        void positionChanged();

        void windowChanged();

        void activeChanged();

        void pointerChanged(PaneReading pane, double column, double row);

        /** The tool in the reader's hand. */
        PointerTool hand();

        /** A pane shows another frame or something else. */
        void shown(PaneReading pane);
    }

    private static final int MOST = 4;

    private final SeriesEditorInput input;
    private final FrameOverlays overlays;
    private final Surroundings surroundings;
    private final Composite holder;
    private final FrameLoader loader;
    private final Cine cine;
    private final PaneLinks links = new PaneLinks();
    private final List<PaneReading> panes = new ArrayList<>();
    private PaneReading active;
    private int across = 1;
    private int down = 1;
    private boolean looping = true;
    private boolean following;

    PaneGrid(Composite parent, SeriesEditorInput input, FrameOverlays overlays, Surroundings surroundings) {
        this.input = input;
        this.overlays = overlays;
        this.surroundings = surroundings;
        holder = new Composite(parent, SWT.NONE);
        Display display = parent.getDisplay();
        FrameCache frames = input.frames();
        loader = new FrameLoader(input.getName(), frames, (series, settled) -> {
            if (!display.isDisposed()) {
                display.asyncExec(() -> arrived(series, settled));
            }
        });
        cine = new Cine(display, this);
        layout(1, 1);
    }

    Composite control() {
        return holder;
    }

    /** The pane that the reader works in. */
    PaneReading active() {
        return active;
    }

    /** All panes, row by row. */
    List<PaneReading> panes() {
        return List.copyOf(panes);
    }

    PaneLinks links() {
        return links;
    }

    Cine cine() {
        return cine;
    }

    int across() {
        return across;
    }

    int down() {
        return down;
    }

    /** Lays out panes in columns and rows; new ones show what the active one shows. */
    void layout(int columns, int rows) {
        across = Math.clamp(columns, 1, MOST);
        down = Math.clamp(rows, 1, MOST);
        GridLayout grid = new GridLayout(across, true);
        grid.marginWidth = 0;
        grid.marginHeight = 0;
        grid.horizontalSpacing = 2;
        grid.verticalSpacing = 2;
        holder.setLayout(grid);
        while (panes.size() > across * down) {
            PaneReading gone = panes.removeLast();
            gone.dispose();
            gone.pane().canvas().dispose();
        }
        while (panes.size() < across * down) {
            add();
        }
        if (!panes.contains(active)) {
            activate(panes.get(0));
        }
        panes.forEach(p -> p.captioned(panes.size() > 1));
        showActive();
        holder.layout(true);
    }

    private void add() {
        PaneContent content =
                active == null ? new PaneContent(input.series(), new PaneContent.Own()) : active.content();
        PaneReading pane = new PaneReading(holder, content, loader, overlays, input.presentations());
        pane.pane().canvas().setLayoutData(new GridData(SWT.FILL, SWT.FILL, true, true));
        new PanePointer(pane, this);
        pane.pane().onView(() -> viewChanged(pane));
        panes.add(pane);
        if (active == null) {
            active = pane;
        } else {
            pane.goTo(active.position(), 1);
            pane.follow(active.windowing());
            pane.pane().orient(active.pane().orientation());
            pane.pane().follow(active.pane().view());
        }
        surroundings.shown(pane);
    }

    @Override
    public void activate(PaneReading pane) {
        if (active != pane && panes.contains(pane)) {
            surroundings.hand().end();
            active = pane;
            showActive();
            surroundings.activeChanged();
        }
    }

    /** Goes on to the next pane, or back. */
    void activateNext(int steps) {
        PaneReading next = panes.get(Math.floorMod(panes.indexOf(active) + steps, panes.size()));
        next.pane().canvas().setFocus();
        activate(next);
    }

    private void showActive() {
        panes.forEach(p -> p.pane().active(panes.size() > 1 && p == active));
    }

    /** Shows something else in the active pane. */
    void show(PaneContent content) {
        show(active, content);
    }

    /** Shows something else in a pane. */
    void show(PaneReading pane, PaneContent content) {
        surroundings.hand().end();
        int before = pane.position();
        boolean otherSeries = pane.series() != content.series();
        pane.show(content);
        if (otherSeries
                && content.series().frames().size() == active.series().frames().size()) {
            pane.goTo(before, 1);
        }
        surroundings.shown(pane);
        if (pane == active) {
            surroundings.activeChanged();
        }
    }

    /** Shows the frame at a position in the active pane; linked panes go as many frames further. */
    void goTo(int position) {
        surroundings.hand().end();
        int target = Math.clamp(position, 0, active.series().frames().size() - 1);
        step(active, target - active.position());
        surroundings.positionChanged();
    }

    @Override
    public void stepFrames(int steps) {
        cine.pause();
        goTo(active.position() + steps);
    }

    private void step(PaneReading leader, int steps) {
        for (PaneReading pane : panes) {
            if (pane == leader || links.isOn(PaneLinks.Link.FRAMES)) {
                pane.goTo(pane.position() + steps, steps < 0 ? -1 : 1);
                surroundings.shown(pane);
            }
        }
    }

    /** Shows everything anew, in all panes. */
    void refresh() {
        panes.forEach(p -> {
            p.refresh();
            surroundings.shown(p);
        });
    }

    private void viewChanged(PaneReading of) {
        surroundings.shown(of);
        if (following || !links.isOn(PaneLinks.Link.VIEW)) {
            return;
        }
        following = true;
        PaneView view = of.pane().view();
        for (PaneReading pane : panes) {
            if (pane != of) {
                pane.pane().follow(view);
                surroundings.shown(pane);
            }
        }
        following = false;
    }

    /** Turns the image of the active pane, and of the linked ones. */
    void orient(Orientation orientation) {
        for (PaneReading pane : panes) {
            if (pane == active || links.isOn(PaneLinks.Link.VIEW)) {
                pane.pane().orient(orientation);
                surroundings.shown(pane);
            }
        }
    }

    /** Does something to the window of the active pane; linked panes of the same modality follow. */
    void changeWindow(Runnable change) {
        change.run();
        if (links.isOn(PaneLinks.Link.WINDOW)) {
            String modality = active.series().info().modality();
            for (PaneReading pane : panes) {
                if (pane != active && pane.series().info().modality().equals(modality)) {
                    pane.follow(active.windowing());
                }
            }
        }
        surroundings.windowChanged();
    }

    @Override
    public void dragWindow(int dx, int dy) {
        active.windowing().window().ifPresent(w -> {
            double width = w.width() * Math.exp(dx / 200.0);
            Window next = w.at(w.center() + dy * w.width() / 400, width);
            changeWindow(() -> active.window(next));
        });
    }

    @Override
    public PointerTool hand() {
        return surroundings.hand();
    }

    @Override
    public void pointAt(PaneReading pane, double column, double row) {
        if (links.isOn(PaneLinks.Link.CURSOR)) {
            for (PaneReading other : panes) {
                if (other != pane) {
                    boolean same = other.series().columns() == pane.series().columns()
                            && other.series().rows() == pane.series().rows();
                    other.pane()
                            .marks(
                                    FramePane.Over.CROSS,
                                    same ? List.of(Marks.cross(column, row, 0xF2F2F2)) : List.of());
                }
            }
        }
        surroundings.pointerChanged(pane, column, row);
    }

    @Override
    public void pointNowhere() {
        panes.forEach(p -> p.pane().marks(FramePane.Over.CROSS, List.of()));
        surroundings.pointerChanged(active, Double.NaN, Double.NaN);
    }

    /** Whether the cine begins again at the end of a clip. */
    boolean isLooping() {
        return looping;
    }

    void loop(boolean now) {
        looping = now;
    }

    @Override
    public Cine.Step advance() {
        int count = active.series().frames().size();
        if (count < 2 || !looping && active.position() == count - 1) {
            surroundings.positionChanged();
            return Cine.Step.END;
        }
        int next = (active.position() + 1) % count;
        int steps = next - active.position();
        boolean ready = true;
        for (PaneReading pane : panes) {
            if (pane == active || links.isOn(PaneLinks.Link.FRAMES)) {
                int of = pane.series().frames().size();
                int wanted = pane == active ? next : Math.floorMod(pane.position() + steps, of);
                if (!pane.isSettled(wanted)) {
                    pane.fetch(wanted, 1);
                    ready = false;
                }
            }
        }
        if (!ready) {
            return Cine.Step.WAIT;
        }
        for (PaneReading pane : panes) {
            if (pane == active || links.isOn(PaneLinks.Link.FRAMES)) {
                int of = pane.series().frames().size();
                pane.goTo(pane == active ? next : Math.floorMod(pane.position() + steps, of), 1);
                surroundings.shown(pane);
            }
        }
        surroundings.positionChanged();
        return Cine.Step.SHOWN;
    }

    @Override
    public int position() {
        return active.position();
    }

    @Override
    public double frameTimeMs(int position) {
        return active.series().timing().afterMs(position);
    }

    Optional<Frame> visible() {
        return active.visible();
    }

    void dispose() {
        cine.pause();
        loader.dispose();
    }

    private void arrived(ImageSeries series, int settled) {
        if (holder.isDisposed()) {
            return;
        }
        for (PaneReading pane : panes) {
            boolean waited = pane.visible().isEmpty();
            pane.arrived(series, settled);
            if (waited && pane.visible().isPresent()) {
                surroundings.shown(pane);
                if (pane == active) {
                    surroundings.windowChanged();
                    surroundings.positionChanged();
                }
            }
        }
    }
}
