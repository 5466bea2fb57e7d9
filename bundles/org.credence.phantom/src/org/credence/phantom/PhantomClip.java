package org.credence.phantom;

import java.util.ArrayList;
import java.util.List;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.Segment;
import org.credence.imaging.Clip;
import org.credence.imaging.Frame;
import org.credence.imaging.PixelRect;
import org.credence.imaging.PixelSpacing;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Progress;
import org.credence.imaging.SeriesInfo;
import org.credence.phantom.internal.LungScene;

/**
 * One synthetic clip: frames and truth, both computed when asked for, so that a cohort needs hardly any memory. Immutable;
 * the same frame is the same pixels each time.
 */
public final class PhantomClip {

    private final SeriesInfo series;
    private final String sopInstanceUid;
    private final String zone;
    private final LungScene scene;
    private final int size;
    private final int frameCount;
    private final double frameTimeMs;
    private final PixelSpacing spacing;

    PhantomClip(
            SeriesInfo series,
            String sopInstanceUid,
            String zone,
            LungScene scene,
            CohortPlan plan,
            PixelSpacing spacing) {
        this.series = series;
        this.sopInstanceUid = sopInstanceUid;
        this.zone = zone;
        this.scene = scene;
        this.size = plan.size();
        this.frameCount = plan.framesPerClip();
        this.frameTimeMs = plan.frameTimeMs();
        this.spacing = spacing;
    }

    /** What a file of this clip says about its series. */
    public SeriesInfo series() {
        return series;
    }

    /** The identity of the clip's image object; the way from a file that was read back to its truth. */
    public String sopInstanceUid() {
        return sopInstanceUid;
    }

    /** The lung zone, such as {@code R1}. */
    public String zone() {
        return zone;
    }

    public int frameCount() {
        return frameCount;
    }

    /** Columns and rows of the frames. */
    public int size() {
        return size;
    }

    public PixelSpacing spacing() {
        return spacing;
    }

    /** A frame, 8-bit gray; takes tens of ms. */
    public Frame frame(int index) {
        return Frame.gray(size, size, scene.gray(timeMs(index)));
    }

    /** What is really there on a frame; takes tens of ms. */
    public Truth truth(int index) {
        double timeMs = timeMs(index);
        List<String> labels = LabelScheme.lungUltrasound().segments().stream()
                .map(Segment::label)
                .toList();
        return new Truth(
                new ProbabilityMap(size, size, labels, scene.truth(timeMs)),
                scene.probe().fan(),
                scene.lungField(timeMs));
    }

    /**
     * All frames, ready to be written as a file.
     *
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public Clip render(Progress progress) {
        List<Frame> frames = new ArrayList<>();
        for (int f = 0; f < frameCount; f++) {
            progress.checkCancelled();
            frames.add(frame(f));
            progress.report((f + 1.0) / frameCount, series.patientId() + " " + zone);
        }
        return new Clip(series, sopInstanceUid, 1, frames, spacing, frameTimeMs, new PixelRect(0, 0, size, size));
    }

    private double timeMs(int index) {
        if (index < 0 || index >= frameCount) {
            throw new IndexOutOfBoundsException("Frame " + index + " of a clip with " + frameCount + " frames");
        }
        return index * frameTimeMs;
    }

    @Override
    public String toString() {
        return series.patientId() + " " + series.studyDate() + " " + zone;
    }
}
