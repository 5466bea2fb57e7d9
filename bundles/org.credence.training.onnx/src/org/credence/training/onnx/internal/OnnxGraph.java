package org.credence.training.onnx.internal;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An ONNX graph while it is written. A value is known by its name; every operator returns the name of its result. Names are
 * counted, so the same calls give the same bytes.
 */
final class OnnxGraph {

    enum Type {
        FLOAT(TensorProto.DataType.FLOAT_VALUE),
        UINT8(TensorProto.DataType.UINT8_VALUE),
        INT64(TensorProto.DataType.INT64_VALUE);

        private final int code;

        Type(int code) {
            this.code = code;
        }
    }

    private static final int OPSET = 17;
    private static final int IR_VERSION = 9;

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final Map<String, String> constants = new HashMap<>();
    private int count;

    OnnxGraph(String name) {
        graph.setName(name);
    }

    /** A graph input; a dimension of 0 may have any size. */
    String input(String name, Type type, long... shape) {
        graph.addInput(value(name, type, shape));
        return name;
    }

    /** Declares a value a graph output under a name of its own. */
    void output(String name, String value, Type type, long... shape) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Identity")
                .setName("output_" + name)
                .addInput(value)
                .addOutput(name));
        graph.addOutput(value(name, type, shape));
    }

    String op(String type, String... inputs) {
        return op(type, List.of(), inputs);
    }

    String op(String type, List<AttributeProto> attributes, String... inputs) {
        return ops(type, 1, attributes, inputs).get(0);
    }

    List<String> ops(String type, int outputs, List<AttributeProto> attributes, String... inputs) {
        NodeProto.Builder node = NodeProto.newBuilder().setOpType(type).setName(type + "_" + count);
        node.addAllInput(List.of(inputs)).addAllAttribute(attributes);
        List<String> results = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            results.add("v" + count++);
        }
        graph.addNode(node.addAllOutput(results));
        return results;
    }

    /** A constant tensor of floats. */
    String floats(float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return constant(Type.FLOAT, bytes, shape);
    }

    /** A constant scalar; equal ones are shared. */
    String scalar(double value) {
        return constants.computeIfAbsent("scalar " + (float) value, k -> floats(new float[] {(float) value}));
    }

    /** The byte 0 as a constant scalar. */
    String zeroByte() {
        return constants.computeIfAbsent("byte 0", k -> constant(Type.UINT8, ByteBuffer.allocate(1)));
    }

    /** A constant list of whole numbers, such as a shape or axes; equal ones are shared. */
    String longs(long... values) {
        return constants.computeIfAbsent("longs " + Arrays.toString(values), k -> {
            ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asLongBuffer().put(values);
            return constant(Type.INT64, bytes, values.length);
        });
    }

    String reshape(String value, long... shape) {
        return op("Reshape", value, longs(shape));
    }

    String transpose(String value, long... permutation) {
        return op("Transpose", List.of(attribute("perm", permutation)), value);
    }

    /** Sums over some axes, which stay with size 1. */
    String sum(String value, long... axes) {
        return op("ReduceSum", value, longs(axes));
    }

    /** Means over some axes, which stay with size 1. */
    String mean(String value, long... axes) {
        return op("ReduceMean", List.of(attribute("axes", axes)), value);
    }

    static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto attribute(String name, long[] values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (long v : values) {
            attribute.addInts(v);
        }
        return attribute.build();
    }

    /** The graph as the bytes of an ONNX model. */
    byte[] toModel(Map<String, String> metadata) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("Credence")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                .setGraph(graph);
        new TreeMap<>(metadata)
                .forEach((key, text) -> model.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(key).setValue(text)));
        return model.build().toByteArray();
    }

    private String constant(Type type, ByteBuffer littleEndian, long... shape) {
        String name = "c" + count++;
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type.code);
        for (long d : shape) {
            tensor.addDims(d);
        }
        graph.addInitializer(tensor.setRawData(ByteString.copyFrom(littleEndian.array())));
        return name;
    }

    private static ValueInfoProto value(String name, Type type, long... shape) {
        TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
        for (long d : shape) {
            dims.addDim(
                    d == 0
                            ? TensorShapeProto.Dimension.newBuilder().setDimParam("N")
                            : TensorShapeProto.Dimension.newBuilder().setDimValue(d));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.code)
                                .setShape(dims)))
                .build();
    }
}
