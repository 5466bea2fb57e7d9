package org.credence.segmentation.onnx;

import org.credence.segmentation.SegmentationException;

/**
 * How CUDA devices are used.
 *
 * @param memoryBytes the most device memory that the tensors of one model may take, weights among them; what CUDA and cuDNN
 *     take for themselves is not counted. {@link Long#MAX_VALUE} for as much as the device has
 * @param tf32 whether convolutions may round their factors to 10 bits of mantissa (TF32), which is faster on devices that
 *     have it; without it they compute in 32 bits as the CPU does
 */
public record CudaSettings(long memoryBytes, boolean tf32) {

    /** The system property for the memory, a whole number of MiB. */
    public static final String MEMORY_PROPERTY = "credence.cuda.memory.mib";

    /** The system property for TF32, true or false. */
    public static final String TF32_PROPERTY = "credence.cuda.tf32";

    /** All memory that is there, and no TF32: a device says what the CPU says. */
    public static final CudaSettings DEFAULT = new CudaSettings(Long.MAX_VALUE, false);

    private static final int MIB = 1 << 20;

    public CudaSettings {
        if (memoryBytes < MIB) {
            throw new IllegalArgumentException(
                    "A model needs a MiB of device memory or more, allowed are " + memoryBytes + " bytes");
        }
    }

    /** Whether the memory is bounded by more than the device. */
    public boolean boundsMemory() {
        return memoryBytes != Long.MAX_VALUE;
    }

    /**
     * What the site has set by system properties, the default where it has not.
     *
     * @throws SegmentationException if a property has no meaning
     */
    public static CudaSettings ofSystemProperties() throws SegmentationException {
        return new CudaSettings(
                memoryBytes(System.getProperty(MEMORY_PROPERTY)), tf32(System.getProperty(TF32_PROPERTY)));
    }

    private static long memoryBytes(String mib) throws SegmentationException {
        if (mib == null) {
            return DEFAULT.memoryBytes;
        }
        if (!mib.matches("[1-9][0-9]{0,8}")) {
            throw new SegmentationException("System property " + MEMORY_PROPERTY + " is " + mib
                    + "; give a whole number of MiB from 1 on, or leave it out.");
        }
        return Long.parseLong(mib) * MIB;
    }

    private static boolean tf32(String allowed) throws SegmentationException {
        return switch (allowed) {
            case null -> DEFAULT.tf32;
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new SegmentationException("System property " + TF32_PROPERTY + " is " + allowed
                        + "; give true or false, or leave it out.");
        };
    }
}
