package org.credence.annotation.ui.internal;

import java.util.ArrayList;
import java.util.List;
import org.credence.annotation.ui.PaintPalette;
import org.credence.annotation.ui.SeriesEditorInput;
import org.credence.imaging.ImageSeries;

/** What the panes of an editor show: one thing after the other, or all that an adjudicator needs. UI thread only. */
final class PaneContents {

    private final SeriesEditorInput input;
    private final PaneGrid grid;
    private final FrameOverlays overlays;
    private final Proposals proposals;

    PaneContents(SeriesEditorInput input, PaneGrid grid, FrameOverlays overlays, Proposals proposals) {
        this.input = input;
        this.grid = grid;
        this.overlays = overlays;
        this.proposals = proposals;
    }

    void showOwn() {
        grid.show(new PaneContent(input.series(), new PaneContent.Own()));
    }

    /** Shows the image of the active pane without paint, or with the reader's own again. */
    void toggleBare() {
        PaneContent now = grid.active().content();
        boolean back = now.layers() instanceof PaneContent.Bare && now.series() == input.series();
        grid.show(new PaneContent(now.series(), back ? new PaneContent.Own() : new PaneContent.Bare()));
    }

    /** Shows the next of all that there is to show on the reader's series, after what the active pane shows. */
    void showNext() {
        List<PaneContent.Layers> all = new ArrayList<>();
        all.add(new PaneContent.Own());
        if (!proposals.isEmpty()) {
            all.add(new PaneContent.Proposed());
        }
        if (proposals.haveDeviations()) {
            all.add(new PaneContent.Doubt());
        }
        overlays.others().forEach(o -> all.add(new PaneContent.Theirs(o)));
        if (!overlays.others().isEmpty()) {
            all.add(new PaneContent.Everyone());
            all.add(new PaneContent.Map(PaneContent.Map.Kind.MEAN));
            all.add(new PaneContent.Map(PaneContent.Map.Kind.SPREAD));
        }
        int next = all.indexOf(grid.active().content().layers()) + 1;
        grid.show(new PaneContent(input.series(), all.get(next % all.size())));
    }

    /**
     * Lays out four panes: the reader's own, the first two of the others, and how all differ.
     *
     * @return whether there are others
     */
    boolean adjudicate(PaintPalette palette) {
        if (overlays.others().isEmpty()) {
            return false;
        }
        grid.layout(2, 2);
        ImageSeries series = input.series();
        List<PaneContent.Layers> contents = new ArrayList<>();
        contents.add(new PaneContent.Own());
        overlays.others().stream().limit(2).forEach(o -> contents.add(new PaneContent.Theirs(o)));
        if (contents.size() < 3) {
            contents.add(new PaneContent.Everyone());
        }
        contents.add(new PaneContent.Map(PaneContent.Map.Kind.SPREAD));
        for (int i = 0; i < contents.size(); i++) {
            grid.show(grid.panes().get(i), new PaneContent(series, contents.get(i)));
        }
        grid.activate(grid.panes().get(0));
        palette.chooseTool(PaintPalette.TAKE_OVER);
        return true;
    }
}
