package org.credence.annotation.ui.internal;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Event;

/**
 * What the mouse means on a pane: the left button works with the tool in hand, right drag changes the window, middle or
 * Shift and left drag pans, the wheel changes the frame, Ctrl and wheel zooms at the pointer.
 */
final class PanePointer {

    /** Who acts on it. */
    interface Actions {
        /** The tool in the reader's hand. */
        PointerTool hand();

        /** The reader turns to this pane. */
        void activate(PaneReading pane);

        /** The pointer was dragged by this many points to change the window. */
        void dragWindow(int dx, int dy);

        void stepFrames(int steps);

        /** The pointer is at a place of the image. */
        void pointAt(PaneReading pane, double column, double row);

        void pointNowhere();
    }

    private enum Drag {
        NONE,
        HAND,
        WINDOW,
        PAN
    }

    private static final double ZOOM_STEP = 1.15;

    private final PaneReading reading;
    private final FramePane pane;
    private final Actions actions;
    private Drag drag = Drag.NONE;
    private int lastX;
    private int lastY;

    PanePointer(PaneReading reading, Actions actions) {
        this.reading = reading;
        this.pane = reading.pane();
        this.actions = actions;
        Canvas canvas = pane.canvas();
        canvas.addListener(SWT.MouseDown, this::press);
        canvas.addListener(SWT.MouseMove, this::move);
        canvas.addListener(SWT.MouseUp, this::release);
        canvas.addListener(SWT.MouseDoubleClick, e -> {
            if (e.button == 1) {
                actions.hand().confirm();
            }
        });
        canvas.addListener(SWT.MouseExit, e -> {
            if (drag == Drag.NONE) {
                actions.hand().leave(reading);
                actions.pointNowhere();
            }
        });
        canvas.addListener(SWT.MouseVerticalWheel, this::wheel);
        canvas.addListener(SWT.FocusIn, e -> actions.activate(reading));
        canvas.addListener(SWT.KeyDown, this::key);
    }

    private void press(Event event) {
        pane.canvas().setFocus();
        if (drag != Drag.NONE) {
            return;
        }
        lastX = event.x;
        lastY = event.y;
        if (event.button == 2 || event.button == 1 && (event.stateMask & SWT.SHIFT) != 0) {
            drag = Drag.PAN;
        } else if (event.button == 1) {
            drag = Drag.HAND;
            actions.activate(reading);
            double column = pane.toColumn(event.x, event.y);
            double row = pane.toRow(event.x, event.y);
            if ((event.stateMask & (SWT.MOD1 | SWT.ALT)) != 0) {
                actions.hand().pressOpposite(reading, column, row);
            } else {
                actions.hand().press(reading, column, row);
            }
        } else if (event.button == 3) {
            drag = Drag.WINDOW;
        }
    }

    private void move(Event event) {
        double column = pane.toColumn(event.x, event.y);
        double row = pane.toRow(event.x, event.y);
        switch (drag) {
            case HAND -> actions.hand().drag(column, row);
            case WINDOW -> actions.dragWindow(event.x - lastX, event.y - lastY);
            case PAN -> pane.pan(event.x - lastX, event.y - lastY);
            case NONE -> actions.hand().hover(reading, column, row);
        }
        lastX = event.x;
        lastY = event.y;
        actions.pointAt(reading, pane.toColumn(event.x, event.y), pane.toRow(event.x, event.y));
    }

    private void release(Event event) {
        boolean ends = switch (drag) {
            case HAND -> event.button == 1;
            case WINDOW -> event.button == 3;
            case PAN -> event.button == 2 || event.button == 1;
            case NONE -> false;
        };
        if (ends) {
            boolean hand = drag == Drag.HAND;
            drag = Drag.NONE;
            if (hand) {
                actions.hand().release(pane.toColumn(event.x, event.y), pane.toRow(event.x, event.y));
            }
        }
    }

    private void wheel(Event event) {
        event.doit = false;
        int steps = event.count > 0 ? 1 : -1;
        if ((event.stateMask & SWT.MOD1) != 0) {
            if (drag != Drag.HAND) {
                pane.zoom(Math.pow(ZOOM_STEP, steps), event.x, event.y);
            }
        } else if (!actions.hand().isUnderWay()) {
            actions.activate(reading);
            actions.stepFrames(-steps);
        }
    }

    private void key(Event event) {
        PointerTool hand = actions.hand();
        if (!hand.takesKeys()) {
            return;
        }
        switch (event.keyCode) {
            case SWT.ESC -> {
                drag = Drag.NONE;
                hand.cancel();
            }
            case SWT.CR, SWT.KEYPAD_CR -> hand.confirm();
            case SWT.BS, SWT.DEL -> hand.back();
            default -> {}
        }
    }
}
