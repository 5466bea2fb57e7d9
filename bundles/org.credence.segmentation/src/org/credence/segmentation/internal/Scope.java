package org.credence.segmentation.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.credence.segmentation.ModelGraph;

/** How many values the tensors of a graph have at least, and which are known. A graph within a graph sees those outside. */
final class Scope {

    private final Scope outside;
    private final Map<String, Double> counts = new HashMap<>();
    private final Map<String, double[]> constants = new HashMap<>();

    Scope(Scope outside) {
        this.outside = outside;
    }

    void constant(TensorReader.Constant tensor) {
        put(tensor.name(), tensor.values(), tensor);
    }

    void declared(ModelGraph.Tensor tensor) {
        double values = 1;
        for (long d : tensor.shape()) {
            values *= Math.max(1, d);
        }
        counts.put(tensor.name(), values);
    }

    void put(String name, double values, TensorReader.Constant constant) {
        counts.put(name, values);
        if (constant != null && constant.few() != null) {
            constants.put(name, constant.few());
        }
    }

    /** How many values the result of an operator has at least; 1 where that takes more than a look. */
    double values(String operator, List<String> in, TensorReader.Constant constant, double[] shape) {
        return switch (operator) {
            case "Constant" -> constant == null ? 1 : constant.values();
            case "ConstantOfShape" -> product(known(in, 0));
            case "RandomNormal", "RandomUniform" -> product(shape);
            case "Expand" -> Math.max(count(in, 0), product(known(in, 1)));
            case "Tile" -> count(in, 0) * product(known(in, 1));
            case "OneHot" -> count(in, 0) * product(known(in, 1));
            case "Upsample" -> count(in, 0) * product(known(in, 1));
            case "Resize" ->
                Math.max(
                        count(in, 0) * product(known(in, in.size() == 2 ? 1 : 2)),
                        in.size() > 3 ? product(known(in, 3)) : 1);
            case "Range" -> range(known(in, 0), known(in, 1), known(in, 2));
            case "Pad" -> padded(known(in, 1));
            case "Concat" -> {
                double sum = 0;
                for (int i = 0; i < in.size(); i++) {
                    sum += count(in, i);
                }
                yield sum;
            }
            default -> {
                double most = 1;
                for (int i = 0; Operators.keepsSize(operator) && i < in.size(); i++) {
                    // Where a size is given, the second input is not data.
                    most = i == 1 && operator.equals("Reshape") ? most : Math.max(most, count(in, i));
                }
                yield most;
            }
        };
    }

    private double count(List<String> in, int index) {
        for (Scope scope = this; index < in.size() && scope != null; scope = scope.outside) {
            Double values = scope.counts.get(in.get(index));
            if (values != null) {
                return values;
            }
        }
        return 1;
    }

    private double[] known(List<String> in, int index) {
        for (Scope scope = this; index < in.size() && scope != null; scope = scope.outside) {
            if (scope.counts.containsKey(in.get(index))) {
                return scope.constants.get(in.get(index));
            }
        }
        return null;
    }

    private static double product(double[] sizes) {
        double product = 1;
        for (int i = 0; sizes != null && i < sizes.length; i++) {
            product *= sizes[i] > 0 ? sizes[i] : 1;
        }
        return product;
    }

    private static double range(double[] start, double[] limit, double[] delta) {
        boolean scalars = start != null && limit != null && delta != null;
        return scalars && start.length * limit.length * delta.length == 1 && delta[0] != 0
                ? Math.max(1, (limit[0] - start[0]) / delta[0])
                : 1;
    }

    private static double padded(double[] pads) {
        double product = 1;
        for (int i = 0; pads != null && i < pads.length / 2; i++) {
            product *= Math.max(1, pads[i] + pads[i + pads.length / 2]);
        }
        return product;
    }
}
