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

    /** @param deviations how far several models are apart, by label, in percent; none of a single model */
    private record Proposal(
            List<ModelProposal.Part> parts, String model, List<Overlay> overlays, Map<String, byte[]> deviations) {}

    private static final int[] OTHER_COLORS = {0xF0E442, 0xD55E00, 0x0072B2, 0xFFFFFF};

    private final LabelScheme scheme;
    private final Map<FrameRef, Proposal> byFrame = new HashMap<>();

    /** @param scheme gives segments of its names their colours */
    Proposals(LabelScheme scheme) {
        this.scheme = scheme;
    }

    /** @param deviation how far several models are apart; empty for a single model */
    void put(FrameRef frame, ProbabilityMap map, Optional<ProbabilityMap> deviation, String model) {
        List<Overlay> overlays = new ArrayList<>();
        List<ModelProposal.Part> parts = ModelProposal.parts(map, LEAST_PERCENT);
        for (ModelProposal.Part part : parts) {
            int other = OTHER_COLORS[overlays.size() % OTHER_COLORS.length];
            int rgb = scheme.segment(part.label()).map(Segment::rgb).orElse(other);
            overlays.add(Overlay.proposed(part.layer(), rgb));
        }
        Map<String, byte[]> deviations = new HashMap<>();
        deviation.ifPresent(d -> {
            for (int s = 0; s < d.segments().size(); s++) {
                deviations.put(d.segments().get(s), d.percent(s));
            }
        });
        byFrame.put(frame, new Proposal(parts, model, overlays, deviations));
    }

    void clear() {
        byFrame.clear();
    }

    boolean isEmpty() {
        return byFrame.isEmpty();
    }

    /** Whether several models propose something, so that they can be apart. */
    boolean haveDeviations() {
        return byFrame.values().stream().anyMatch(p -> !p.deviations().isEmpty());
    }

    /** How far the models are apart on a segment of the scheme, in percent, row by row; empty if one model proposes or none. */
    Optional<byte[]> deviation(FrameRef frame, Segment segment) {
        return Optional.ofNullable(byFrame.get(frame)).map(p -> p.deviations().get(segment.label()));
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
            byte[] deviation = proposal.deviations().get(part.label());
            int apart = deviation == null ? 0 : deviation[row * part.layer().columns() + column];
            if (percent > 0 || apart > 0) {
                text.add(
                        deviation == null
                                ? NLS.bind(Messages.Readout_proposed, part.label(), percent)
                                : NLS.bind(
                                        Messages.Readout_proposedApart, new Object[] {part.label(), percent, apart}));
            }
        }
    }
}
