package org.credence.training.onnx.internal;

/**
 * The layers that networks are made of: a closed set, because each needs a gradient that is written and tested by hand.
 * Values are numbered; value 0 is the image and layer i makes value i + 1.
 */
sealed interface Layer {

    /** Convolution with zero padding that keeps the size. {@code kernel} is 1 or 3. */
    record Conv(int input, int outChannels, int kernel, boolean bias) implements Layer {
        public Conv {
            if (kernel != 1 && kernel != 3) {
                throw new IllegalArgumentException("Convolutions have a kernel of 1 or 3, got: " + kernel);
            }
        }
    }

    /** Normalises each channel over batch and pixels, then scales and shifts it. */
    record BatchNorm(int input) implements Layer {}

    /** Cuts off below 0. */
    record Relu(int input) implements Layer {}

    /** The greatest of each 2 x 2 pixels; where several are equal, each gets the gradient. */
    record MaxPool(int input) implements Layer {}

    /**
     * Four channels become one of twice the width and height. After a 1 x 1 convolution this is a transposed convolution of
     * 2 x 2 with stride 2, in operators that run fast everywhere.
     */
    record Unfold(int input) implements Layer {}

    /** The channels of both. */
    record Concat(int first, int second) implements Layer {}
}
