package org.credence.annotation.ui.internal;

import java.util.function.IntSupplier;
import org.credence.imaging.FrameTiming;
import org.eclipse.swt.widgets.Display;

/** Plays a clip in a loop, at the clip's own speed or as fast as its frames can be had. UI thread only. */
final class Cine {

    /** What is played. */
    interface Clip {
        /** Goes on to the next frame; false if it is not there yet, and the cine shall ask again soon. */
        boolean advance();
    }

    private static final int RETRY_MS = 5;
    private static final double WITHOUT_FRAME_TIME_MS = 1000.0 / 15;

    private final Display display;
    private final FrameTiming timing;
    private final IntSupplier position;
    private final Clip clip;
    private final Runnable tick = this::tick;
    private boolean playing;
    private double dueMs;
    private double measuredFps;
    private double lastMs;

    /**
     * @param timing of the clip; where unknown, it plays at 15 frames a second
     * @param position says which frame is shown, from 0
     */
    Cine(Display display, FrameTiming timing, IntSupplier position, Clip clip) {
        this.display = display;
        this.timing = timing;
        this.position = position;
        this.clip = clip;
    }

    boolean isPlaying() {
        return playing;
    }

    /** Frames shown per second lately. */
    double framesPerSecond() {
        return measuredFps;
    }

    void play() {
        if (!playing) {
            playing = true;
            measuredFps = 0;
            lastMs = nowMs();
            dueMs = lastMs + frameTimeMs();
            display.timerExec((int) Math.ceil(frameTimeMs()), tick);
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
        double now = nowMs();
        if (!clip.advance()) {
            dueMs = now;
            display.timerExec(RETRY_MS, tick);
            return;
        }
        double fps = 1000 / Math.max(1, now - lastMs);
        measuredFps = measuredFps == 0 ? fps : 0.9 * measuredFps + 0.1 * fps;
        lastMs = now;
        // Late frames are not caught up with: a jump would look like motion of the tissue.
        dueMs = Math.max(dueMs + frameTimeMs(), now + 1);
        display.timerExec((int) Math.max(1, Math.round(dueMs - nowMs())), tick);
    }

    /** How long the frame that is shown stays. */
    private double frameTimeMs() {
        double ms = timing.afterMs(position.getAsInt());
        return ms > 0 ? ms : WITHOUT_FRAME_TIME_MS;
    }

    private static double nowMs() {
        return System.nanoTime() / 1e6;
    }
}
