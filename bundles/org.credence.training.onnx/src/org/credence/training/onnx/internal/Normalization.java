package org.credence.training.onnx.internal;

import static org.credence.training.onnx.internal.OnnxGraph.attribute;

import java.util.List;
import org.credence.training.TrainingCase;
import org.credence.training.TrainingSet;

/**
 * What happens to gray bytes before the first layer, inside the graph: {@code (gray / 255 - mean) / deviation}.
 *
 * @param mean of the training images, 0 to 1
 * @param deviation of the training images, positive
 */
record Normalization(double mean, double deviation) {

    static final double SCALE = 1.0 / 255;

    /** The figures of a set's images. */
    static Normalization of(TrainingSet set) {
        double sum = 0;
        double squares = 0;
        long count = 0;
        for (TrainingCase c : set.cases()) {
            for (byte b : c.gray()) {
                double v = (b & 0xff) * SCALE;
                sum += v;
                squares += v * v;
                count++;
            }
        }
        double mean = sum / count;
        // Constant images have no deviation; any positive figure serves them.
        return new Normalization(mean, Math.max(0.01, Math.sqrt(Math.max(0, squares / count - mean * mean))));
    }

    String apply(OnnxGraph graph, String bytes) {
        String gray = graph.op("Cast", List.of(attribute("to", 1)), bytes);
        return graph.op("Add", graph.op("Mul", gray, graph.scalar(SCALE / deviation)), graph.scalar(-mean / deviation));
    }
}
