package org.credence.segmentation.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.credence.segmentation.ModelGraph;
import org.credence.segmentation.SegmentationException;

/** Reads what an ONNX file says of its tensors, and checks that what it holds is what it says. */
final class TensorReader {

    /** Constants up to this number of values may be shapes, and are kept. */
    static final int MAX_CONSTANT = 16;

    /** How often other files may be named. */
    private static final int MAX_EXTERNAL = 100_000;

    private static final int MAX_RANK = 64;

    private static final int FLOAT = 1;
    private static final int INT32 = 6;
    private static final int INT64 = 7;
    private static final int STRING = 8;

    /** Names and bits of the standard's element types, by their number. */
    private static final String[] NAMES = {
        "UNDEFINED",
        "FLOAT",
        "UINT8",
        "INT8",
        "UINT16",
        "INT16",
        "INT32",
        "INT64",
        "STRING",
        "BOOL",
        "FLOAT16",
        "DOUBLE",
        "UINT32",
        "UINT64",
        "COMPLEX64",
        "COMPLEX128",
        "BFLOAT16",
        "FLOAT8E4M3FN",
        "FLOAT8E4M3FNUZ",
        "FLOAT8E5M2",
        "FLOAT8E5M2FNUZ",
        "UINT4",
        "INT4",
        "FLOAT4E2M1",
        "FLOAT8E8M0",
        "UINT2",
        "INT2"
    };

    private static final int[] BITS = {
        0, 32, 8, 8, 16, 16, 32, 64, 0, 8, 16, 64, 32, 64, 64, 128, 16, 8, 8, 8, 8, 4, 4, 4, 8, 2, 2
    };

    private final ModelBytes bytes;
    private final List<ModelGraph.External> external = new ArrayList<>();

    TensorReader(ModelBytes bytes) {
        this.bytes = bytes;
    }

    /**
     * A tensor with its values.
     *
     * @param values how many
     * @param few the values, if they are numbers, few, and in the file; else null
     */
    record Constant(String name, double values, double[] few) {}

    List<ModelGraph.External> external() {
        return external;
    }

    static String typeName(long type) {
        return type >= 0 && type < NAMES.length ? NAMES[(int) type] : "TYPE " + type;
    }

    static int typeNumber(String name) {
        return List.of(NAMES).indexOf(name);
    }

    /** The number of bytes of a tensor of this type; -1 where the type has no fixed size. */
    static long sizeBytes(long type, double values) {
        return type < 1 || type >= BITS.length || type == STRING ? -1 : (long) Math.ceil(values * BITS[(int) type] / 8);
    }

