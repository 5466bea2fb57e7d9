package org.credence.phantom;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.FrameState;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.LayerKey;
import org.credence.annotation.Reader;
import org.credence.annotation.Segment;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Progress;
import org.credence.phantom.internal.Painting;

/**
 * A reader who looks at synthetic clips and paints, with known faults.
 *
 * <p>Where the panel sees a structure with probability p, this reader believes {@code logistic(slope * logit(p) + bias +
 * doubt)}, where doubt is smooth noise over the image that stays with the reader throughout a clip. The reader then paints
 * as people do: each connected piece of a structure in a few flat regions (a sure core, less sure rims), each with its
 * mean belief in steps of {@code stepPercent}. A slope above 1 makes an over-confident reader, below 1 an under-confident
 * one; a positive bias one who calls too much.
 *
 * @param reader who signs
 * @param slope of belief over truth, on the logit scale; above 0
 * @param bias added to the belief, on the logit scale
 * @param doubt standard deviation of the smooth noise, on the logit scale
 * @param wobblePixels standard deviation of how far boundaries are drawn from where they are
 * @param missRate probability that a faint structure (at most half of the panel sees it) is overlooked
 * @param stepPercent grain of the confidences that this reader uses, such as 5 or 10
 * @param seed decides the noise
 */
public record SimulatedReader(
        Reader reader,
        double slope,
        double bias,
        double doubt,
        double wobblePixels,
        double missRate,
        int stepPercent,
        long seed) {

    public SimulatedReader {
        if (!(slope > 0) || doubt < 0 || wobblePixels < 0) {
            throw new IllegalArgumentException("A reader needs a slope above 0 and no negative noise, got: slope "
                    + slope + ", doubt " + doubt + ", wobble " + wobblePixels);
        }
        if (!(missRate >= 0 && missRate <= 1)) {
            throw new IllegalArgumentException("A miss rate lies between 0 and 1, got: " + missRate);
        }
        if (stepPercent < 1 || stepPercent > 50) {
            throw new IllegalArgumentException("Steps of confidence lie between 1 and 50 %, got: " + stepPercent);
        }
    }

    /** Three readers: one well calibrated, one over-confident who also calls too much, one under-confident. */
    public static List<SimulatedReader> defaults(long seed) {
        return List.of(
                new SimulatedReader(
                        new Reader("R1", "Reader 1, well calibrated"), 1.0, 0, 0.35, 0.8, 0.1, 10, seed + 1),
                new SimulatedReader(
                        new Reader("R2", "Reader 2, over-confident"), 2.2, 0.8, 0.45, 1.2, 0.15, 10, seed + 2),
                new SimulatedReader(
                        new Reader("R3", "Reader 3, under-confident"), 0.5, -0.5, 0.35, 1.0, 0.2, 5, seed + 3));
    }

    /**
     * Reads some frames of a clip.
     *
     * @param clip what the series shows
     * @param series the clip as it was read back from a file; its frames are matched by SOP Instance UID and number
     * @param stride every stride-th frame is read, beginning with the first, and then complete; the others stay untouched
     * @return what the reader painted
     * @throws IllegalArgumentException if the series does not show the clip
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public AnnotationSnapshot read(PhantomClip clip, ImageSeries series, int stride, Progress progress) {
        return readTogether(List.of(this), clip, series, stride, progress).get(0);
    }

    /**
     * Lets several readers read the same frames, independently of each other; faster than one after the other.
     *
     * @return what each reader painted, in the order of {@code readers}
     * @see #read
     */
    public static List<AnnotationSnapshot> readTogether(
            List<SimulatedReader> readers, PhantomClip clip, ImageSeries series, int stride, Progress progress) {
        if (stride < 1) {
            throw new IllegalArgumentException("A stride is at least 1, got: " + stride);
        }
        if (series.columns() != clip.size() || series.rows() != clip.size()) {
            throw new IllegalArgumentException("The series has frames of " + series.columns() + " x " + series.rows()
                    + ", the clip " + clip + " of " + clip.size() + " x " + clip.size());
        }
        LabelScheme scheme = LabelScheme.lungUltrasound();
        List<Map<LayerKey, ConfidenceLayer>> layers = new ArrayList<>();
        List<Painting> paintings = new ArrayList<>();
        for (SimulatedReader reader : readers) {
            layers.add(new HashMap<>());
            paintings.add(new Painting(reader, clip.sopInstanceUid(), clip.size()));
        }
        Map<FrameRef, FrameState> states = new HashMap<>();
        for (FrameRef frame : series.frames()) {
            progress.checkCancelled();
            if (!frame.sopInstanceUid().equals(clip.sopInstanceUid()) || frame.frameNumber() > clip.frameCount()) {
                throw new IllegalArgumentException("Frame " + frame + " does not show the clip " + clip);
            }
            int index = frame.frameNumber() - 1;
            if (index % stride != 0) {
                continue;
            }
            ProbabilityMap truth = clip.truth(index).probabilities();
            for (int r = 0; r < readers.size(); r++) {
                read(truth, paintings.get(r), scheme, frame, layers.get(r));
            }
            states.put(frame, FrameState.COMPLETE);
            progress.report((index + 1.0) / clip.frameCount(), clip.toString());
        }
        List<AnnotationSnapshot> snapshots = new ArrayList<>();
        for (int r = 0; r < readers.size(); r++) {
            snapshots.add(new AnnotationSnapshot(
                    readers.get(r).reader(),
                    scheme,
                    series.info().seriesUid(),
                    clip.size(),
                    clip.size(),
                    series.frames(),
                    layers.get(r),
                    states));
        }
        return snapshots;
    }

    private static void read(
            ProbabilityMap truth,
            Painting painting,
            LabelScheme scheme,
            FrameRef frame,
            Map<LayerKey, ConfidenceLayer> layers) {
        for (Segment segment : scheme.segments()) {
            byte[] painted = painting.paint(truth, truth.segments().indexOf(segment.label()));
            layers.put(
                    new LayerKey(frame, segment.number()), ConfidenceLayer.of(truth.columns(), truth.rows(), painted));
        }
    }
}
