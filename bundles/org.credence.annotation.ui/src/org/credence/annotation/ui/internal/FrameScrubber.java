package org.credence.annotation.ui.internal;

import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.credence.annotation.FrameState;
import org.credence.annotation.ui.WidgetIds;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.events.PaintEvent;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;

/**
 * The strip below the image: where the clip is, and per frame whether it is untouched (thin line), in progress (half a
 * bar) or complete (a full bar), and above it how far other readers differ. UI thread only.
 */
final class FrameScrubber {

    private static final Color COMPLETE = new Color(0x2F, 0xA0, 0x7A);
    private static final Color IN_PROGRESS = new Color(0xD9, 0x9A, 0x2B);
    private static final Color TRACK = new Color(0x80, 0x86, 0x8E);
    private static final Color HEAD = new Color(0x4C, 0x9B, 0xE8);
    private static final Color DISAGREEMENT = new Color(0xE0, 0x5A, 0x4E);
    private static final int MARGIN = 8;
    private static final int HIGHEST_DISAGREEMENT = 6;

    private final Canvas canvas;
    private final int count;
    private final IntFunction<FrameState> states;
    private final IntConsumer goTo;
    private int position;
    private double[] disagreement = {};

    FrameScrubber(Composite parent, int count, IntFunction<FrameState> states, IntConsumer goTo) {
        this.count = count;
        this.states = states;
        this.goTo = goTo;
        canvas = new Canvas(parent, SWT.DOUBLE_BUFFERED);
        canvas.setData(WidgetIds.KEY, WidgetIds.SCRUBBER);
        canvas.setToolTipText(Messages.Scrubber_toolTip);
        canvas.getAccessible().addAccessibleListener(new AccessibleAdapter() {
            @Override
            public void getName(AccessibleEvent event) {
                event.result = NLS.bind(Messages.Header_frame, position + 1, count);
            }
        });
        canvas.addPaintListener(this::paint);
        canvas.addListener(SWT.MouseDown, this::drag);
        canvas.addListener(SWT.MouseMove, e -> {
            if ((e.stateMask & SWT.BUTTON1) != 0) {
                drag(e);
            }
        });
    }

    Canvas canvas() {
        return canvas;
    }

    void show(int next) {
        position = next;
        canvas.redraw();
    }

    /** Shows per frame how far readers differ, 0 to 1; nothing if empty. */
    void disagreement(double[] byFrame) {
        disagreement = byFrame;
        canvas.redraw();
    }

    /** The horizontal middle of a frame's mark, in the canvas' points. */
    int xOf(int frame) {
        int width = canvas.getClientArea().width - 2 * MARGIN;
        return MARGIN + (int) ((frame + 0.5) * width / count);
    }

    private void drag(Event event) {
        if (event.button > 1) {
            return;
        }
        int width = Math.max(1, canvas.getClientArea().width - 2 * MARGIN);
        goTo.accept(Math.clamp((long) (event.x - MARGIN) * count / width, 0, count - 1));
    }

    private void paint(PaintEvent event) {
        GC gc = event.gc;
        Point size = canvas.getSize();
        int width = Math.max(1, size.x - 2 * MARGIN);
        int middle = size.y / 2;
        gc.setBackground(canvas.getParent().getBackground());
        gc.fillRectangle(0, 0, size.x, size.y);
        gc.setAntialias(SWT.ON);
        gc.setBackground(TRACK);
        gc.setAlpha(90);
        gc.fillRoundRectangle(MARGIN, middle - 1, width, 3, 3, 3);
        gc.setAlpha(255);
        for (int f = 0; f < count; f++) {
            FrameState state = states.apply(f);
            if (state == FrameState.UNTOUCHED) {
                continue;
            }
            int left = MARGIN + (int) ((long) f * width / count);
            int right = MARGIN + (int) ((long) (f + 1) * width / count);
            boolean complete = state == FrameState.COMPLETE;
            int half = complete ? 7 : 4;
            gc.setBackground(complete ? COMPLETE : IN_PROGRESS);
            int gap = right - left > 4 ? 1 : 0;
            gc.fillRectangle(left + gap, middle - half, Math.max(2, right - left - 2 * gap), 2 * half + 1);
        }
        gc.setBackground(DISAGREEMENT);
        for (int f = 0; f < Math.min(count, disagreement.length); f++) {
            int height = (int) Math.ceil(HIGHEST_DISAGREEMENT * disagreement[f]);
            int left = MARGIN + (int) ((long) f * width / count);
            int right = MARGIN + (int) ((long) (f + 1) * width / count);
            if (height > 0) {
                gc.fillRectangle(left, HIGHEST_DISAGREEMENT - height, Math.max(1, right - left - 1), height);
            }
        }
        int x = xOf(position);
        gc.setBackground(HEAD);
        gc.fillRoundRectangle(x - 2, middle - 11, 5, 23, 4, 4);
    }
}
