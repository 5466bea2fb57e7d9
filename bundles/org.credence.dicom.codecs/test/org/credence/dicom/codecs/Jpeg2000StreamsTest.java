package org.credence.dicom.codecs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams of another encoder, see streams/README.md: each against the pattern that it was made of. */
class Jpeg2000StreamsTest {

    // Tests run in the folder of the bundle.
    private static final Path STREAMS = Path.of("test/org/credence/dicom/codecs/streams");

    private final Jpeg2000Codec codec = new Jpeg2000Codec();

    private static byte[] stream(String name) throws IOException {
        return Files.readAllBytes(STREAMS.resolve(name + ".j2k"));
    }

    /** Curves, a chequerboard and what looks like noise; samples interleaved. */
    private static int[] pattern(FrameFormat format, int bits, boolean signed) {
        int[] samples = new int[(int) format.pixels() * format.samples()];
        for (int i = 0; i < samples.length; i++) {
            int c = i % format.samples();
            int x = i / format.samples() % format.columns();
            int y = i / format.samples() / format.columns();
            int board = (x / 8 + y / 6) % 2 << bits - 2;
            int curves = (x * x * 3 + y * (7 + c) * 5 + board + x * y * c) % (1 << bits - 1);
            int noise = (x * 7919 + y * 104729 + c * 31) % 13;
            samples[i] = Math.min(curves + noise, (1 << bits) - 1) - (signed ? 1 << bits - 1 : 0);
        }
        return samples;
    }

    private static FrameFormat format(String size, int bits) {
        String[] n = size.split("x");
        return new FrameFormat(
                Integer.parseInt(n[0]), Integer.parseInt(n[1]), Integer.parseInt(n[2]), bits > 8 ? 16 : 8);
    }

    /** Samples in containers as {@link FrameCodec#decode} gives them. */
    private static int[] samples(byte[] bytes, FrameFormat format, boolean signed) {
        int width = format.sampleBytes();
        int[] samples = new int[bytes.length / width];
        for (int i = 0; i < samples.length; i++) {
            int low = bytes[i * width] & 0xff;
            int value = width == 1 ? low : low | bytes[i * width + 1] << 8;
            samples[i] = signed ? width == 1 ? (byte) value : value : value & (1 << 8 * width) - 1;
        }
        return samples;
    }

    @ParameterizedTest
    @CsvSource({
        "progressions-rpcl, 41x33x1, 8, false",
        "progressions-pcrl, 41x33x1, 12, false",
        "progressions-cprl, 23x19x3, 8, false",
        "progressions-poc, 41x33x1, 8, false",
        "bypass-terminated, 32x24x1, 12, false",
        "causal-segmented, 41x33x1, 16, true",
        "region-of-interest, 41x33x1, 12, true",
        "long-blocks, 41x33x1, 8, false"
    })
    void reversibleStreamsComeOutExactly(String name, String size, int bits, boolean signed) throws IOException {
        FrameFormat format = format(size, bits);
        assertArrayEquals(pattern(format, bits, signed), samples(codec.decode(stream(name), format), format, signed));
    }

    @ParameterizedTest
    @CsvSource({"irreversible-color, 23x19x3, 8, false, 2", "irreversible-signed, 41x33x1, 12, true, 1"})
    void irreversibleStreamsComeOutNearly(String name, String size, int bits, boolean signed, int most)
            throws IOException {
        FrameFormat format = format(size, bits);
        int[] pattern = pattern(format, bits, signed);
        int[] found = samples(codec.decode(stream(name), format), format, signed);
        for (int i = 0; i < pattern.length; i++) {
            assertEquals(pattern[i], found[i], most, "sample " + i);
        }
    }
}
