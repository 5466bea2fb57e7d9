package org.credence.formats.internal;

import java.util.List;

/** How one sample is stored. */
enum SampleType {
    U8(1, 0, 255, "uint8", 2),
    S8(1, -128, 127, "int8", 256),
    S16(2, -32768, 32767, "int16", 4),
    U16(2, 0, 65535, "uint16", 512),
    S32(4, Integer.MIN_VALUE, Integer.MAX_VALUE, "int32", 8),
    F32(4, -Float.MAX_VALUE, Float.MAX_VALUE, "float", 16),
    F64(8, -Double.MAX_VALUE, Double.MAX_VALUE, "double", 64);

    private static final List<SampleType> WHOLE = List.of(U8, S8, S16, U16, S32);

    final int bytes;
    final double low;
    final double high;

    /** NRRD's name. */
    final String nrrd;

    /** NIfTI's number. */
    final int nifti;

    SampleType(int bytes, double low, double high, String nrrd, int nifti) {
        this.bytes = bytes;
        this.low = low;
        this.high = high;
        this.nrrd = nrrd;
        this.nifti = nifti;
    }

    boolean isReal() {
        return this == F32 || this == F64;
    }

    boolean isSigned() {
        return low < 0;
    }

    /** The type that a frame's array of stored values has. */
    static SampleType of(Object stored, boolean signed) {
        return switch (stored) {
            case byte[] b -> signed ? S8 : U8;
            case short[] s -> signed ? S16 : U16;
            case int[] i -> S32;
            case float[] f -> F32;
            default -> F64;
        };
    }

    /** The smallest type of whole numbers that holds all from {@code low} to {@code high}; {@link #F64} where none does. */
    static SampleType holding(double low, double high) {
        return WHOLE.stream()
                .filter(t -> t.low <= low && high <= t.high)
                .findFirst()
                .orElse(F64);
    }

    /** A type that holds every value of both. */
    SampleType and(SampleType other) {
        if (this == other) {
            return this;
        }
        if (isReal() || other.isReal()) {
            // A float holds all whole numbers of 16 bits.
            return this != F64 && other != F64 && bytes + other.bytes <= 6 ? F32 : F64;
        }
        return holding(Math.min(low, other.low), Math.max(high, other.high));
    }

    /** The real type that holds values of this type times a factor. */
    SampleType scaled() {
        return bytes <= 2 || this == F32 ? F32 : F64;
    }
}
