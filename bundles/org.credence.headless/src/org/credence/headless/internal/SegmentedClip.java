package org.credence.headless.internal;

import java.io.IOException;
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
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;
import org.credence.segmentation.ModelCard;
import org.credence.segmentation.SegmentationException;
import org.credence.segmentation.Segmenter;
import org.credence.segmentation.SmallRegions;
import org.credence.segmentation.TemporalMean;

/**
 * What a model said about one clip.
 *
 * @param snapshot all of it, as an annotation by the reader {@code model}
 * @param frames that were segmented
 * @param shown the one in their middle
 * @param shownLayers what was said about it, in the order of the segments
 */
record SegmentedClip(
        AnnotationSnapshot snapshot, List<FrameRef> frames, Frame shown, List<ConfidenceLayer> shownLayers) {

    /** Below this percent a model's output is taken for the noise floor of its sigmoid and not stored. */
    private static final int FLOOR_PERCENT = 5;

    /** The reader that a model is. */
    static Reader reader(ModelCard card) {
        String name = card.name().strip();
        return new Reader("model", name.substring(0, Math.min(64, name.length())));
    }

    /**
     * Segments frames of a clip; blocks.
     *
     * @param positions of the frames in the clip, at least one
     * @param smoothing radius in frames of a mean over time; 0 for none
     * @param leastPixels that a region needs to be kept; 1 keeps all
     * @throws IOException if a frame cannot be decoded, the model fails, or the answers do not fit into memory
     */
    static SegmentedClip of(
            Segmenter segmenter,
            LabelScheme scheme,
            ImageSeries series,
            List<Integer> positions,
            int smoothing,
            int leastPixels,
            Progress progress)
            throws IOException {
        Answers answers = new Answers(scheme, series, positions);
        Segmenter.Sink cleaned = leastPixels > 1 ? new SmallRegions(leastPixels, FLOOR_PERCENT, answers) : answers;
        Segmenter.Source source = n -> series.decode(positions.get(n));
        if (smoothing > 0) {
            TemporalMean mean = new TemporalMean(smoothing, cleaned);
            segmenter.stream(positions.size(), source, mean, progress);
            mean.finish();
        } else {
            segmenter.stream(positions.size(), source, cleaned, progress);
        }
        AnnotationSnapshot snapshot = new AnnotationSnapshot(
                reader(segmenter.model().card()),
                scheme,
                series.info().seriesUid(),
                series.columns(),
                series.rows(),
                series.frames(),
                answers.layers,
                answers.states);
        return new SegmentedClip(snapshot, answers.frames, answers.shown, answers.shownLayers);
    }

    /** Collects what is said. One thread at a time. */
    private static final class Answers implements Segmenter.Sink {
        private final LabelScheme scheme;
        private final ImageSeries series;
        private final List<Integer> positions;
        private final Map<LayerKey, ConfidenceLayer> layers = new HashMap<>();
        private final Map<FrameRef, FrameState> states = new HashMap<>();
        private final List<FrameRef> frames = new ArrayList<>();
        private Frame shown;
        private List<ConfidenceLayer> shownLayers = List.of();
        private long bytes;

        Answers(LabelScheme scheme, ImageSeries series, List<Integer> positions) {
            this.scheme = scheme;
            this.series = series;
            this.positions = positions;
        }

        @Override
        public void take(int n, Frame frame, byte[][] percent) throws IOException {
            FrameRef reference = series.frames().get(positions.get(n));
            List<ConfidenceLayer> said = new ArrayList<>();
            for (int s = 0; s < percent.length; s++) {
                ConfidenceLayer layer = layer(percent[s]);
                said.add(layer);
                if (!layer.isEmpty()) {
                    layers.put(new LayerKey(reference, scheme.segments().get(s).number()), layer);
                    // What is kept, and what the store needs to read it back and compare.
                    bytes += 2 * layer.sizeBytes() + (long) series.columns() * series.rows();
                }
            }
            states.put(reference, FrameState.IN_PROGRESS);
            frames.add(reference);
            if (n == positions.size() / 2) {
                shown = frame;
                shownLayers = said;
            }
            if (bytes > 0.7 * Runtime.getRuntime().maxMemory()) {
                throw new SegmentationException("The model sees so much on the " + positions.size() + " frames of "
                        + series.columns() + " x " + series.rows() + " pixels that it does not fit into "
                        + Runtime.getRuntime().maxMemory() / (1 << 20)
                        + " MiB of memory; segment fewer frames (--every, --frames) or allow more memory (-Xmx).");
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
