package org.credence.annotation.ui.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
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
 * Decodes the frames that panes want now, then those that they will want next, in two Jobs; what several panes want is
 * decoded once. Asked on the UI thread; tells on the Jobs' threads.
 */
final class FrameLoader {

    private static final int AHEAD = 16;
    private static final int JOBS = 2;

    private record Request(ImageSeries series, int position, int direction) {}

    private record Place(ImageSeries series, int position) {}

    private final FrameCache frames;
    private final BiConsumer<ImageSeries, Integer> settled;
    private final List<Job> jobs = new ArrayList<>();
    // Guarded by this, as is all that follows.
    private final Map<Object, Request> requests = new LinkedHashMap<>();
    private final Map<Place, String> failures = new HashMap<>();
    private final Set<Place> underWay = new HashSet<>();

    /** @param settled called with a series and a position once that frame is decoded or has failed, on a Job's thread */
    FrameLoader(String name, FrameCache frames, BiConsumer<ImageSeries, Integer> settled) {
        this.frames = frames;
        this.settled = settled;
        for (int i = 0; i < JOBS; i++) {
            Job job = Job.create(NLS.bind(Messages.Loader_job, name), this::decode);
            job.setSystem(true);
            job.setPriority(Job.INTERACTIVE);
            jobs.add(job);
        }
    }

    /** The frame if it is decoded; never blocks. */
    Optional<Frame> peek(ImageSeries series, int position) {
        return frames.peek(series, position);
    }

    /** Why a frame could not be decoded, if that was tried. */
    synchronized Optional<String> failure(ImageSeries series, int position) {
        return Optional.ofNullable(failures.get(new Place(series, position)));
    }

    /** Whether there is anything to show for a position: its frame, or why there is none. */
    boolean isSettled(ImageSeries series, int position) {
        return failure(series, position).isPresent() || peek(series, position).isPresent();
    }

    /**
     * Asks for a frame, and for those after it ({@code direction} 1) or before it (-1).
     *
     * @param who wants it now instead of what they wanted before
     */
    void want(Object who, ImageSeries series, int position, int direction) {
        synchronized (this) {
            requests.put(who, new Request(series, position, direction));
        }
        jobs.forEach(Job::schedule);
    }

    /** Forgets what somebody wanted. */
    synchronized void forget(Object who) {
        requests.remove(who);
    }

    void dispose() {
        jobs.forEach(Job::cancel);
        synchronized (this) {
            requests.clear();
        }
    }

    private IStatus decode(IProgressMonitor monitor) {
        Optional<Place> next = claim();
        while (next.isPresent() && !monitor.isCanceled()) {
            settle(next.get());
            next = claim();
        }
        return Status.OK_STATUS;
    }

    /** The nearest frame that is wanted and that nobody decodes yet. */
    private synchronized Optional<Place> claim() {
        for (int step = 0; step <= AHEAD; step++) {
            for (Request r : requests.values()) {
                int count = r.series().frames().size();
                if (step >= count) {
                    continue;
                }
                Place place = new Place(r.series(), Math.floorMod(r.position() + r.direction() * step, count));
                if (!failures.containsKey(place)
                        && !underWay.contains(place)
                        && frames.peek(place.series(), place.position()).isEmpty()) {
                    underWay.add(place);
                    return Optional.of(place);
                }
            }
        }
        return Optional.empty();
    }

    private void settle(Place place) {
        String failure = null;
        try {
            frames.get(place.series(), place.position());
        } catch (ImagingException e) {
            failure = e.getMessage();
        } catch (RuntimeException | LinkageError e) {
            // A decoder's own mistake costs its frame, not the clip; it is shown in the frame's place and logged.
            failure = NLS.bind(Messages.Loader_unexpected, place.position() + 1, e);
            Platform.getLog(FrameLoader.class).error("Decoding failed unexpectedly", e);
        }
        synchronized (this) {
            underWay.remove(place);
            if (failure != null) {
                failures.put(place, failure);
            }
        }
        settled.accept(place.series(), place.position());
    }
}
