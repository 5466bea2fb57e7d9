package org.credence.annotation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.credence.annotation.internal.ShapeInterpolation;
import org.credence.imaging.FrameRef;
import org.credence.imaging.Progress;

/**
 * Fills the frames between those that a reader painted, one segment at a time.
 *
 * <p>Shapes are interpolated by their signed distances, confidence level by confidence level: the lowest level of one
 * key frame goes over into the lowest of the next, the highest into the highest, and their percents with them. Both
 * shapes are moved onto each other first, by the way between their centres, each pixel counting as much as its
 * confidence, so that a structure that moves stays whole. Pixels count as square.
 */
public final class KeyFrames {

    private KeyFrames() {}

    /** The frames on which a segment is painted, in viewing order. */
    public static List<FrameRef> painted(AnnotationSnapshot annotation, int segment) {
        return annotation.frames().stream()
                .filter(f -> annotation.layers().containsKey(new LayerKey(f, segment)))
                .toList();
    }

    /**
     * Works out the frames between neighbouring key frames; takes tens of milliseconds per frame of a megapixel and level
     * of confidence, on any thread. What was painted of the segment between key frames is replaced; complete frames stay
     * as they are, and so does everything before the first key frame and after the last. Where a key frame has nothing of
     * the segment, so have the frames around it up to the next.
     *
     * @param keys at least two frames of the series, in any order
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static Revision interpolate(
            AnnotationSnapshot annotation, int segment, List<FrameRef> keys, Progress progress) {
        List<FrameRef> order = annotation.frames();
        List<Integer> positions =
                keys.stream().map(order::indexOf).distinct().sorted().toList();
        if (positions.size() < 2 || positions.get(0) < 0) {
            throw new IllegalArgumentException(
                    "Frames are interpolated between at least two frames of the series, got: " + keys);
        }
        Map<LayerKey, ConfidenceLayer> layers = new HashMap<>();
        for (int k = 0; k + 1 < positions.size(); k++) {
            int first = positions.get(k);
            int last = positions.get(k + 1);
            List<Integer> between = new ArrayList<>();
            for (int p = first + 1; p < last; p++) {
                if (annotation.state(order.get(p)) != FrameState.COMPLETE) {
                    between.add(p);
                }
            }
            if (between.isEmpty()) {
                continue;
            }
            double[] shares = between.stream()
                    .mapToDouble(p -> (double) (p - first) / (last - first))
                    .toArray();
            List<ConfidenceLayer> filled = ShapeInterpolation.between(
                    annotation.layer(order.get(first), segment),
                    annotation.layer(order.get(last), segment),
                    shares,
                    progress.part((double) k / (positions.size() - 1), (k + 1.0) / (positions.size() - 1)));
            for (int i = 0; i < between.size(); i++) {
                layers.put(new LayerKey(order.get(between.get(i)), segment), filled.get(i));
            }
        }
        return new Revision(annotation, layers);
    }
}
