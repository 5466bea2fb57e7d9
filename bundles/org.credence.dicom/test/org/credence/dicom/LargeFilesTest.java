package org.credence.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.credence.imaging.Frame;
import org.credence.imaging.ImageInstance;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of more than 2 and 4 GiB, most of whose bytes are holes: only what is asked for is read. */
class LargeFilesTest {

    private static final int PIXEL_DATA = 0x7FE00010;
    private static final int SIDE = 1024;
    private static final int FRAME_BYTES = SIDE * SIDE;
    private static final long GIBIBYTE = 1L << 30;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void isSparse() throws IOException {
        file = folder.resolve("large.dcm");
        Path probe = folder.resolve("probe");
        write(probe, 64 << 20, new byte[1]);
        Object blocks;
        try {
            ProcessBuilder du = new ProcessBuilder("du", "-k", probe.toString());
            Process process = du.start();
            blocks = new String(process.getInputStream().readAllBytes()).split("\\s")[0];
        } catch (IOException e) {
            blocks = "unknown";
        }
        assumeTrue(blocks.toString().matches("\\d{1,4}"), "files have no holes here, du says " + blocks);
        Files.delete(probe);
    }

    private static void write(Path file, long offset, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer, offset + buffer.position());
            }
        }
    }

    private static RawFile header(String syntax, int frames) throws IOException {
        RawFile raw = RawFile.in(syntax).text(0x00080018, "UI", "1.2.3.4");
        raw.us(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2");
        raw.text(0x00280008, "IS", Integer.toString(frames));
        raw.us(0x00280010, SIDE).us(0x00280011, SIDE);
        return raw.us(0x00280100, 8).us(0x00280101, 8).us(0x00280102, 7).us(0x00280103, 0);
    }

    /** Decodes the last frame, whose first and last pixels are 7 and 9, with next to no memory. */
    private void assertLastFrame(int frames) throws Exception {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        ImageInstance image = new DicomImageSource().open(file);
        assertEquals(frames, image.frameCount());
        Frame frame = image.decoder().decode(frames - 1);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertEquals(7, frame.stored(0, 0));
        assertEquals(9, frame.stored(SIDE - 1, SIDE - 1));
        assertEquals(0, frame.stored(5, 5));
        assertTrue(allocated < 16L * FRAME_BYTES, allocated + " bytes");
    }

    private static byte[] marked(byte first, byte last) {
        byte[] frame = new byte[FRAME_BYTES];
        frame[0] = first;
        frame[FRAME_BYTES - 1] = last;
        return frame;
    }

    @Test
    void nativePixelsOfAlmostFourGibibytesAreRead() throws Exception {
        for (int frames : new int[] {2049, 4095}) {
            RawFile raw = header(RawFile.EXPLICIT, frames).head(PIXEL_DATA, "OB", (long) frames * FRAME_BYTES);
            raw.write(file);
            write(file, raw.length() + (frames - 1L) * FRAME_BYTES, marked((byte) 7, (byte) 9));
            assertLastFrame(frames);
        }
        // One byte less than they need.
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 1);
        }
        DicomException e = assertThrows(DicomException.class, () -> new DicomImageSource().open(file));
        assertTrue(e.getMessage().contains("takes 4293918720 bytes, but only 4293918719 are left"), e.getMessage());
    }

    @Test
    void framesBeyondFourGibibytesAreFoundByTheExtendedOffsetTable() throws Exception {
        // Five frames; all but the last have a gibibyte of padding in a second fragment.
        int frames = 6;
        byte[] rle = rle(new byte[0]);
        byte[] last = rle(new byte[] {0});
        ByteBuffer table = ByteBuffer.allocate(8 * frames).order(ByteOrder.LITTLE_ENDIAN);
        for (int f = 0; f < frames; f++) {
            table.putLong(f * (rle.length + 8 + GIBIBYTE + 8));
        }
        RawFile raw = header(RawFile.RLE, frames).element(0x7FE00001, "OV", table.array());
        raw.head(PIXEL_DATA, "OB", RawFile.UNDEFINED).item(0);
        raw.write(file);
        long at = raw.length();
        for (int f = 0; f < frames - 1; f++) {
            write(file, at, item(rle.length));
            write(file, at + 8, rle);
            write(file, at + 8 + rle.length, item(GIBIBYTE));
            at += 8 + rle.length + 8 + GIBIBYTE;
        }
        write(file, at, item(last.length));
        write(file, at + 8, last);
        Path end = folder.resolve("end");
        RawFile.bare(true, false).endOfSequence().write(end);
        write(file, at + 8 + last.length, Files.readAllBytes(end));
        assertLastFrame(frames);
        // A first frame of a gibibyte is none.
        ImageInstance image = new DicomImageSource().open(file);
        DicomException e =
                assertThrows(DicomException.class, () -> image.decoder().decode(0));
        assertTrue(e.getMessage().contains("compressed bytes, more than"), e.getMessage());
    }

    private byte[] item(long length) throws IOException {
        Path head = folder.resolve("item");
        RawFile.bare(true, false).item(length).write(head);
        return Files.readAllBytes(head);
    }

    /** A frame of zeros in runs, or one whose first and last pixels are 7 and 9. */
    private static byte[] rle(byte[] marks) {
        byte[] out = new byte[64 + FRAME_BYTES / 128 * 2 + 8];
        out[0] = 1;
        out[4] = 64;
        int at = 64;
        int left = FRAME_BYTES;
        if (marks.length > 0) {
            out[at++] = 0;
            out[at++] = 7;
            left -= 2;
        }
        while (left > 0) {
            int run = Math.min(128, left);
            if (run == 1) {
                out[at++] = 0;
                out[at++] = 0;
            } else {
                out[at++] = (byte) (1 - run);
                out[at++] = 0;
            }
            left -= run;
        }
        if (marks.length > 0) {
            out[at++] = 0;
            out[at++] = 9;
        }
        return Arrays.copyOf(out, at + at % 2);
    }
}
