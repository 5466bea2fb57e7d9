package org.credence.annotation.ui.internal;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.credence.annotation.ui.PaintPalette;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;

/** What the pointer does on the panes of an editor, painting, pointing or measuring, and how it looks. UI thread only. */
final class Hands {

    private static final int ERASER_RGB = 0xF2F2F2;

    private final PaintPalette palette;
    private final PaintingHand painting;
    private final PromptingHand prompting;
    private final MeasuringHand measuring = new MeasuringHand();
    private final Consumer<String> hints;
    private PointerTool hand;
    private PaneReading pointed;
    private double column = Double.NaN;
    private double row = Double.NaN;

    /** @param hints told what to do with the tool in hand; nothing ("") if that is plain */
    Hands(PaintPalette palette, PaintingHand painting, PromptingHand prompting, Consumer<String> hints) {
        this.palette = palette;
        this.painting = painting;
        this.prompting = prompting;
        this.hints = hints;
        hand = chosen();
    }

    /** The tool in hand. */
    PointerTool inHand() {
        return hand;
    }

    /** Shows on a pane what was measured and pointed at on its frame. */
    void show(PaneReading pane) {
        measuring.show(pane);
        prompting.show(pane);
    }

    /** Takes the tool that was chosen in the palette, unless the pointer measures. */
    void toolChosen() {
        if (hand != measuring && hand != chosen()) {
            takeChosen();
        }
    }

    private PointerTool chosen() {
        return palette.tool().equals(PaintPalette.PROMPT) ? prompting : painting;
    }

    private void takeChosen() {
        take(chosen());
        hints.accept(hand == prompting ? Messages.Prompt_hint : "");
    }

    /** Measures with the pointer, or does again what the palette says. */
    void toggleMeasuring() {
        if (hand == measuring) {
            takeChosen();
        } else {
            measure(measuring.kind());
        }
    }

    void measure(Measure.Kind kind) {
        take(measuring);
        measuring.choose(kind);
        hints.accept(
                switch (kind) {
                    case RULER -> Messages.Measure_hintRuler;
                    case ELLIPSE -> Messages.Measure_hintEllipse;
                    case AREA -> Messages.Measure_hintArea;
                });
    }

    /** Goes on to the next kind of measure, or begins with the first. */
    void nextMeasure() {
        Measure.Kind[] all = Measure.Kind.values();
        measure(measuring().map(k -> all[(k.ordinal() + 1) % all.length]).orElse(measuring.kind()));
    }

    /** What the pointer measures; empty while it paints. */
    Optional<Measure.Kind> measuring() {
        return hand == measuring ? Optional.of(measuring.kind()) : Optional.empty();
    }

    /** Takes away the newest measure of the frame that a pane shows. */
    void removeMeasure(PaneReading on, List<PaneReading> panes) {
        if (measuring.removeLast(on.frame())) {
            panes.forEach(measuring::show);
        }
    }

    /** Puts what was measured on a pane's frame onto the clipboard, if anything was. */
    void copyMeasures(PaneReading on) {
        String text = measuring.text(on);
        if (!text.isEmpty()) {
            Clipboard clipboard = new Clipboard(on.pane().canvas().getDisplay());
            clipboard.setContents(new Object[] {text}, new Transfer[] {TextTransfer.getInstance()});
            clipboard.dispose();
        }
    }

    /** The pointer is at a place of a pane's image; nowhere if that is no number. */
    void pointAt(PaneReading pane, double atColumn, double atRow) {
        if (pointed != null && pointed != pane) {
            pointed.pane().marks(FramePane.Over.CURSOR, List.of());
        }
        pointed = pane;
        column = atColumn;
        row = atRow;
        showCursor();
    }

    /** Shows how large the brush is. */
    void showCursor() {
        if (pointed == null || pointed.pane().canvas().isDisposed()) {
            return;
        }
        boolean shown = hand == painting && !Double.isNaN(column) && painting.showsRadius();
        int rgb = palette.tool().equals(PaintPalette.ERASER)
                ? ERASER_RGB
                : palette.segment().rgb();
        pointed.pane()
                .marks(
                        FramePane.Over.CURSOR,
                        shown ? List.of(Marks.brush(column, row, palette.radiusPixels(), rgb)) : List.of());
    }

    /** What is under the pointer; empty where nothing is. */
    String describe() {
        return pointed == null || pointed.pane().canvas().isDisposed() ? "" : pointed.describe(column, row);
    }

    private void take(PointerTool next) {
        hand.end();
        hand = next;
        if (pointed != null) {
            // What the tool before foretold under the pointer.
            pointed.pane().marks(FramePane.Over.GUIDE, List.of());
        }
        showCursor();
    }
}
