package org.credence.segmentation.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.credence.segmentation.ModelGraph;
import org.credence.segmentation.SegmentationException;

/**
 * Reads the structure of an ONNX file and refuses what must not come before a runtime. Sizes are lower bounds: what is
 * refused for its size is certainly that large, but a size that only running would tell is not known here.
 */
public final class GraphReader {

    /** Values of a tensor; 4 GiB of floats. */
    static final double MAX_VALUES = 1 << 30;

    private static final int MAX_DEPTH = 16;

    // Field numbers of onnx.proto.
    private static final int MODEL_IR_VERSION = 1;
    static final int MODEL_GRAPH = 7;
    private static final int MODEL_OPSET = 8;
    static final int MODEL_METADATA = 14;
    private static final int MODEL_FUNCTIONS = 25;
    static final int GRAPH_NODE = 1;
    static final int GRAPH_INITIALIZER = 5;
    static final int GRAPH_INPUT = 11;
    static final int GRAPH_OUTPUT = 12;
    private static final int GRAPH_VALUE_INFO = 13;
    private static final int GRAPH_SPARSE = 15;

    private final ModelBytes bytes;
    private final Map<String, Long> opsets = new HashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Set<String> functions = new HashSet<>();
    private final TreeSet<String> unknown = new TreeSet<>();
    private final TensorReader tensors;
    private final List<ModelGraph.Tensor> inputs = new ArrayList<>();
    private final List<ModelGraph.Tensor> outputs = new ArrayList<>();
    private final Map<String, String> lastOperators = new HashMap<>();

    private GraphReader(ModelBytes bytes) {
        this.bytes = bytes;
        this.tensors = new TensorReader(bytes);
    }

    /**
     * What the file says.
     *
     * @throws SegmentationException as {@link ModelGraph#read} says
     * @throws IOException if the file cannot be read at all
     */
    public static ModelGraph read(Path file) throws IOException {
        try (ModelBytes bytes = ModelBytes.open(file)) {
            return new GraphReader(bytes).model(file);
        }
    }

    private ModelGraph model(Path file) throws IOException {
        long irVersion = 0;
        ProtoMessage graph = null;
        List<ProtoMessage> bodies = new ArrayList<>();
        for (ProtoMessage model = bytes.message(); model.next(); ) {
            switch (model.field()) {
                case MODEL_IR_VERSION -> irVersion = model.number();
                case MODEL_GRAPH -> {
                    // Protobuf would merge them, and a reader that does not would see another model than the runtime.
                    if (graph != null) {
                        throw bytes.damaged("it has two graphs");
                    }
                    graph = model.message();
                }
                case MODEL_OPSET -> opset(model.message());
                case MODEL_METADATA -> entry(model.message(), metadata);
                case MODEL_FUNCTIONS -> {
                    functions.add(function(model.message()));
                    bodies.add(model.message());
                }
                default -> {
                    // Producer, documentation and the like decide nothing.
                }
            }
        }
        if (irVersion == 0 || graph == null) {
            throw bytes.damaged("it has no graph");
        }
        requireVersions(irVersion);
        graph(graph, new Scope(null), 0);
        for (ProtoMessage body : bodies) {
            functionBody(body);
        }
        if (!unknown.isEmpty()) {
            throw new SegmentationException("Model " + file + " needs operators that ONNX Runtime 1.28 lacks: "
                    + String.join(", ", unknown) + ". Export it with operators of the ONNX standard.");
        }
        return new ModelGraph(file, irVersion, opsets, inputs, outputs, lastOperators, tensors.external(), metadata);
    }

    private void requireVersions(long irVersion) throws SegmentationException {
        if (irVersion > Operators.MAX_IR_VERSION || irVersion < 1) {
            throw new SegmentationException("Model " + bytes.file() + " is of version " + irVersion
                    + " of the file format; ONNX Runtime 1.28 reads up to " + Operators.MAX_IR_VERSION
                    + ". Export it in an older version.");
        }
        for (Map.Entry<String, Long> opset : opsets.entrySet()) {
            boolean standard = Operators.isStandard(opset.getKey());
            long version = opset.getValue();
            if (standard && (version < Operators.MIN_OPSET || version > Operators.MAX_OPSET)) {
                throw new SegmentationException("Model " + bytes.file() + " is written for version " + version
                        + " of the operators; ONNX Runtime 1.28 knows " + Operators.MIN_OPSET + " to "
                        + Operators.MAX_OPSET + ". Export it with --opset 17 or so.");
            }
        }
    }

    private void opset(ProtoMessage message) throws IOException {
        String domain = "";
        long version = 0;
        while (message.next()) {
            if (message.field() == 1) {
                domain = message.text();
            } else if (message.field() == 2) {
                version = message.number();
            }
        }
        opsets.put(domain, version);
    }

    static void entry(ProtoMessage message, Map<String, String> texts) throws IOException {
        String key = "";
        String value = "";
        while (message.next()) {
            if (message.field() == 1) {
                key = message.text();
            } else if (message.field() == 2) {
                value = message.text();
            }
        }
        texts.put(key, value);
    }

