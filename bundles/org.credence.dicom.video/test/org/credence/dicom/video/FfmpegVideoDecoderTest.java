package org.credence.dicom.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.credence.dicom.spi.VideoDecoder;
import org.credence.dicom.spi.VideoFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Videos made here, whose every frame shows its number. */
class FfmpegVideoDecoderTest {

    private static final int FRAMES = 50;

    @TempDir
    Path folder;

    private final FfmpegVideoDecoder decoder = new FfmpegVideoDecoder();

    /** Clips are made with the same libraries, which the decoder has to load from where it keeps them. */
    @BeforeAll
    static void loadLibraries() {
        try (FfmpegVideoDecoder first = new FfmpegVideoDecoder()) {
            VideoDecoder.Video nothing = first.video(new ByteStream(new byte[0]), new VideoFormat(1, 1, 1, 8));
            assertThrows(IOException.class, () -> nothing.decode(0));
        }
    }

    @AfterEach
    void close() {
        decoder.close();
    }

    private byte[] clip(String codec, String container) throws IOException {
        int reordered = codec.equals("mpeg2video") ? 2 : 0;
        return Files.readAllBytes(TestClip.write(folder.resolve("clip"), codec, container, FRAMES, 12, reordered));
    }

    private VideoDecoder.Video video(byte[] bytes, int frames) {
        return decoder.video(new ByteStream(bytes), new VideoFormat(TestClip.COLUMNS, TestClip.ROWS, frames, 8));
    }

    @ParameterizedTest
    @CsvSource({
        "mpeg2video, mpegts",
        "mpeg2video, vob",
        "mpeg2video, mpeg2video",
        "libopenh264, mpegts",
        "libopenh264, mp4",
        "libopenh264, h264"
    })
    void everyFrameIsTheOneAskedForInAnyOrder(String codec, String container) throws IOException {
        VideoDecoder.Video video = video(clip(codec, container), FRAMES);
        List<byte[]> inOrder = new ArrayList<>();
        for (int f = 0; f < FRAMES; f++) {
            byte[] rgb = video.decode(f);
            assertEquals(f, TestClip.number(rgb));
            inOrder.add(rgb);
        }
        List<Integer> shuffled =
                new ArrayList<>(IntStream.range(0, FRAMES).boxed().toList());
        Collections.shuffle(shuffled, new Random(1));
        for (int f : shuffled) {
            assertArrayEquals(inOrder.get(f), video.decode(f), "frame " + f);
        }
        for (int f = FRAMES - 1; f >= 0; f--) {
            assertArrayEquals(inOrder.get(f), video.decode(f), "frame " + f + " backwards");
        }
    }

    @Test
    void coloursAreThoseOfStandardDefinition() throws IOException {
        byte[] rgb = video(clip("mpeg2video", "mpegts"), FRAMES).decode(0);
        double y = 255 / 219.0 * (TestClip.BAND[0] - 16);
        double cb = 255 / 224.0 * (TestClip.BAND[1] - 128);
        double cr = 255 / 224.0 * (TestClip.BAND[2] - 128);
        double[] expected = {y + 1.402 * cr, y - 0.344136 * cb - 0.714136 * cr, y + 1.772 * cb};
        int[] band = TestClip.band(rgb);
        for (int c = 0; c < 3; c++) {
            assertEquals(expected[c], band[c], 5, "channel " + c + " of " + Arrays.toString(band));
        }
    }

