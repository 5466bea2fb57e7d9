package org.credence.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.credence.dicom.DicomImageSource;
import org.credence.dicom.codecs.CodecException;
import org.credence.dicom.codecs.FrameCodec;
import org.credence.imaging.Frame;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImagingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that are cut off or have wrong bytes give their own pixels or a typed error, within 2 s of computing. The memory of
 * 256 MiB is what the tests run with.
 */
class DamageTest {

    private static final long MAX_NANOS = 2_000_000_000L;
    private static final int MAX_CUTS_PER_FILE = 120;
    private static final int FLIPS_PER_FILE = 60;
    private static final int FLIPPED_BYTES = 16;
    private static final int CONFORMANCE_FILES = 8;
    private static final long MAX_CONFORMANCE_BYTES = 1 << 14;
    private static final long SEED = 20240131;

    @TempDir
    private Path folder;

    private final DicomImageSource source = new DicomImageSource();
    private final ThreadMXBean clock = ManagementFactory.getThreadMXBean();

    /** Our own files, and some of the conformance files where there are any. */
    private static Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        int n = 0;
        for (byte[] file : Seeds.files()) {
            files.put("own file " + n++, file);
        }
        files.put("clip", Seeds.image());
        List<Path> others = Seeds.conformanceFiles(MAX_CONFORMANCE_BYTES);
        int step = Math.max(1, others.size() / CONFORMANCE_FILES);
        for (int i = 0; i < others.size(); i += step) {
            files.put(others.get(i).getFileName().toString(), Files.readAllBytes(others.get(i)));
        }
        return files;
    }

    /** The colours of all frames; empty where the file is refused with a typed error. */
    private Optional<List<int[]>> pixels(byte[] bytes, String what) throws IOException {
        Path file = Files.write(folder.resolve("file"), bytes);
        long before = clock.getCurrentThreadCpuTime();
        try {
            ImageInstance image = source.open(file);
            List<int[]> frames = new ArrayList<>();
            for (int f = 0; f < image.frameCount(); f++) {
                Frame frame = image.decoder().decode(f);
                int[] colors = new int[frame.columns() * frame.rows()];
                Arrays.setAll(
                        colors,
                        i -> frame.isColor()
                                ? frame.rgb(i % frame.columns(), i / frame.columns())
                                : frame.stored(i % frame.columns(), i / frame.columns()));
                frames.add(colors);
            }
            return Optional.of(frames);
        } catch (ImagingException e) {
            assertTrue(e.getMessage().endsWith("."), what + ": " + e.getMessage());
            return Optional.empty();
        } catch (RuntimeException | Error e) {
            throw new AssertionError(what + " ends in " + e, e);
        } finally {
            long nanos = clock.getCurrentThreadCpuTime() - before;
            assertTrue(nanos < MAX_NANOS, what + " takes " + nanos / 1_000_000 + " ms");
        }
    }

    private static void assertSame(List<int[]> expected, List<int[]> found, String what) {
        assertEquals(expected.size(), found.size(), what);
        for (int f = 0; f < expected.size(); f++) {
            assertArrayEquals(expected.get(f), found.get(f), what + ", frame " + (f + 1));
        }
    }

    @Test
    void aFileCutOffAnywhereGivesItsPixelsOrAnError() throws Exception {
        int refused = 0;
        for (Map.Entry<String, byte[]> e : files().entrySet()) {
            Optional<List<int[]>> whole = pixels(e.getValue(), e.getKey());
            int length = e.getValue().length;
            int step = Math.max(1, length / MAX_CUTS_PER_FILE);
            for (int cut = length - 1; cut >= 0; cut -= cut > length - 40 ? 1 : step) {
                String what = e.getKey() + " cut off at byte " + cut;
                Optional<List<int[]>> rest = pixels(Arrays.copyOf(e.getValue(), cut), what);
                if (rest.isPresent()) {
                    assertSame(whole.orElseThrow(() -> new AssertionError(what)), rest.get(), what);
                } else {
                    refused++;
                }
            }
        }
        assertTrue(refused > 1000, refused + " refused");
    }

    @Test
    void wrongBytesAnywhereGivePixelsOrAnError() throws Exception {
        Random random = new Random(SEED);
        int read = 0;
        for (Map.Entry<String, byte[]> e : files().entrySet()) {
            for (int i = 0; i < FLIPS_PER_FILE; i++) {
                byte[] bytes = e.getValue().clone();
                int run = random.nextInt(bytes.length);
                StringBuilder where = new StringBuilder();
                for (int k = 0; k < FLIPPED_BYTES; k++) {
                    int at = i % 2 == 0 ? random.nextInt(bytes.length) : Math.min(bytes.length - 1, run + k);
                    bytes[at] ^= (byte) (1 + random.nextInt(255));
                    where.append(' ').append(at).append('=').append(bytes[at] & 0xff);
                }
                read += pixels(bytes, e.getKey() + " with bytes" + where).isPresent() ? 1 : 0;
            }
        }
        assertTrue(read > 100, read + " read");
    }

    @Test
    void wrongBytesInAttributesThatPixelsAreNotOfLeaveThemAsTheyAre() throws Exception {
        Random random = new Random(SEED);
        for (CodeStream stream : CodeStream.all()) {
            byte[] file = stream.file(1);
            List<int[]> whole = pixels(file, stream.name()).orElseThrow();
            int name = new String(file, StandardCharsets.ISO_8859_1).indexOf("Doe^Jane");
            assertTrue(name > 0);
            for (int i = 0; i < 20; i++) {
                byte[] bytes = file.clone();
                for (int k = 0; k < "Doe^Jane".length(); k++) {
                    bytes[name + k] = (byte) random.nextInt();
                }
                String what = stream.name() + " with another name";
                assertSame(whole, pixels(bytes, what).orElseThrow(), what);
            }
        }
    }

    @Test
    void aStreamCutOffAnywhereGivesItsSamplesOrAnError() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (CodeStream s : CodeStream.all()) {
            FrameCodec codec = FrameCodec.forTransferSyntax(s.syntax()).orElseThrow();
            byte[] whole = codec.decode(s.bytes(), s.format());
            if (s.isLossless()) {
                assertArrayEquals(s.samples(), whole, s.name());
            }
            for (int cut = s.bytes().length - 1; cut >= 0; cut--) {
                try {
                    byte[] rest = codec.decode(Arrays.copyOf(s.bytes(), cut), s.format());
                    if (!Arrays.equals(whole, rest)) {
                        wrong.add(s.name() + " of " + s.bytes().length + " bytes cut off at byte " + cut);
                    }
                } catch (CodecException e) {
                    assertFalse(e.getMessage().isBlank());
                }
            }
        }
        assertTrue(wrong.isEmpty(), "Not the frame's samples: " + wrong);
    }
}
