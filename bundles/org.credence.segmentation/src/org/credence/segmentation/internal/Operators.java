package org.credence.segmentation.internal;

import java.util.Set;

/** What the runtime to which Credence is pinned, ONNX Runtime 1.28, can run. */
final class Operators {

    /** Found by trial: it refuses files of version 14 and operators of version 27. */
    static final long MAX_IR_VERSION = 13;

    static final long MIN_OPSET = 7;
    static final long MAX_OPSET = 26;

    /** Operators of the runtime's own; what they are called changes between its builds, so it has the last word. */
    private static final Set<String> OTHER_DOMAINS = Set.of("ai.onnx.ml", "com.microsoft", "com.microsoft.nchwc");

    private static final Set<String> STANDARD = Set.of("""
            Abs Acos Acosh Add AffineGrid And ArgMax ArgMin Asin Asinh Atan Atanh Attention AveragePool
            BatchNormalization Bernoulli BitShift BitwiseAnd BitwiseNot BitwiseOr BitwiseXor BlackmanWindow Cast CastLike
            Ceil Celu CenterCropPad Clip Col2Im Compress Concat ConcatFromSequence Constant ConstantOfShape Conv
            ConvInteger ConvTranspose Cos Cosh CumProd CumSum DFT DeformConv DepthToSpace DequantizeLinear Det Div
            Dropout DynamicQuantizeLinear Einsum Elu Equal Erf Exp Expand EyeLike Flatten Floor GRU Gather
            GatherElements GatherND Gelu Gemm GlobalAveragePool GlobalLpPool GlobalMaxPool Greater GreaterOrEqual
            GridSample GroupNormalization HammingWindow HannWindow HardSigmoid HardSwish Hardmax Identity If
            InstanceNormalization IsInf IsNaN LRN LSTM LayerNormalization LeakyRelu Less LessOrEqual Log LogSoftmax
            LpNormalization LpPool MatMul MatMulInteger Max MaxPool MaxRoiPool MaxUnpool Mean
            MeanVarianceNormalization MelWeightMatrix Min Mish Mod Mul Multinomial Neg NonMaxSuppression NonZero Not
            OneHot Optional OptionalGetElement OptionalHasElement Or PRelu Pad Pow QLinearConv QLinearMatMul
            QuantizeLinear RMSNormalization RNN RandomNormal RandomNormalLike RandomUniform RandomUniformLike Range
            Reciprocal ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd
            ReduceSum ReduceSumSquare Relu Reshape Resize ReverseSequence RoiAlign RotaryEmbedding Round STFT Scan
            Scatter ScatterElements ScatterND Selu SequenceAt SequenceConstruct SequenceEmpty SequenceErase
            SequenceInsert SequenceLength SequenceMap Shape Shrink Sigmoid Sign Sin Sinh Size Slice Softmax Softplus
            Softsign SpaceToDepth Split SplitToSequence Sqrt Squeeze Sub Sum Swish Tan Tanh TensorScatter
            ThresholdedRelu Tile TopK Transpose Trilu Unique Unsqueeze Upsample Where Xor""".split("\\s+"));

    /** Operators whose result has as many values as the largest of their inputs at least. */
    private static final Set<String> KEEPING = Set.of("""
            Abs Add BatchNormalization Cast Ceil Clip Div Dropout Elu Erf Exp Flatten Floor Gelu HardSigmoid HardSwish
            Identity InstanceNormalization LayerNormalization LeakyRelu Log LogSoftmax Max Mean Min Mish Mul Neg PRelu
            Pow Reciprocal Relu Reshape Round Selu Sigmoid Sign Softmax Softplus Softsign SpaceToDepth DepthToSpace Sqrt
            Squeeze Sub Sum Swish Tanh ThresholdedRelu Transpose Unsqueeze Where""".split("\\s+"));

    private Operators() {}

    /** Whether the runtime knows the operator; {@code Loop} is refused elsewhere. */
    static boolean known(String domain, String name) {
        return isStandard(domain) ? STANDARD.contains(name) : OTHER_DOMAINS.contains(domain);
    }

    static boolean isStandard(String domain) {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }

    static boolean knownDomain(String domain) {
        return isStandard(domain) || OTHER_DOMAINS.contains(domain);
    }

    static boolean keepsSize(String name) {
        return KEEPING.contains(name);
    }
}
