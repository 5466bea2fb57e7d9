package org.credence.dicom.codecs;

import java.io.ByteArrayOutputStream;

/** Writes JPEG streams for tests, with one Huffman table: every symbol from 0 to 16 has a code of five bits, itself. */
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
        bytes(0xff, 0xc4, 0, 2 + 17 + 17, kind);
        for (int length = 1; length <= 16; length++) {
            bytes(length == 5 ? 17 : 0);
        }
        for (int symbol = 0; symbol <= 16; symbol++) {
            bytes(symbol);
        }
        return this;
    }

    JpegBitWriter frame(int process, int precision, int columns, int rows, int components) {
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
            bytes(c, 0x11, 0);
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
