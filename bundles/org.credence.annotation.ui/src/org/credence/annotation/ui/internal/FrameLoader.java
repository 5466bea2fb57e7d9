package org.credence.annotation.ui.internal;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameCache;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImagingException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Platform;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.osgi.util.NLS;

/**
 * Decodes the frame that is wanted now, then those that the cine will want next, in one Job. Asked on the UI thread;
 * tells on the Job's thread.
 */
final class FrameLoader {

    private static final int AHEAD = 16;

    private record Request(int position, int direction) {}

    private final ImageSeries series;
    private final FrameCache frames;
    private final IntConsumer settled;
    private final Map<Integer, String> failures = new ConcurrentHashMap<>();
    private final Job job;
    private volatile Request request = new Request(0, 1);

    /** @param settled called with a position once its frame is decoded or has failed, on the Job's thread */
    FrameLoader(ImageSeries series, FrameCache frames, IntConsumer settled) {
        this.series = series;
        this.frames = frames;
        this.settled = settled;
        this.job = Job.create(NLS.bind(Messages.Loader_job, series), this::decode);
        job.setSystem(true);
        job.setPriority(Job.INTERACTIVE);
    }

    /** The frame if it is decoded; never blocks. */
    Optional<Frame> peek(int position) {
        return frames.peek(series, position);
    }

    /** Why a frame could not be decoded, if that was tried. */
    Optional<String> failure(int position) {
        return Optional.ofNullable(failures.get(position));
    }

    /** Whether there is anything to show for a position: its frame, or why there is none. */
    boolean isSettled(int position) {
        return failures.containsKey(position) || peek(position).isPresent();
    }

    /** Asks for a frame, and for those after it ({@code direction} 1) or before it (-1). */
    void want(int position, int direction) {
        request = new Request(position, direction);
        job.schedule();
    }

    void dispose() {
        job.cancel();
    }

    private IStatus decode(IProgressMonitor monitor) {
        Request served = null;
        int step = 0;
        while (!monitor.isCanceled()) {
            Request now = request;
            if (now != served) {
                served = now;
                step = 0;
            }
            int count = series.frames().size();
            if (step > Math.min(AHEAD, count - 1)) {
                break;
            }
            int position = Math.floorMod(now.position() + now.direction() * step, count);
            if (!isSettled(position)) {
                settle(position);
            }
            step++;
        }
        return Status.OK_STATUS;
    }

    private void settle(int position) {
        try {
            frames.get(series, position);
        } catch (ImagingException e) {
            failures.put(position, e.getMessage());
        } catch (RuntimeException | LinkageError e) {
            // A decoder's own mistake costs its frame, not the clip; it is shown in the frame's place and logged.
            failures.put(position, NLS.bind(Messages.Loader_unexpected, position + 1, e));
            Platform.getLog(FrameLoader.class).error("Decoding failed unexpectedly", e);
        }
        settled.accept(position);
    }
}
