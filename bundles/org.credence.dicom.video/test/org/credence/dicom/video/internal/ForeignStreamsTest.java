package org.credence.dicom.video.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.credence.dicom.spi.VideoFormat;
import org.credence.dicom.spi.VideoStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams of other encoders, see streams/README.md: every frame bit by bit as another build of FFmpeg has it. */
class ForeignStreamsTest {

    private static final Path STREAMS = Path.of("test/org/credence/dicom/video/internal/streams");

    @ParameterizedTest
    @CsvSource({"h264-open-groups.ts, 8", "hevc-open-groups.mp4, 8", "hevc-main-10.hevc, 10"})
    void everyFrameIsExactInOrderAndAtRandom(String name, int bits) throws Exception {
        List<String> expected = Files.readAllLines(STREAMS.resolve(name + ".md5"));
        List<Integer> order = new ArrayList<>();
        for (int seed = 0; seed < 4; seed++) {
            List<Integer> shuffled =
                    new ArrayList<>(IntStream.range(0, expected.size()).boxed().toList());
            if (seed > 0) {
                Collections.shuffle(shuffled, new Random(seed));
            }
            order.addAll(shuffled);
        }
        try (OpenVideos videos = new OpenVideos(1)) {
            OpenVideos.Source source = new OpenVideos.Source(
                    stream(Files.readAllBytes(STREAMS.resolve(name))), new VideoFormat(64, 48, expected.size(), bits));
            for (int f : order) {
                MessageDigest md5 = MessageDigest.getInstance("MD5");
                for (byte[] plane : videos.decode(source, f).planes()) {
                    md5.update(plane);
                }
                assertEquals(expected.get(f), HexFormat.of().formatHex(md5.digest()), "frame " + f);
                assertTrue(videos.openCount() <= 1);
            }
        }
    }

    private static VideoStream stream(byte[] bytes) {
        return new VideoStream() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public Reading open() {
                return new Reading() {
                    @Override
                    public int read(long offset, byte[] target, int from, int length) {
                        int n = (int) Math.min(length, bytes.length - offset);
                        if (n <= 0) {
                            return -1;
                        }
                        System.arraycopy(bytes, (int) offset, target, from, n);
                        return n;
                    }

                    @Override
                    public void close() {
                        // Nothing is open.
                    }
                };
            }
        };
    }
}
