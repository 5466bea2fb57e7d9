package org.credence.annotation.ui.internal;

import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.credence.annotation.FrameState;
import org.credence.annotation.ui.WidgetIds;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.eclipse.swt.widgets.ToolBar;
import org.eclipse.swt.widgets.ToolItem;

/** The strip below the panes: the cine, where the clip is, and how far the reader is with it. UI thread only. */
final class EditorStrip {

    private static final double[] SPEEDS = {0.25, 0.5, 1, 1.5, 2, 4};

    /** What the reader asks for. */
    interface Actions {
        void togglePlaying();

        void speed(double factor);

        double speed();

        void loop(boolean on);

        boolean isLooping();

        void toggleComplete();
    }

    private final ToolItem play;
    private final ToolItem complete;
    private final FrameScrubber scrubber;
    private final Label counter;
    private final EditorIcons icons;

    EditorStrip(
            Composite parent,
            EditorIcons icons,
            int frames,
            IntFunction<FrameState> states,
            IntConsumer goTo,
            Actions actions) {
        this.icons = icons;
        Composite strip = EditorBody.row(parent, 4);
        ToolBar player = new ToolBar(strip, SWT.FLAT);
        play = new ToolItem(player, SWT.DROP_DOWN);
        play.setImage(icons.get("play"));
        play.setToolTipText(Messages.Cine_play);
        play.setData(WidgetIds.KEY, WidgetIds.PLAY);
        play.addListener(SWT.Selection, e -> {
            if (e.detail == SWT.ARROW) {
                Menus.below(play, menu -> offer(menu, actions));
            } else {
                actions.togglePlaying();
            }
        });
        play.setEnabled(frames > 1);
        scrubber = new FrameScrubber(strip, frames, states, goTo);
        GridData scrubberData = new GridData(SWT.FILL, SWT.CENTER, true, false);
        scrubberData.heightHint = 28;
        scrubber.canvas().setLayoutData(scrubberData);
        counter = new Label(strip, SWT.RIGHT);
        GridData counterData = new GridData(SWT.RIGHT, SWT.CENTER, false, false);
        counterData.widthHint = 90;
        counter.setLayoutData(counterData);
        ToolBar bar = new ToolBar(strip, SWT.FLAT | SWT.RIGHT);
        complete = new ToolItem(bar, SWT.CHECK);
        complete.setImage(icons.get("complete"));
        complete.setText(Messages.Complete_label);
        complete.setToolTipText(Messages.Complete_toolTip);
        complete.setData(WidgetIds.KEY, WidgetIds.COMPLETE);
        complete.addListener(SWT.Selection, e -> actions.toggleComplete());
    }

    private static void offer(Menu menu, Actions actions) {
        for (double speed : SPEEDS) {
            MenuItem item = new MenuItem(menu, SWT.RADIO);
            item.setText(org.eclipse.osgi.util.NLS.bind(
                    Messages.Cine_speed,
                    speed == Math.rint(speed) ? Long.toString((long) speed) : Double.toString(speed)));
            item.setSelection(Math.abs(actions.speed() - speed) < 0.01);
            item.addListener(SWT.Selection, e -> {
                if (item.getSelection()) {
                    actions.speed(speed);
                }
            });
        }
        new MenuItem(menu, SWT.SEPARATOR);
        MenuItem loop = new MenuItem(menu, SWT.CHECK);
        loop.setText(Messages.Cine_loop);
        loop.setSelection(actions.isLooping());
        loop.addListener(SWT.Selection, e -> actions.loop(loop.getSelection()));
    }

    /** Shows where the clip is. */
    void show(int position, int count, boolean playing, FrameState state) {
        counter.setText(position + 1 + " / " + count);
        play.setImage(icons.get(playing ? "pause" : "play"));
        play.setToolTipText(playing ? Messages.Cine_pause : Messages.Cine_play);
        complete.setSelection(state == FrameState.COMPLETE);
        scrubber.show(position);
    }

    /** Shows per frame how far readers differ, 0 to 1; nothing if empty. */
    void disagreement(double[] byFrame) {
        scrubber.disagreement(byFrame);
    }

    /** Whether a frame of this clip can be marked as complete. */
    void ofOwnSeries(boolean own) {
        complete.setEnabled(own);
    }
}