    @Test
    void eightThreadsSeeTheSameFramesAndNothingStaysOpen() throws Exception {
        ByteStream stream = new ByteStream(clip("libopenh264", "mpegts"));
        VideoDecoder.Video video = decoder.video(stream, new VideoFormat(TestClip.COLUMNS, TestClip.ROWS, FRAMES, 8));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> seen = new ArrayList<>();
            for (int i = 0; i < 4 * FRAMES; i++) {
                int f = i % FRAMES;
                seen.add(threads.submit(() -> TestClip.number(video.decode(f))));
            }
            for (int i = 0; i < seen.size(); i++) {
                assertEquals(i % FRAMES, seen.get(i).get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(0, stream.opened().get(), "the stream is closed between frames");
    }

    @Test
    void moreVideosThanDecodersTakeTurns() throws Exception {
        byte[] bytes = clip("mpeg2video", "mpegts");
        List<VideoDecoder.Video> videos =
                IntStream.range(0, 9).mapToObj(i -> video(bytes, FRAMES)).toList();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> seen = new ArrayList<>();
            for (int i = 0; i < 90; i++) {
                VideoDecoder.Video video = videos.get(i % 9);
                int f = i / 9;
                seen.add(threads.submit(() -> TestClip.number(video.decode(f))));
            }
            for (int i = 0; i < seen.size(); i++) {
                assertEquals(i / 9, seen.get(i).get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @CsvSource({"mpeg2video, mpegts", "mpeg2video, mpeg2video", "libopenh264, mpegts", "libopenh264, h264"})
    void aVideoCutOffAtAnyByteGivesExactFramesOrErrors(String codec, String container) throws IOException {
        byte[] bytes = clip(codec, container);
        VideoDecoder.Video whole = video(bytes, FRAMES);
        for (int cut = 3; cut < bytes.length; cut += bytes.length / 23) {
            VideoDecoder.Video video = video(Arrays.copyOf(bytes, bytes.length - cut), FRAMES);
            boolean refused = false;
            for (int f : new int[] {0, 1, FRAMES / 2, FRAMES - 2, FRAMES - 1}) {
                try {
                    assertArrayEquals(whole.decode(f), video.decode(f), "frame " + f + " without " + cut + " bytes");
                } catch (IOException e) {
                    assertTrue(e.getMessage().length() > 10, e.getMessage());
                    refused = true;
                }
            }
            assertTrue(refused, "nothing was missed without " + cut + " bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"000001b7", "000001b700", "00000000000000000000", "000000000000000001b7"})
    void anMpeg2StreamMayEndWithItsCodeAndBytesThatFillUp(String end) throws IOException {
        byte[] bytes = clip("mpeg2video", "mpeg2video");
        byte[] tail = HexFormat.of().parseHex(end);
        byte[] ended = Arrays.copyOf(bytes, bytes.length + tail.length);
        System.arraycopy(tail, 0, ended, bytes.length, tail.length);
        VideoDecoder.Video video = video(ended, FRAMES);
        for (int f : new int[] {FRAMES - 1, 0, FRAMES / 2}) {
            assertEquals(f, TestClip.number(video.decode(f)));
        }
    }

    @Test
    void aTruncatedMp4IsRefused() throws IOException {
        byte[] bytes = clip("libopenh264", "mp4");
        IOException e = assertThrows(
                IOException.class,
                () -> video(Arrays.copyOf(bytes, bytes.length / 2), FRAMES).decode(0));
        assertTrue(e.getMessage().contains("container is damaged"), e.getMessage());
    }

    @Test
    void aDamagedFrameIsRefusedAndThoseBeforeAreNot() throws IOException {
        byte[] bytes = clip("mpeg2video", "mpegts");
        VideoDecoder.Video whole = video(bytes, FRAMES);
        byte[] damaged = bytes.clone();
        // A transport packet in the middle says that it was damaged on its way.
        damaged[bytes.length / 2 / 188 * 188 + 1] |= (byte) 0x80;
        VideoDecoder.Video video = video(damaged, FRAMES);
        int refused = 0;
        for (int f = 0; f < FRAMES; f++) {
            try {
                assertArrayEquals(whole.decode(f), video.decode(f), "frame " + f);
            } catch (IOException e) {
                assertTrue(e.getMessage().contains("damaged"), e.getMessage());
                refused++;
            }
        }
        assertTrue(refused > 0 && refused < 20, refused + " frames were refused");
    }

    @ParameterizedTest
    @CsvSource({"mpegts, 49", "mpegts, 51", "mp4, 1", "h264, 60"})
    void anotherNumberOfFramesIsAnErrorThatSaysBoth(String container, int said) throws IOException {
        VideoDecoder.Video video = video(clip("libopenh264", container), said);
        IOException e = assertThrows(IOException.class, () -> video.decode(0));
        assertTrue(e.getMessage().contains("50 frames") && e.getMessage().contains(" " + said + ";"), e.getMessage());
    }

    @Test
    void anotherSizeOrDepthIsAnErrorThatSaysBoth() throws IOException {
        byte[] bytes = clip("mpeg2video", "mpegts");
        VideoDecoder.Video narrow =
                decoder.video(new ByteStream(bytes), new VideoFormat(190, TestClip.ROWS, FRAMES, 8));
        IOException size = assertThrows(IOException.class, () -> narrow.decode(0));
        assertTrue(
                size.getMessage().contains("192 x 144") && size.getMessage().contains("190 x 144"), size.getMessage());
        VideoDecoder.Video deep =
                decoder.video(new ByteStream(bytes), new VideoFormat(TestClip.COLUMNS, TestClip.ROWS, FRAMES, 10));
        IOException depth = assertThrows(IOException.class, () -> deep.decode(0));
        assertTrue(depth.getMessage().contains("8 bits"), depth.getMessage());
    }

    @Test
    void whatIsNoVideoIsRefused() throws IOException {
        byte[] text = "#EXTM3U\nfile:///etc/hostname\n".repeat(50).getBytes(StandardCharsets.US_ASCII);
        IOException e =
                assertThrows(IOException.class, () -> video(text, FRAMES).decode(0));
        assertTrue(e.getMessage().contains("it is no MP4"), e.getMessage());
        byte[] noise = new byte[100_000];
        new Random(5).nextBytes(noise);
        noise[0] = 0;
        noise[1] = 0;
        noise[2] = 1;
        noise[3] = (byte) 0xb3;
        assertThrows(IOException.class, () -> video(noise, FRAMES).decode(0));
        assertThrows(IOException.class, () -> video(new byte[0], FRAMES).decode(0));
    }

    @Test
    void anInterruptedThreadStops() throws IOException {
        VideoDecoder.Video video = video(clip("mpeg2video", "mpegts"), FRAMES);
        Thread.currentThread().interrupt();
        try {
            assertThrows(InterruptedIOException.class, () -> video.decode(7));
        } finally {
            assertTrue(Thread.interrupted(), "the thread knows that it was interrupted");
        }
        assertEquals(7, TestClip.number(video.decode(7)));
    }

    @Test
    void aClosedDecoderRefuses() throws IOException {
        VideoDecoder.Video video = video(clip("mpeg2video", "mpegts"), FRAMES);
        video.decode(0);
        decoder.close();
        IOException e = assertThrows(IOException.class, () -> video.decode(1));
        assertTrue(e.getMessage().contains("shut down"), e.getMessage());
    }
}
