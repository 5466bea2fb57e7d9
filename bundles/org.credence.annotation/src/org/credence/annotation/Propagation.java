package org.credence.annotation;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.credence.imaging.FrameRef;
import org.credence.imaging.Progress;

/**
 * Carries what is painted on a frame to the frames beside it, less sure with every frame: a pixel of {@code p} percent is
 * {@code p - n * decayPerFrame} percent sure {@code n} frames away, and not painted where that is not above 0.
 *
 * @param decayPerFrame percents lost per frame, 1 to 100
 * @param mode how it meets what is painted on the other frames; pixels that are not painted on the source are left alone
 */
public record Propagation(int decayPerFrame, Brush.Mode mode) {

    /** Loses five percents per frame, and never lowers what a reader has painted. */
    public static final Propagation GENTLE = new Propagation(5, Brush.Mode.RAISE);

    public Propagation {
        if (decayPerFrame < 1 || decayPerFrame > Confidence.FULL) {
            throw new IllegalArgumentException(
                    "Propagated paint loses 1 to 100 percents per frame, got: " + decayPerFrame);
        }
    }

    /**
     * Works out the edit; takes some milliseconds per frame and segment, on any thread.
     *
     * @param segments their numbers
     * @param source the frame to carry from
     * @param frames how many frames to carry it to: forwards in viewing order, backwards if negative. Frames that are
     *     complete stay as they are; the clip's ends are not passed
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public Revision from(
            AnnotationSnapshot annotation,
            FrameRef source,
            int frames,
            Collection<Integer> segments,
            Progress progress) {
        List<FrameRef> order = annotation.frames();
        int start = order.indexOf(source);
        if (start < 0) {
            throw new IllegalArgumentException("Frame " + source + " does not belong to this series");
        }
        Map<LayerKey, ConfidenceLayer> layers = new HashMap<>();
        int direction = Integer.signum(frames);
        for (int n = 1; n <= Math.abs(frames); n++) {
            int position = start + n * direction;
            int lost = n * decayPerFrame;
            if (position < 0 || position >= order.size() || lost >= Confidence.FULL) {
                break;
            }
            progress.checkCancelled();
            progress.report((double) n / Math.abs(frames), "Propagating to frame " + (position + 1));
            FrameRef frame = order.get(position);
            if (annotation.state(frame) == FrameState.COMPLETE) {
                continue;
            }
            for (int segment : Set.copyOf(segments)) {
                layers.put(
                        new LayerKey(frame, segment),
                        carried(annotation.layer(source, segment), annotation.layer(frame, segment), lost));
            }
        }
        return new Revision(annotation, layers);
    }

    private ConfidenceLayer carried(ConfidenceLayer source, ConfidenceLayer there, int lost) {
        byte[] percents = there.percents();
        byte[] from = source.percents();
        for (int i = 0; i < from.length; i++) {
            if (from[i] > lost) {
                percents[i] = (byte) mode.of(percents[i], from[i] - lost);
            }
        }
        return ConfidenceLayer.of(there.columns(), there.rows(), percents);
    }
}