    private String function(ProtoMessage message) throws IOException {
        String name = "";
        String domain = "";
        while (message.next()) {
            if (message.field() == 1) {
                name = message.text();
            } else if (message.field() == 10) {
                domain = message.text();
            }
        }
        return domain + "." + name;
    }

    private void functionBody(ProtoMessage message) throws IOException {
        Scope scope = new Scope(null);
        while (message.next()) {
            if (message.field() == 7) {
                node(message.message(), scope, Set.of(), 1);
            }
        }
    }

    private void graph(ProtoMessage message, Scope scope, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw bytes.damaged("its graphs are nested more than " + MAX_DEPTH + " deep");
        }
        List<ProtoMessage> nodes = new ArrayList<>();
        Set<String> initialized = new HashSet<>();
        List<ModelGraph.Tensor> in = new ArrayList<>();
        List<ModelGraph.Tensor> out = new ArrayList<>();
        while (message.next()) {
            switch (message.field()) {
                case GRAPH_NODE -> nodes.add(message.message());
                case GRAPH_INITIALIZER -> {
                    TensorReader.Constant tensor = tensors.tensor(message.message());
                    initialized.add(tensor.name());
                    scope.constant(tensor);
                }
                case GRAPH_SPARSE -> tensors.sparse(message.message());
                case GRAPH_INPUT -> in.add(tensors.declared(message.message()));
                case GRAPH_OUTPUT -> out.add(tensors.declared(message.message()));
                case GRAPH_VALUE_INFO -> tensors.declared(message.message());
                default -> {
                    // Its name and documentation decide nothing.
                }
            }
        }
        in.removeIf(t -> initialized.contains(t.name()));
        in.forEach(scope::declared);
        Set<String> wanted = new HashSet<>();
        if (depth == 0) {
            inputs.addAll(in);
            outputs.addAll(out);
            out.forEach(t -> wanted.add(t.name()));
        }
        for (ProtoMessage node : nodes) {
            node(node, scope, wanted, depth);
        }
    }

    private void node(ProtoMessage message, Scope scope, Set<String> wanted, int depth) throws IOException {
        List<String> in = new ArrayList<>();
        List<String> out = new ArrayList<>();
        String operator = "";
        String domain = "";
        Attributes attributes = new Attributes();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> in.add(message.text());
                case 2 -> out.add(message.text());
                case 4 -> operator = message.text();
                case 5 -> attribute(message.message(), scope, attributes, depth);
                case 7 -> domain = message.text();
                default -> {
                    // Its name and documentation decide nothing.
                }
            }
        }
        if (operator.equals("Loop") && Operators.isStandard(domain)) {
            throw new SegmentationException("Model " + bytes.file() + " contains a loop (operator Loop), which may run"
                    + " without end; export it unrolled.");
        }
        if (!Operators.known(domain, operator) && !functions.contains(domain + "." + operator)) {
            unknown.add(domain.isEmpty() ? operator : domain + "." + operator);
        }
        double values = scope.values(operator, in, attributes.constant, attributes.shape);
        if (values > MAX_VALUES) {
            throw tooLarge(bytes, operator + " gives", String.join(", ", out), values);
        }
        for (String o : out) {
            scope.put(o, values, operator.equals("Constant") ? attributes.constant : null);
            if (wanted.contains(o)) {
                lastOperators.put(o, operator);
            }
        }
    }

    static SegmentationException tooLarge(ModelBytes bytes, String who, String name, double values) {
        return new SegmentationException(String.format(
                java.util.Locale.ROOT,
                "Model %s asks for too much memory: %s %s of %.0f values (%.1f GB), where %.0f are the most."
                        + " Choose another model, or export it for a smaller grid.",
                bytes.file(),
                who,
                name,
                values,
                4 * values / 1e9,
                MAX_VALUES));
    }

    /** What of a node's attributes bears on the size of its result. */
    private static final class Attributes {
        private TensorReader.Constant constant;
        private double[] shape;
    }

    private void attribute(ProtoMessage message, Scope scope, Attributes attributes, int depth) throws IOException {
        String name = "";
        List<Double> numbers = new ArrayList<>();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> name = message.text();
                case 3, 8 -> message.numbers(TensorReader.MAX_CONSTANT + 1).forEach(n -> numbers.add((double) n));
                case 5, 10 -> attributes.constant = tensors.tensor(message.message());
                case 6, 11 -> graph(message.message(), new Scope(scope), depth + 1);
                case 22, 23 -> tensors.sparse(message.message());
                default -> {
                    // Floats and texts say nothing about sizes.
                }
            }
        }
        if (!numbers.isEmpty() && numbers.size() <= TensorReader.MAX_CONSTANT) {
            double[] values = numbers.stream().mapToDouble(d -> d).toArray();
            if (name.equals("shape")) {
                attributes.shape = values;
            } else if (name.equals("value_ints") || name.equals("value_int")) {
                attributes.constant = new TensorReader.Constant("", values.length, values);
            }
        }
    }
}
