package org.credence.annotation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Progress;

/**
 * What a model proposes for frames of a series, for a reader to take over.
 *
 * @param model the model's name, which the segments' {@link Provenance} gets; 1 to 256 characters
 * @param frames what it says about each, segment by segment in the model's order
 */
public record ModelProposal(String model, Map<FrameRef, List<Part>> frames) {

    /**
     * What it says about one segment of a frame.
     *
     * @param label the segment's
     * @param layer its probabilities in percent
     */
    public record Part(String label, ConfidenceLayer layer) {}

    public ModelProposal {
        frames = Map.copyOf(frames);
        Provenance.MANUAL.with(model);
    }

    /**
     * The proposal that maps of probabilities make.
     *
     * @param leastPercent probabilities below this are left out, 1 to 100
     */
    public static ModelProposal of(String model, Map<FrameRef, ProbabilityMap> maps, int leastPercent) {
        Map<FrameRef, List<Part>> frames = new HashMap<>();
        maps.forEach((frame, map) -> frames.put(frame, parts(map, leastPercent)));
        return new ModelProposal(model, frames);
    }

    /**
     * The segments of a map of probabilities.
     *
     * @param leastPercent probabilities below this are left out, 1 to 100
     */
    public static List<Part> parts(ProbabilityMap map, int leastPercent) {
        if (Confidence.check(leastPercent) == Confidence.NONE) {
            throw new IllegalArgumentException("The least percent to take over is 1 to 100, got: 0");
        }
        List<Part> parts = new ArrayList<>();
        for (int s = 0; s < map.segments().size(); s++) {
            byte[] percent = map.percent(s);
            for (int i = 0; i < percent.length; i++) {
                if (percent[i] < leastPercent) {
                    percent[i] = 0;
                }
            }
            parts.add(new Part(map.segments().get(s), ConfidenceLayer.of(map.columns(), map.rows(), percent)));
        }
        return List.copyOf(parts);
    }

    /**
     * Works out the edit that puts the proposal's percents into layers; takes some milliseconds per frame and segment, on any
     * thread. The proposal's segments are those of the scheme with the same label; others are left out. Frames that are
     * accepted are in progress, not complete: a reader says when they are.
     *
     * @param mode how it meets what is there; pixels that are not proposed are left alone but by {@code SET}
     * @throws IllegalArgumentException if it has no segment of the scheme, or is of another size
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public Revision accept(AnnotationSnapshot annotation, Brush.Mode mode, Progress progress) {
        Map<LayerKey, ConfidenceLayer> layers = new HashMap<>();
        Map<Integer, Provenance> provenance = new HashMap<>();
        int done = 0;
        for (Map.Entry<FrameRef, List<Part>> e : frames.entrySet()) {
            progress.checkCancelled();
            progress.report((double) done++ / frames.size(), "Accepting the proposal of " + model);
            for (Part part : e.getValue()) {
                ConfidenceLayer proposed = part.layer();
                if (proposed.columns() != annotation.columns() || proposed.rows() != annotation.rows()) {
                    throw new IllegalArgumentException("A proposal of " + proposed.columns() + " x " + proposed.rows()
                            + " pixels does not fit frames of " + annotation.columns() + " x "
                            + annotation.rows());
                }
                Segment segment = annotation.scheme().segment(part.label()).orElse(null);
                if (segment != null) {
                    ConfidenceLayer there = annotation.layer(e.getKey(), segment.number());
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
}
