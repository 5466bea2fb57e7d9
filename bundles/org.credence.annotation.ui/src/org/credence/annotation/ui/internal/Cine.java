package org.credence.annotation.ui.internal;

import java.util.function.IntToDoubleFunction;
import org.eclipse.swt.widgets.Display;

/** Plays clips, at their own speed or a multiple of it, or as fast as their frames can be had. UI thread only. */
final class Cine {

    /** What is played. */
    interface Clip {
        /** Goes on to the next frame. */
        Step advance();

        /** The frame that is shown, from 0. */
        int position();

        /** How long a frame of the clip stays, in ms; not positive where that is unknown. */
        double frameTimeMs(int position);
    }

    /** How going on to the next frame went. */
    enum Step {
        SHOWN,
        /** It is not there yet; the cine shall ask again soon. */
        WAIT,
        /** There is none. */
        END
    }

    private static final int RETRY_MS = 3;
    private static final double WITHOUT_FRAME_TIME_MS = 1000.0 / 15;

    private final Display display;
    private final Clip clip;
    private final Runnable tick = this::tick;
    private final IntToDoubleFunction frameTimeMs;
    private boolean playing;
    private double speed = 1;
    private double dueMs;
    private double measuredFps;
    private double lastMs;
    private int shown;
    private int late;

    Cine(Display display, Clip clip) {
        this.display = display;
        this.clip = clip;
        frameTimeMs = position -> {
            double ms = clip.frameTimeMs(position);
            return (ms > 0 ? ms : WITHOUT_FRAME_TIME_MS) / speed;
        };
    }

    boolean isPlaying() {
        return playing;
    }

    /** Frames shown per second lately. */
    double framesPerSecond() {
        return measuredFps;
    }

    /** Frames shown since it last began to play. */
    int shown() {
        return shown;
    }

    /** How many of them were shown so late that the next one was due already. */
    int late() {
        return late;
    }

    double speed() {
        return speed;
    }

    /** Plays faster (above 1) or slower than the clip's own speed. */
    void speed(double factor) {
        speed = Math.clamp(factor, 1.0 / 16, 16.0);
    }

    void play() {
        if (!playing) {
            playing = true;
            measuredFps = 0;
            shown = 0;
            late = 0;
            lastMs = nowMs();
            dueMs = lastMs + stayMs();
            display.timerExec((int) Math.ceil(stayMs()), tick);
        }
    }

    void pause() {
        playing = false;
        display.timerExec(-1, tick);
    }

    private void tick() {
        if (!playing) {
            return;
        }
        switch (clip.advance()) {
            case END -> pause();
            case WAIT -> display.timerExec(RETRY_MS, tick);
            case SHOWN -> {
                double now = nowMs();
                double fps = 1000 / Math.max(1, now - lastMs);
                measuredFps = measuredFps == 0 ? fps : 0.9 * measuredFps + 0.1 * fps;
                lastMs = now;
                shown++;
                if (now > dueMs + stayMs()) {
                    // Late frames are not caught up with: a jump would look like motion of the tissue.
                    late++;
                    dueMs = now;
                }
                dueMs += stayMs();
                display.timerExec((int) Math.max(0, Math.round(dueMs - nowMs())), tick);
            }
        }
    }

    /** How long the frame that is shown stays. */
    private double stayMs() {
        return frameTimeMs.applyAsDouble(clip.position());
    }

    private static double nowMs() {
        return System.nanoTime() / 1e6;
    }
}
