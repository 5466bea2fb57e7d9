package org.credence.annotation.ui.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.ModelProposal;
import org.credence.annotation.Segment;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ProbabilityMap;
import org.eclipse.osgi.util.NLS;

/** What models propose for the frames of a series, as it is shown. Needs no display. */
final class Proposals {

    /** Probabilities of a model below this are noise to a reader, and would fill the memory. */
    private static final int LEAST_PERCENT = 5;

    private record Proposal(List<ModelProposal.Part> parts, String model, List<Overlay> overlays) {}

    private static final int[] OTHER_COLORS = {0xF0E442, 0xD55E00, 0x0072B2, 0xFFFFFF};

    private final LabelScheme scheme;
    private final Map<FrameRef, Proposal> byFrame = new HashMap<>();

    /** @param scheme gives segments of its names their colours */
    Proposals(LabelScheme scheme) {
        this.scheme = scheme;
    }

    void put(FrameRef frame, ProbabilityMap map, String model) {
        List<Overlay> overlays = new ArrayList<>();
        List<ModelProposal.Part> parts = ModelProposal.parts(map, LEAST_PERCENT);
        for (ModelProposal.Part part : parts) {
            int other = OTHER_COLORS[overlays.size() % OTHER_COLORS.length];
            int rgb = scheme.segment(part.label()).map(Segment::rgb).orElse(other);
            overlays.add(Overlay.proposed(part.layer(), rgb));
        }
        byFrame.put(frame, new Proposal(parts, model, overlays));
    }

    void clear() {
        byFrame.clear();
    }

    boolean isEmpty() {
        return byFrame.isEmpty();
    }

    /** The name of the model that proposes something for a frame. */
    Optional<String> model(FrameRef frame) {
        return Optional.ofNullable(byFrame.get(frame)).map(Proposal::model);
    }

    List<Overlay> overlays(FrameRef frame) {
        Proposal proposal = byFrame.get(frame);
        return proposal == null ? List.of() : proposal.overlays();
    }

    /** What is proposed for a frame and a segment of the scheme, by its name; empty if nothing is. */
    Optional<ConfidenceLayer> layer(FrameRef frame, Segment segment) {
        return Optional.ofNullable(byFrame.get(frame)).stream()
                .flatMap(p -> p.parts().stream())
                .filter(p -> p.label().equals(segment.label()))
                .map(ModelProposal.Part::layer)
                .findFirst();
    }

    /** What is proposed for a frame, to be accepted; empty if nothing is. */
    Optional<ModelProposal> of(FrameRef frame) {
        return Optional.ofNullable(byFrame.get(frame)).map(p -> new ModelProposal(p.model(), Map.of(frame, p.parts())));
    }

    /** Forgets what is proposed for a frame. */
    void remove(FrameRef frame) {
        byFrame.remove(frame);
    }

    /** Adds what is proposed for a pixel. */
    void describe(FrameRef frame, int column, int row, List<String> text) {
        Proposal proposal = byFrame.get(frame);
        if (proposal == null) {
            return;
        }
        for (ModelProposal.Part part : proposal.parts()) {
            int percent = part.layer().confidence(column, row);
            if (percent > 0) {
                text.add(NLS.bind(Messages.Readout_proposed, part.label(), percent));
            }
        }
    }
}
