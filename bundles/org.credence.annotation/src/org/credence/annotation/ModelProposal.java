package org.credence.annotation;

import java.util.HashMap;
import java.util.Map;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Progress;

/**
 * What a model proposes for frames of a series, for a reader to take over.
 *
 * @param model the model's name, which the segments' {@link Provenance} gets; 1 to 256 characters
 * @param frames what it says about each
 * @param leastPercent probabilities below this are not taken over, 1 to 100
 */
public record ModelProposal(String model, Map<FrameRef, ProbabilityMap> frames, int leastPercent) {

    public ModelProposal {
        frames = Map.copyOf(frames);
        if (Confidence.check(leastPercent) == Confidence.NONE) {
            throw new IllegalArgumentException("The least percent to take over is 1 to 100, got: 0");
        }
        Provenance.MANUAL.with(model);
    }

    /**
     * Works out the edit that puts the proposal's percents into layers; takes some milliseconds per frame and segment, on any
     * thread. The proposal's segments are those of the scheme with the same label; others are left out. Frames that are
     * accepted are in progress, not complete: a reader says when they are.
     *
     * @param mode how it meets what is there; pixels below {@code leastPercent} are left alone but by {@code SET}
     * @throws IllegalArgumentException if it has no segment of the scheme, or is of another size
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public Revision accept(AnnotationSnapshot annotation, Brush.Mode mode, Progress progress) {
        Map<LayerKey, ConfidenceLayer> layers = new HashMap<>();
        Map<Integer, Provenance> provenance = new HashMap<>();
        int done = 0;
        for (Map.Entry<FrameRef, ProbabilityMap> e : frames.entrySet()) {
            progress.checkCancelled();
            progress.report((double) done++ / frames.size(), "Accepting the proposal of " + model);
            ProbabilityMap map = e.getValue();
            if (map.columns() != annotation.columns() || map.rows() != annotation.rows()) {
                throw new IllegalArgumentException("A proposal of " + map.columns() + " x " + map.rows()
                        + " pixels does not fit frames of " + annotation.columns() + " x " + annotation.rows());
            }
            for (int s = 0; s < map.segments().size(); s++) {
                Segment segment =
                        annotation.scheme().segment(map.segments().get(s)).orElse(null);
                if (segment != null) {
                    ConfidenceLayer there = annotation.layer(e.getKey(), segment.number());
                    ConfidenceLayer proposed = proposed(map, s);
                    layers.put(new LayerKey(e.getKey(), segment.number()), FrameEdits.merged(there, proposed, mode));
                    if (!proposed.isEmpty()) {
                        provenance.put(
                                segment.number(),
                                annotation.provenance(segment.number()).with(model));
                    }
                }
            }
        }
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("Model " + model + " proposes no segment that scheme "
                    + annotation.scheme().name() + " has; use a scheme with the model's labels.");
        }
        return new Revision(annotation, layers, Map.of(), provenance);
    }

    private ConfidenceLayer proposed(ProbabilityMap map, int segment) {
        byte[] percent = map.percent(segment);
        for (int i = 0; i < percent.length; i++) {
            if (percent[i] < leastPercent) {
                percent[i] = 0;
            }
        }
        return ConfidenceLayer.of(map.columns(), map.rows(), percent);
    }
}
