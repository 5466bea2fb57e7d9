package org.credence.imaging;

import java.util.function.DoubleFunction;

/** The stored values of a gray frame, in the kind of array they came in. */
sealed interface Stored {

    /** Wraps an array of numbers; {@code signed} is about whole numbers of one or two bytes. */
    static Stored of(Object array, boolean signed) {
        return switch (array) {
            case byte[] b -> new Bytes(b, signed);
            case short[] s -> new Shorts(s, signed);
            case int[] i -> new Ints(i);
            case float[] f -> new Floats(f);
            case double[] d -> new Doubles(d);
            default ->
                throw new IllegalArgumentException(
                        "Stored values are a byte[], short[], int[], float[] or double[], got: " + array);
        };
    }

    int count();

    double at(int i);

    long sizeBytes();

    Object copy();

    default boolean isWhole() {
        return true;
    }

    /** Writes the level of each value. */
    default void show(DoubleFunction<Byte> level, byte[] shown) {
        for (int i = 0; i < shown.length; i++) {
            shown[i] = level.apply(at(i));
        }
    }

    /** One byte each. */
    record Bytes(byte[] values, boolean signed) implements Stored {
        @Override
        public int count() {
            return values.length;
        }

        @Override
        public double at(int i) {
            return signed ? values[i] : values[i] & 0xff;
        }

        @Override
        public long sizeBytes() {
            return values.length;
        }

        @Override
        public Object copy() {
            return values.clone();
        }

        @Override
        public void show(DoubleFunction<Byte> level, byte[] shown) {
            byte[] table = new byte[1 << 8];
            for (int v = 0; v < table.length; v++) {
                table[v] = level.apply(signed ? (byte) v : v);
            }
            for (int i = 0; i < shown.length; i++) {
                shown[i] = table[values[i] & 0xff];
            }
        }
    }

    /** Two bytes each. */
    record Shorts(short[] values, boolean signed) implements Stored {
        @Override
        public int count() {
            return values.length;
        }

        @Override
        public double at(int i) {
            return signed ? values[i] : values[i] & 0xffff;
        }

        @Override
        public long sizeBytes() {
            return 2L * values.length;
        }

        @Override
        public Object copy() {
            return values.clone();
        }

        @Override
        public void show(DoubleFunction<Byte> level, byte[] shown) {
            byte[] table = new byte[1 << 16];
            for (int v = 0; v < table.length; v++) {
                table[v] = level.apply(signed ? (short) v : v);
            }
            for (int i = 0; i < shown.length; i++) {
                shown[i] = table[values[i] & 0xffff];
            }
        }
    }

    /** Four bytes each, always signed. */
    record Ints(int[] values) implements Stored {
        @Override
        public int count() {
            return values.length;
        }

        @Override
        public double at(int i) {
            return values[i];
        }

        @Override
        public long sizeBytes() {
            return 4L * values.length;
        }

        @Override
        public Object copy() {
            return values.clone();
        }
    }

    /** Real numbers; NaN is no measurement. */
    record Floats(float[] values) implements Stored {
        @Override
        public int count() {
            return values.length;
        }

        @Override
        public double at(int i) {
            return values[i];
        }

        @Override
        public boolean isWhole() {
            return false;
        }

        @Override
        public long sizeBytes() {
            return 4L * values.length;
        }

        @Override
        public Object copy() {
            return values.clone();
        }
    }

    /** Real numbers of double precision; NaN is no measurement. */
    record Doubles(double[] values) implements Stored {
        @Override
        public int count() {
            return values.length;
        }

        @Override
        public double at(int i) {
            return values[i];
        }

        @Override
        public boolean isWhole() {
            return false;
        }

        @Override
        public long sizeBytes() {
            return 8L * values.length;
        }

        @Override
        public Object copy() {
            return values.clone();
        }
    }
}
