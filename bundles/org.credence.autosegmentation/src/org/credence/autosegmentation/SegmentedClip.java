package org.credence.autosegmentation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.FrameState;
import org.credence.annotation.LayerKey;
import org.credence.annotation.Reader;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;
import org.credence.segmentation.Predictor;
import org.credence.segmentation.Segmenter;
import org.credence.segmentation.SmallRegions;
import org.credence.segmentation.TemporalMean;

/**
 * What a model said about one clip. Immutable.
 *
 * @param series the clip
 * @param name of its files: that of its annotation without the ending, so that more clips in a folder change no name
 * @param snapshot all that was said, or the mean of it where there are several opinions, as an annotation by the reader {@link ModelReader#ID}; frames are in progress, never
 *     complete, as no reader has confirmed them
 * @param deviation how far several opinions are apart, as an annotation whose
 *     percents are standard deviations, as they were before smoothing and cleaning; empty where there is one opinion
 * @param frames that were segmented, at least one, in viewing order
 * @param shown the one in their middle
 * @param shownLayers what was said about it, in the order of the scheme's segments
 */
public record SegmentedClip(
        ImageSeries series,
        String name,
        AnnotationSnapshot snapshot,
        Optional<AnnotationSnapshot> deviation,
        List<FrameRef> frames,
        Frame shown,
        List<ConfidenceLayer> shownLayers) {

    /**
     * Where a probability becomes a mask. A model trained on labels cut at a threshold has learned that threshold already:
     * its own cut is one half.
     */
    public static final int CUT_PERCENT = 50;

    /** Below this percent a model's output is taken for the noise floor of its sigmoid and not stored. */
    private static final int FLOOR_PERCENT = 5;

    private static final double MOST_OF_MEMORY = 0.7;

    public SegmentedClip {
        frames = List.copyOf(frames);
        shownLayers = List.copyOf(shownLayers);
        if (frames.isEmpty()) {
            throw new IllegalArgumentException(
                    "A segmented clip has at least one segmented frame, got none of " + name);
        }
    }

    /**
     * Segments frames of a clip; blocks.
     *
     * @param name of the clip's files
     * @param positions of the frames in the clip, at least one
     * @throws IOException if a frame cannot be decoded, the model fails, or the answers do not fit into memory
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    static SegmentedClip of(
            Predictor predictor,
            ImageSeries series,
            String name,
            List<Integer> positions,
            SegmentationPlan plan,
            Progress progress)
            throws IOException {
        ModelReader model = ModelReader.of(predictor.models());
        Answers answers = new Answers(model, series, positions);
        Segmenter.Sink cleaned = plan.leastRegionPixels() > 1
                ? new SmallRegions(plan.leastRegionPixels(), FLOOR_PERCENT, answers)
                : answers;
        Segmenter.Source source = n -> series.decode(positions.get(n));
        if (plan.smoothingFrames() > 0) {
            TemporalMean mean = new TemporalMean(plan.smoothingFrames(), cleaned);
            predictor.stream(positions.size(), source, answers.of(mean), progress);
            mean.finish();
        } else {
            predictor.stream(positions.size(), source, answers.of(cleaned), progress);
        }
        Optional<AnnotationSnapshot> deviation = predictor.models().isEnsemble()
                ? Optional.of(snapshot(model.deviationReader(), model, series, answers.deviations, answers.states))
                : Optional.empty();
        return new SegmentedClip(
                series,
                name,
                snapshot(model.reader(), model, series, answers.layers, answers.states),
                deviation,
                answers.frames,
                answers.shown,
                answers.shownLayers);
    }

    private static AnnotationSnapshot snapshot(
            Reader reader,
            ModelReader model,
            ImageSeries series,
            Map<LayerKey, ConfidenceLayer> layers,
            Map<FrameRef, FrameState> states) {
        return new AnnotationSnapshot(
                reader,
                model.scheme(),
                series.info().seriesUid(),
                series.columns(),
                series.rows(),
                series.frames(),
                layers,
                states);
    }

    /** Collects what is said. One thread at a time. */
    private static final class Answers implements Segmenter.Sink {
        private final ModelReader model;
        private final ImageSeries series;
        private final List<Integer> positions;
        private final Map<LayerKey, ConfidenceLayer> layers = new HashMap<>();
        private final Map<LayerKey, ConfidenceLayer> deviations = new HashMap<>();
        private final Map<FrameRef, FrameState> states = new HashMap<>();
        private final List<FrameRef> frames = new ArrayList<>();
        private Frame shown;
        private List<ConfidenceLayer> shownLayers = List.of();
        private long bytes;

        Answers(ModelReader model, ImageSeries series, List<Integer> positions) {
            this.model = model;
            this.series = series;
            this.positions = positions;
        }

        /** What a predictor gives to: deviations are kept as they are, means go on to {@code next}, which gives to this. */
        Predictor.Sink of(Segmenter.Sink next) {
            return (n, frame, mean, deviation) -> {
                FrameRef reference = series.frames().get(positions.get(n));
                for (int s = 0; s < deviation.length; s++) {
                    keep(deviations, reference, s, ConfidenceLayer.of(series.columns(), series.rows(), deviation[s]));
                }
                next.take(n, frame, mean);
            };
        }

        private void keep(Map<LayerKey, ConfidenceLayer> in, FrameRef reference, int s, ConfidenceLayer layer) {
            if (!layer.isEmpty()) {
                in.put(new LayerKey(reference, model.scheme().segments().get(s).number()), layer);
                // What is kept, and what the store needs to read it back and compare.
                bytes += 2 * layer.sizeBytes() + (long) series.columns() * series.rows();
            }
        }

        @Override
        public void take(int n, Frame frame, byte[][] percent) throws IOException {
            FrameRef reference = series.frames().get(positions.get(n));
            List<ConfidenceLayer> said = new ArrayList<>();
            for (int s = 0; s < percent.length; s++) {
                ConfidenceLayer layer = layer(percent[s]);
                said.add(layer);
                keep(layers, reference, s, layer);
            }
            states.put(reference, FrameState.IN_PROGRESS);
            frames.add(reference);
            if (n == positions.size() / 2) {
                shown = frame;
                shownLayers = said;
            }
            if (bytes > MOST_OF_MEMORY * Runtime.getRuntime().maxMemory()) {
                throw new AutoSegmentationException("The model sees so much on the " + positions.size() + " frames of "
                        + series.columns() + " x " + series.rows() + " pixels that it does not fit into "
                        + Runtime.getRuntime().maxMemory() / (1 << 20)
                        + " MiB of memory; segment fewer frames, such as every second, or allow more memory (-Xmx).");
            }
        }

        private ConfidenceLayer layer(byte[] percent) {
            for (int i = 0; i < percent.length; i++) {
                if (percent[i] < FLOOR_PERCENT) {
                    percent[i] = 0;
                }
            }
            return ConfidenceLayer.of(series.columns(), series.rows(), percent);
        }
    }
}
