package org.credence.annotation.ui.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.credence.annotation.Polyline;
import org.credence.annotation.Segment;
import org.credence.annotation.ui.PaintPalette;
import org.credence.annotation.ui.Prompt;
import org.credence.annotation.ui.PromptedModel;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ProbabilityMap;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.graphics.Point;

/**
 * Points at things for a model to find: a click on what is meant, a click with Ctrl or Alt beside it, a drag around it. What the
 * model finds is a proposal; prompts are kept until the reader turns to something else. UI thread only.
 */
final class PromptingHand implements PointerTool {

    /** How far a pressed pointer moves before it draws a box, in points. */
    private static final int DRAGGING_POINTS = 5;

    /** What is around the hand. */
    interface Surroundings {
        /** The model to ask; empty if the host has none. */
        Optional<PromptedModel> model();

        boolean isBlinded();

        void propose(FrameRef frame, ProbabilityMap map, String model);

        void withdraw(FrameRef frame);

        /** Says something short to the reader; nothing if empty. */
        void hint(String text);
    }

    private final PaintPalette palette;
    private final Surroundings around;
    private final List<Prompt> prompts = new ArrayList<>();
    private final List<Runnable> running = new ArrayList<>();
    private PaneReading pane;
    private FrameRef frame;
    private Frame pixels;
    private Segment segment;
    private Optional<Polyline.Point> pressed = Optional.empty();
    private Polyline.Point last;
    private boolean beside;
    private boolean dragged;
    private boolean proposed;
    private int asked;

    PromptingHand(PaintPalette palette, Surroundings around) {
        this.palette = palette;
        this.around = around;
    }

    /** Shows on a pane what was pointed at on its frame. */
    void show(PaneReading on) {
        List<Mark> marks = new ArrayList<>();
        if (on == pane && on.frame().equals(frame)) {
            prompts.forEach(p -> marks.add(mark(p)));
            if (dragged) {
                box().ifPresent(b -> marks.add(mark(b)));
            }
        }
        on.pane().marks(FramePane.Over.PROMPTS, marks);
    }

    private Mark mark(Prompt prompt) {
        return switch (prompt) {
            case Prompt.Point p -> Marks.sign(p.column(), p.row(), p.foreground(), segment.rgb());
            case Prompt.Box b ->
                Marks.outline(
                        new Polyline(
                                List.of(
                                        new Polyline.Point(b.left(), b.top()),
                                        new Polyline.Point(b.right(), b.top()),
                                        new Polyline.Point(b.right(), b.bottom()),
                                        new Polyline.Point(b.left(), b.bottom())),
                                true),
                        segment.rgb());
        };
    }

    @Override
    public boolean isUnderWay() {
        return pressed.isPresent();
    }

    @Override
    public boolean takesKeys() {
        return isUnderWay() || !prompts.isEmpty();
    }

    @Override
    public void press(PaneReading on, double column, double row) {
        begin(on, column, row, false);
    }

    @Override
    public void pressOpposite(PaneReading on, double column, double row) {
        begin(on, column, row, true);
    }

    private void begin(PaneReading on, double column, double row, boolean opposite) {
        if (on.visible().isEmpty() || !isInside(on, column, row) || !mayPoint(on)) {
            return;
        }
        if (on != pane || !on.frame().equals(frame) || palette.segment().number() != segment.number()) {
            end();
            pane = on;
            frame = on.frame();
            segment = palette.segment();
        }
        pixels = on.visible().orElseThrow();
        last = new Polyline.Point(column, row);
        pressed = Optional.of(last);
        beside = opposite;
        dragged = false;
    }

    @Override
    public void drag(double column, double row) {
        pressed.ifPresent(from -> {
            last = new Polyline.Point(Math.clamp(column, 0, pixels.columns()), Math.clamp(row, 0, pixels.rows()));
            Point a = pane.pane().toCanvas(from.column(), from.row());
            Point b = pane.pane().toCanvas(last.column(), last.row());
            dragged |= Math.hypot((double) a.x - b.x, (double) a.y - b.y) >= DRAGGING_POINTS;
            show(pane);
        });
    }