    Constant tensor(ProtoMessage message) throws IOException {
        String name = "";
        List<Long> dims = new ArrayList<>();
        long type = 0;
        double held = 0;
        long raw = -1;
        boolean elsewhere = false;
        byte[] small = null;
        List<Double> few = new ArrayList<>();
        Map<String, String> entries = new HashMap<>();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> {
                    dims.addAll(message.numbers(MAX_RANK));
                    if (dims.size() > MAX_RANK) {
                        throw bytes.damaged("a tensor has more than " + MAX_RANK + " dimensions");
                    }
                }
                case 2 -> type = message.number();
                case 4 -> held += message.length() / 4.0;
                case 5, 7, 11 -> {
                    held += message.isNumber() ? 1 : message.length();
                    if (few.size() <= MAX_CONSTANT) {
                        message.numbers(MAX_CONSTANT + 1).forEach(n -> few.add((double) n));
                    }
                }
                case 6 -> held++;
                case 8 -> name = message.text();
                case 9 -> {
                    raw = message.length();
                    small = raw <= 8 * MAX_CONSTANT ? message.bytes(8 * MAX_CONSTANT) : null;
                }
                case 10 -> held += message.length() / 8.0;
                case 13 -> GraphReader.entry(message.message(), entries);
                case 14 -> elsewhere = message.number() == 1;
                default -> {
                    // Documentation decides nothing.
                }
            }
        }
        double values = count(name, dims);
        if (elsewhere || !entries.isEmpty()) {
            if (external.size() == MAX_EXTERNAL) {
                throw bytes.damaged("more than " + MAX_EXTERNAL + " tensors lie in other files");
            }
            external.add(new ModelGraph.External(name, entries.getOrDefault("location", "")));
        } else if (raw >= 0 && type != STRING) {
            if (raw != sizeBytes(type, values)) {
                throw bytes.damaged("tensor " + name + " of " + typeName(type) + " " + dims + " holds " + raw
                        + " bytes where " + sizeBytes(type, values) + " are due");
            }
        } else if (values > 4 * held) {
            // Four times: values of two bits share a byte. What matters is that memory is bounded by the file's size.
            throw bytes.damaged(
                    "tensor " + name + " of " + typeName(type) + " " + dims + " holds fewer values than that");
        }
        boolean inside = !elsewhere && entries.isEmpty() && type != STRING;
        return new Constant(name, values, inside ? few(type, values, small, few) : null);
    }

    void sparse(ProtoMessage message) throws IOException {
        List<Long> dims = new ArrayList<>();
        while (message.next()) {
            switch (message.field()) {
                case 1, 2 -> tensor(message.message());
                case 3 -> dims.addAll(message.numbers(MAX_RANK));
                default -> {
                    // There are no others.
                }
            }
        }
        count("(sparse)", dims);
    }

    /** An input, output or value between. */
    ModelGraph.Tensor declared(ProtoMessage message) throws IOException {
        String name = "";
        String type = "no tensor";
        List<Long> shape = new ArrayList<>();
        while (message.next()) {
            if (message.field() == 1) {
                name = message.text();
            } else if (message.field() == 2) {
                ProtoMessage of = message.message();
                while (of.next()) {
                    if (of.field() == 1) {
                        ProtoMessage tensor = of.message();
                        while (tensor.next()) {
                            if (tensor.field() == 1) {
                                type = typeName(tensor.number());
                            } else if (tensor.field() == 2) {
                                shape(tensor.message(), shape);
                            }
                        }
                    }
                }
            }
        }
        count(name, shape);
        return new ModelGraph.Tensor(name, type, shape);
    }

    private void shape(ProtoMessage message, List<Long> shape) throws IOException {
        while (message.next()) {
            if (message.field() == 1) {
                long size = ModelGraph.ANY;
                ProtoMessage dimension = message.message();
                while (dimension.next()) {
                    if (dimension.field() == 1) {
                        size = Math.max(ModelGraph.ANY, dimension.number());
                    }
                }
                if (shape.size() == MAX_RANK) {
                    throw bytes.damaged("a tensor has more than " + MAX_RANK + " dimensions");
                }
                shape.add(size);
            }
        }
    }

    /** The number of values, where an open dimension counts as 1. */
    private double count(String name, List<Long> dims) throws SegmentationException {
        double values = 1;
        for (long d : dims) {
            if (d < ModelGraph.ANY) {
                throw bytes.damaged("tensor " + name + " has a dimension of " + d);
            }
            values *= d == ModelGraph.ANY ? 1 : d;
        }
        if (values > GraphReader.MAX_VALUES) {
            throw GraphReader.tooLarge(bytes, "it has a tensor", name, values);
        }
        return values;
    }

    private static double[] few(long type, double values, byte[] raw, List<Double> numbers) {
        if (values > MAX_CONSTANT) {
            return null;
        }
        if (raw == null) {
            return numbers.size() == values
                    ? numbers.stream().mapToDouble(d -> d).toArray()
                    : null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        double[] few = new double[(int) values];
        for (int i = 0; i < few.length; i++) {
            switch ((int) type) {
                case FLOAT -> few[i] = buffer.getFloat();
                case INT32 -> few[i] = buffer.getInt();
                case INT64 -> few[i] = buffer.getLong();
                default -> {
                    return null;
                }
            }
        }
        return few;
    }
}
