package org.credence.dicom.internal;

import java.util.List;

/**
 * One element of a data set.
 *
 * @param tag {@code ggggeeee}
 * @param vr how to read its value
 * @param value its value, or where it lies
 */
record Element(int tag, Vr vr, Value value) {

    /** A value, or where it lies. */
    sealed interface Value {

        /** Bytes of the value; 0 for sequences and fragments. */
        default long length() {
            return 0;
        }

        /** Whether there is anything in it. */
        default boolean isPresent() {
            return true;
        }

        /** Bytes in little-endian order. */
        record Bytes(byte[] bytes) implements Value {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public boolean isPresent() {
                return bytes.length > 0;
            }
        }

        /**
         * Bytes too many to hold in memory.
         *
         * @param bigEndian whether the words there are in big-endian order
         */
        record Stored(ByteSource source, long offset, long length, boolean bigEndian) implements Value {}

        /**
         * Encapsulated fragments; the first is the offset table.
         *
         * @param offsets where the fragments' bytes start
         * @param lengths bytes of each
         * @param ended whether their end is marked; if not, the file may have been cut off there
         */
        record Fragments(ByteSource source, long[] offsets, long[] lengths, boolean ended) implements Value {}

        /**
         * The items of a sequence.
         *
         * @param offsets where each item starts in the file, as a DICOMDIR links them; none where it was not read from one
         */
        record Items(List<DataSet> items, long[] offsets) implements Value {
            public Items {
                items = List.copyOf(items);
            }

            Items(List<DataSet> items) {
                this(items, new long[0]);
            }

            @Override
            public boolean isPresent() {
                return !items.isEmpty();
            }
        }
    }

    /** Bytes of the value; 0 for sequences and fragments. */
    long length() {
        return value.length();
    }
}