    @Override
    public void release(double column, double row) {
        if (pressed.isEmpty()) {
            return;
        }
        drag(column, row);
        Polyline.Point from = pressed.get();
        Optional<Prompt> made = dragged ? box() : Optional.of(new Prompt.Point(from.column(), from.row(), !beside));
        pressed = Optional.empty();
        dragged = false;
        made.ifPresent(p -> {
            if (p instanceof Prompt.Box) {
                prompts.removeIf(Prompt.Box.class::isInstance);
            }
            prompts.add(p);
            ask();
        });
        show(pane);
    }

    @Override
    public void hover(PaneReading on, double column, double row) {
        // Only clicks say something.
    }

    @Override
    public void leave(PaneReading from) {
        // What was pointed at stays.
    }

    @Override
    public void confirm() {
        // A double click is two clicks; the command to accept a proposal accepts this one too.
    }

    @Override
    public void back() {
        if (prompts.size() > 1) {
            prompts.removeLast();
            ask();
            show(pane);
        } else {
            cancel();
        }
    }

    @Override
    public void cancel() {
        boolean mine = proposed;
        end();
        if (mine) {
            around.withdraw(frame);
        }
    }

    @Override
    public void end() {
        asked++;
        running.forEach(Runnable::run);
        running.clear();
        pressed = Optional.empty();
        dragged = false;
        proposed = false;
        if (!prompts.isEmpty()) {
            prompts.clear();
            around.hint("");
        }
        if (pane != null) {
            show(pane);
        }
    }

    private void ask() {
        Optional<PromptedModel> model = around.model();
        if (model.isEmpty()) {
            around.hint(Messages.Prompt_none);
            return;
        }
        int number = ++asked;
        PromptedModel.Question question = new PromptedModel.Question(frame, pixels, segment.label(), prompts);
        running.add(model.get().answer(question, new PromptedModel.Listener() {
            @Override
            public void working(String text) {
                say(text);
            }

            @Override
            public void answered(ProbabilityMap map, String name, double quality) {
                // What was asked before says less, and what was given up says nothing.
                if (number == asked) {
                    proposed = true;
                    around.propose(frame, map, name);
                    running.clear();
                    say(NLS.bind(Messages.Prompt_answered, Math.round(100 * Math.clamp(quality, 0.0, 1.0))));
                }
            }

            @Override
            public void failed(String reason) {
                say(reason);
            }

            private void say(String text) {
                if (number == asked) {
                    around.hint(text);
                }
            }
        }));
    }

    private Optional<Prompt> box() {
        return pressed.filter(p -> p.column() != last.column() && p.row() != last.row())
                .map(p -> new Prompt.Box(
                        Math.min(p.column(), last.column()),
                        Math.min(p.row(), last.row()),
                        Math.max(p.column(), last.column()),
                        Math.max(p.row(), last.row())));
    }

    private static boolean isInside(PaneReading on, double column, double row) {
        return column >= 0
                && row >= 0
                && column <= on.series().columns()
                && row <= on.series().rows();
    }

    private boolean mayPoint(PaneReading on) {
        Segment chosen = palette.segment();
        boolean shows = on.content().layers() instanceof PaneContent.Own
                || on.content().layers() instanceof PaneContent.Proposed;
        Optional<String> refusal = Optional.empty();
        if (around.isBlinded()) {
            refusal = Optional.of(Messages.Prompt_blinded);
        } else if (!shows) {
            refusal = Optional.of(Messages.Paint_notOwn);
        } else if (palette.isLocked(chosen.number())) {
            refusal = Optional.of(NLS.bind(Messages.Paint_locked, chosen.label()));
        } else if (!palette.isVisible(chosen.number())) {
            refusal = Optional.of(NLS.bind(Messages.Paint_hidden, chosen.label()));
        }
        refusal.ifPresent(around::hint);
        return refusal.isEmpty();
    }
}
