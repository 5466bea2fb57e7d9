package org.credence.annotation.ui.internal;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Event;

/**
 * What the mouse means on the pane: left drag paints, right drag changes the window, middle or Shift and left drag
 * pans, the wheel changes the frame, Ctrl and wheel zooms at the pointer.
 */
final class PanePointer {

    /** Who acts on it; coordinates are image columns and rows. */
    interface Actions {
        void beginStroke(double column, double row);

        void continueStroke(double column, double row);

        void endStroke();

        void cancelStroke();

        /** The pointer was dragged by this many points to change the window. */
        void dragWindow(int dx, int dy);

        void stepFrames(int steps);

        void pointAt(double column, double row);

        void pointNowhere();
    }

    private enum Drag {
        NONE,
        STROKE,
        WINDOW,
        PAN
    }

    private static final double ZOOM_STEP = 1.15;

    private final FramePane pane;
    private final Actions actions;
    private Drag drag = Drag.NONE;
    private int lastX;
    private int lastY;

    PanePointer(FramePane pane, Actions actions) {
        this.pane = pane;
        this.actions = actions;
        Canvas canvas = pane.canvas();
        canvas.addListener(SWT.MouseDown, this::press);
        canvas.addListener(SWT.MouseMove, this::move);
        canvas.addListener(SWT.MouseUp, this::release);
        canvas.addListener(SWT.MouseExit, e -> actions.pointNowhere());
        canvas.addListener(SWT.MouseVerticalWheel, this::wheel);
        canvas.addListener(SWT.KeyDown, e -> {
            if (e.keyCode == SWT.ESC && drag == Drag.STROKE) {
                drag = Drag.NONE;
                actions.cancelStroke();
            }
        });
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
            drag = Drag.STROKE;
            actions.beginStroke(pane.toColumn(event.x), pane.toRow(event.y));
        } else if (event.button == 3) {
            drag = Drag.WINDOW;
        }
    }

    private void move(Event event) {
        double column = pane.toColumn(event.x);
        double row = pane.toRow(event.y);
        switch (drag) {
            case STROKE -> actions.continueStroke(column, row);
            case WINDOW -> actions.dragWindow(event.x - lastX, event.y - lastY);
            case PAN -> pane.pan(event.x - lastX, event.y - lastY);
            case NONE -> {}
        }
        lastX = event.x;
        lastY = event.y;
        actions.pointAt(pane.toColumn(event.x), pane.toRow(event.y));
    }

    private void release(Event event) {
        boolean ends = switch (drag) {
            case STROKE -> event.button == 1;
            case WINDOW -> event.button == 3;
            case PAN -> event.button == 2 || event.button == 1;
            case NONE -> false;
        };
        if (ends) {
            boolean stroke = drag == Drag.STROKE;
            drag = Drag.NONE;
            if (stroke) {
                actions.endStroke();
            }
        }
    }

    private void wheel(Event event) {
        event.doit = false;
        if (drag == Drag.STROKE) {
            return;
        }
        int steps = event.count > 0 ? 1 : -1;
        if ((event.stateMask & SWT.MOD1) != 0) {
            pane.zoom(Math.pow(ZOOM_STEP, steps), event.x, event.y);
        } else {
            actions.stepFrames(-steps);
        }
    }
}
