package org.credence.annotation.ui.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.Segment;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ProbabilityMap;
import org.eclipse.osgi.util.NLS;

/** What models propose for the frames of a series, as it is shown. Needs no display. */
final class Proposals {

    private record Proposal(ProbabilityMap map, String model, List<Overlay> overlays) {}

    private static final int[] OTHER_COLORS = {0xF0E442, 0xD55E00, 0x0072B2, 0xFFFFFF};

    private final LabelScheme scheme;
    private final Map<FrameRef, Proposal> byFrame = new HashMap<>();

    /** @param scheme gives segments of its names their colours */
    Proposals(LabelScheme scheme) {
        this.scheme = scheme;
    }

    void put(FrameRef frame, ProbabilityMap map, String model) {
        List<Overlay> overlays = new ArrayList<>();
        for (int s = 0; s < map.segments().size(); s++) {
            int other = OTHER_COLORS[s % OTHER_COLORS.length];
            int rgb = scheme.segment(map.segments().get(s)).map(Segment::rgb).orElse(other);
            overlays.add(Overlay.proposed(map, s, rgb));
        }
        byFrame.put(frame, new Proposal(map, model, overlays));
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
        Proposal proposal = byFrame.get(frame);
        int index = proposal == null ? -1 : proposal.map().segments().indexOf(segment.label());
        return index < 0
                ? Optional.empty()
                : Optional.of(ConfidenceLayer.of(
                        proposal.map().columns(),
                        proposal.map().rows(),
                        proposal.map().percent(index)));
    }

    /** What is proposed for a frame, with the model's name; empty if nothing is. */
    Optional<ProbabilityMap> map(FrameRef frame) {
        return Optional.ofNullable(byFrame.get(frame)).map(Proposal::map);
    }

    /** The frames for which something is proposed. */
    List<FrameRef> frames() {
        return List.copyOf(byFrame.keySet());
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
        for (int s = 0; s < proposal.map().segments().size(); s++) {
            long percent = Math.round(100.0 * proposal.map().probability(s, column, row));
            if (percent > 0) {
                text.add(NLS.bind(
                        Messages.Readout_proposed, proposal.map().segments().get(s), percent));
            }
        }
    }
}
