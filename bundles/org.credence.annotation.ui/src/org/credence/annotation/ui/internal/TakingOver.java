package org.credence.annotation.ui.internal;

import java.util.Optional;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.PaintTools;
import org.credence.annotation.Segment;
import org.credence.annotation.spi.PaintTool;
import org.credence.annotation.ui.PaintPalette;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageSeries;

/**
 * Which tool a stroke paints with. The tool that takes over another's opinion works on panes that show another reader or a
 * proposal, and on the reader's own panes with the one that was taken from last. UI thread only.
 */
final class TakingOver {

    private final ImageSeries series;
    private final PaintPalette palette;
    private final PaintTools tools;
    private final Proposals proposals;
    private Optional<PaneContent.Layers> last = Optional.empty();

    TakingOver(ImageSeries series, PaintPalette palette, PaintTools tools, Proposals proposals) {
        this.series = series;
        this.palette = palette;
        this.tools = tools;
        this.proposals = proposals;
    }

    /** Whether the chosen tool takes over from others. */
    boolean isChosen() {
        return palette.tool().equals(PaintPalette.TAKE_OVER);
    }

    /** Whether the chosen tool is as large as the brush. */
    boolean isRound() {
        return isChosen()
                || tools.tool(palette.tool())
                        .filter(t -> t.input() == PaintTool.Input.DRAG && !t.id().equals(PaintPalette.LASSO))
                        .isPresent();
    }

    /** The tool for a stroke that begins on a pane; empty if there is none, or nobody to take over from. */
    Optional<PaintTool> tool(PaneReading on) {
        if (!isChosen()) {
            return tools.tool(palette.tool());
        }
        return source(on).flatMap(from -> opinion(from, on.frame())).map(PaintTools::takeOver);
    }

    /** The model whose proposal a stroke on a pane would take over; empty if it takes from a reader or paints. */
    Optional<String> model(PaneReading on) {
        return isChosen() && source(on).orElse(null) instanceof PaneContent.Proposed
                ? proposals.model(on.frame())
                : Optional.empty();
    }

    /** Remembers from whom was taken. */
    void took(PaneReading on) {
        if (isChosen()) {
            last = source(on);
        }
    }

    private Optional<PaneContent.Layers> source(PaneReading on) {
        if (on.series() != series) {
            return Optional.empty();
        }
        return switch (on.content().layers()) {
            case PaneContent.Theirs theirs -> Optional.of(theirs);
            case PaneContent.Proposed proposed -> Optional.of(proposed);
            case PaneContent.Own own ->
                last.or(() -> proposals.model(on.frame()).map(m -> new PaneContent.Proposed()));
            case PaneContent.Everyone everyone -> Optional.empty();
            case PaneContent.Doubt doubt -> Optional.of(new PaneContent.Proposed());
            case PaneContent.Map map -> Optional.empty();
            case PaneContent.Bare bare -> Optional.empty();
        };
    }

    private Optional<ConfidenceLayer> opinion(PaneContent.Layers from, FrameRef frame) {
        Segment segment = palette.segment();
        if (from instanceof PaneContent.Theirs theirs) {
            return Optional.of(FrameOverlays.layerOf(theirs.work(), frame, segment));
        }
        return proposals.layer(frame, segment);
    }
}
