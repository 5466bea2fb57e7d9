package org.credence.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.credence.dicom.codecs.FrameFormat;

/**
 * A compressed frame.
 *
 * @param name for people
 * @param syntax its transfer syntax
 * @param format what a data set declares for it
 * @param bytes the stream
 */
record CodeStream(String name, String syntax, FrameFormat format, byte[] bytes) {

    /** The streams that were made for these tests. */
    static List<CodeStream> all() {
        try (InputStream in = CodeStream.class.getResourceAsStream("streams.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .map(c -> new CodeStream(
                            c[0],
                            c[1],
                            new FrameFormat(number(c[2]), number(c[3]), number(c[4]), number(c[5])),
                            HexFormat.of().parseHex(c[6])))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }

    /** Whether decoding gives {@link #samples} exactly. */
    boolean isLossless() {
        return !name.contains("lossy") && !name.contains("near") && (!name.contains("jpeg") || isLosslessJpeg());
    }

    private boolean isLosslessJpeg() {
        return name.contains("jpeg2000") || name.contains("jpeg-ls") || name.contains("lossless");
    }

    /** The samples that were encoded, as a codec gives them. */
    byte[] samples() {
        byte[] samples = new byte[(int) format.sizeBytes()];
        for (int y = 0; y < format.rows(); y++) {
            for (int x = 0; x < format.columns(); x++) {
                int i = y * format.columns() + x;
                if (format.samples() == 3) {
                    for (int s = 0; s < 3; s++) {
                        samples[3 * i + s] = (byte) (16 * x + 9 * y * (s + 1) + (x > y ? 30 : 0));
                    }
                } else if (format.bitsAllocated() == 8) {
                    samples[i] = (byte) (x * x + 7 * y + ((x + y) % 5 == 0 ? 40 : 0));
                } else {
                    int value = x * 300 + y * 77 & 0xfff;
                    samples[2 * i] = (byte) value;
                    samples[2 * i + 1] = (byte) (value >> 8);
                }
            }
        }
        return samples;
    }

    /** A file of {@code frames} of this frame, each in one fragment, with a basic offset table. */
    byte[] file(int frames) {
        int bits = name.startsWith("deep") ? 12 : 8;
        Part10 file =
                Part10.file(syntax).image("1.2.3.4", format.columns(), format.rows(), format.samples(), bits, frames);
        byte[][] fragments = new byte[frames + 1][];
        byte[] even = java.util.Arrays.copyOf(bytes, bytes.length + bytes.length % 2);
        fragments[0] = new byte[4 * frames];
        for (int f = 0; f < frames; f++) {
            int offset = f * (even.length + 8);
            for (int b = 0; b < 4; b++) {
                fragments[0][4 * f + b] = (byte) (offset >> 8 * b);
            }
            fragments[f + 1] = even;
        }
        return file.fragments(fragments).build();
    }
}
