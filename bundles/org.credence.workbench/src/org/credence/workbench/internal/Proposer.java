package org.credence.workbench.internal;

import java.util.List;
import java.util.Optional;
import org.credence.imaging.Frame;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Progress;
import org.credence.segmentation.Ensemble;
import org.credence.segmentation.Model;
import org.credence.segmentation.SegmentationException;
import org.credence.segmentation.Segmenter;
import org.eclipse.osgi.util.NLS;

/** One model at work, or several and mirror images as an ensemble. Blocks; any thread. */
interface Proposer extends AutoCloseable {

    /**
     * What is proposed for a frame.
     *
     * @param map probabilities of the segments
     * @param deviation how far several opinions are apart; empty of a single model
     */
    record Proposal(ProbabilityMap map, Optional<ProbabilityMap> deviation) {}

    /** For people, and for the provenance of what is accepted. */
    String name();

    /** What it runs on, for people. */
    String accelerator();

    /**
     * Asks about a frame.
     *
     * @throws SegmentationException if a model fails
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    Proposal propose(Frame frame, Progress progress) throws SegmentationException;

    @Override
    void close();

    /** A single model, which it closes. */
    static Proposer of(Segmenter segmenter) {
        return new Proposer() {
            @Override
            public String name() {
                return segmenter.model().card().name();
            }

            @Override
            public String accelerator() {
                return segmenter.accelerator();
            }

            @Override
            public Proposal propose(Frame frame, Progress progress) throws SegmentationException {
                return new Proposal(segmenter.segment(List.of(frame), progress).get(0), Optional.empty());
            }

            @Override
            public void close() {
                segmenter.close();
            }
        };
    }

    /** An ensemble, which it closes. */
    static Proposer of(Ensemble ensemble) {
        return new Proposer() {
            @Override
            public String name() {
                List<Model> models = ensemble.models();
                String name = models.size() == 1
                        ? models.get(0).card().name()
                        : NLS.bind(
                                Messages.Propose_andMore, models.get(0).card().name(), models.size() - 1);
                return ensemble.isMirrored() ? NLS.bind(Messages.Propose_mirrored, name) : name;
            }

            @Override
            public String accelerator() {
                return ensemble.accelerator();
            }

            @Override
            public Proposal propose(Frame frame, Progress progress) throws SegmentationException {
                Ensemble.Opinion opinion = ensemble.segment(frame, progress);
                return new Proposal(opinion.mean(), Optional.of(opinion.deviation()));
            }

            @Override
            public void close() {
                ensemble.close();
            }
        };
    }
}
