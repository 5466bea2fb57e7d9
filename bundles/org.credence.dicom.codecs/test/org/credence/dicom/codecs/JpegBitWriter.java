package org.credence.dicom.codecs;

import java.io.ByteArrayOutputStream;

/** Writes JPEG streams for tests, with one Huffman table: every symbol, mostly from 0 to 16, has a code of five bits, itself. */
final class JpegBitWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int buffer;
    private int count;

    JpegBitWriter bytes(int... values) {
        for (int v : values) {
            out.write(v);
        }
        return this;
    }

    JpegBitWriter start() {
        return bytes(0xff, 0xd8);
    }

    JpegBitWriter huffmanTable(int kind) {
        return huffmanTable(kind, 16);
    }

    JpegBitWriter huffmanTable(int kind, int lastSymbol) {
        bytes(0xff, 0xc4, 0, 2 + 17 + 1 + lastSymbol, kind);
        for (int length = 1; length <= 16; length++) {
            bytes(length == 5 ? 1 + lastSymbol : 0);
        }
        for (int symbol = 0; symbol <= lastSymbol; symbol++) {
            bytes(symbol);
        }
        return this;
    }

    /** A table of the same value for all coefficients. */
    JpegBitWriter quantizationTable(int value) {
        bytes(0xff, 0xdb, 0, 67, 0);
        for (int i = 0; i < 64; i++) {
            bytes(value);
        }
        return this;
    }

    JpegBitWriter frame(int process, int precision, int columns, int rows, int components) {
        int[] factors = new int[components];
        java.util.Arrays.fill(factors, 0x11);
        return frame(process, precision, columns, rows, factors);
    }

    /** A frame with a component for each pair of sampling factors, across in the upper four bits. */
    JpegBitWriter frame(int process, int precision, int columns, int rows, int[] factors) {
        int components = factors.length;
        bytes(
                0xff,
                0xc0 + process,
                0,
                8 + 3 * components,
                precision,
                rows >> 8,
                rows,
                columns >> 8,
                columns,
                components);
        for (int c = 1; c <= components; c++) {
            bytes(c, factors[c - 1], 0);
        }
        return this;
    }

    JpegBitWriter restartInterval(int interval) {
        return bytes(0xff, 0xdd, 0, 4, interval >> 8, interval);
    }

    JpegBitWriter scan(int start, int end, int low, int... components) {
        bytes(0xff, 0xda, 0, 6 + 2 * components.length, components.length);
        for (int c : components) {
            bytes(c, 0);
        }
        return bytes(start, end, low);
    }

    /** A difference as its size in five bits and its bits. */
    JpegBitWriter difference(int value) {
        int d = (short) value;
        int magnitude = Math.abs(d);
        int size = d == -32768 ? 16 : 32 - Integer.numberOfLeadingZeros(magnitude);
        bits(size, 5);
        if (size < 16) {
            bits(d < 0 ? d - 1 & (1 << size) - 1 : d, size);
        }
        return this;
    }

    JpegBitWriter bits(int value, int n) {
        for (int i = n - 1; i >= 0; i--) {
            buffer = buffer << 1 | value >> i & 1;
            if (++count == 8) {
                out.write(buffer);
                if ((buffer & 0xff) == 0xff) {
                    out.write(0);
                }
                buffer = 0;
                count = 0;
            }
        }
        return this;
    }

    /** Fills the last byte with ones. */
    JpegBitWriter flush() {
        while (count > 0) {
            bits(1, 1);
        }
        return this;
    }

    byte[] end() {
        return flush().bytes(0xff, 0xd9).out.toByteArray();
    }
}
