package org.credence.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.zip.Deflater;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What a file claims costs nothing; only what is really in it does. */
class HostileFilesTest {

    private static final int PIXEL_DATA = 0x7FE00010;
    private static final int SEQUENCE = 0x00081140;
    private static final long HUGE = 0xfffffff0L;
    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    private Path folder;

    private final DicomImageSource source = new DicomImageSource();
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("hostile.dcm");
    }

    /** What is allocated while something runs, in bytes. */
    private static long allocated(Executable run) throws Throwable {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        run.execute();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private DicomException refused(RawFile raw) throws Throwable {
        raw.write(file);
        DicomException[] thrown = new DicomException[1];
        long bytes = allocated(() -> thrown[0] = assertThrows(DicomException.class, () -> source.open(file)));
        assertTrue(bytes < 4 * MEBIBYTE + 40L * raw.length(), bytes + " bytes for " + raw.length());
        assertTrue(thrown[0].getMessage().contains(file.toString()), thrown[0].getMessage());
        assertTrue(thrown[0].getMessage().endsWith("."), thrown[0].getMessage());
        return thrown[0];
    }

    private void refusedAt(RawFile raw, int tag, int offset, String says) throws Throwable {
        DicomException e = refused(raw);
        assertEquals(tag, e.tag().orElseThrow());
        assertEquals(offset, e.offset().orElseThrow());
        assertTrue(e.getMessage().contains(says), e.getMessage());
    }

    @Test
    void lengthsBeyondTheFileAreRefusedWhereverTheyStand() throws Throwable {
        // File meta information.
        RawFile meta = RawFile.in(RawFile.EXPLICIT);
        int at = meta.length();
        refusedAt(meta.head(0x00020102, "OB", HUGE), 0x00020102, at, "takes 4294967280 bytes, but only 0 are left");
        // An element, explicit and implicit.
        for (String syntax : new String[] {RawFile.EXPLICIT, RawFile.IMPLICIT, RawFile.BIG_ENDIAN}) {
            RawFile element = RawFile.in(syntax).image(1);
            at = element.length();
            refusedAt(element.head(0x00282000, "OB", HUGE).bytes(1, 2), 0x00282000, at, "only 2 are left");
        }
        // A sequence, an item in it, and an element in that.
        RawFile sequence = RawFile.in(RawFile.EXPLICIT);
        at = sequence.length();
        refusedAt(sequence.head(SEQUENCE, "SQ", HUGE), SEQUENCE, at, "(0008,1140) ReferencedImageSequence takes");
        RawFile item = RawFile.in(RawFile.EXPLICIT).head(SEQUENCE, "SQ", RawFile.UNDEFINED);
        at = item.length();
        refusedAt(item.item(HUGE), SEQUENCE, at, "an item of (0008,1140)");
        RawFile inner = RawFile.in(RawFile.EXPLICIT)
                .head(SEQUENCE, "SQ", RawFile.UNDEFINED)
                .item(RawFile.UNDEFINED);
        at = inner.length();
        refusedAt(inner.head(0x00081150, "UI", 0xfff0), 0x00081150, at, "takes 65520 bytes");
        // A fragment, and the offset table.
        RawFile fragment = RawFile.in(RawFile.RLE)
                .image(1)
                .head(PIXEL_DATA, "OB", RawFile.UNDEFINED)
                .item(0);
        at = fragment.length();
        refusedAt(fragment.item(HUGE).bytes(1), PIXEL_DATA, at, "a fragment of (7FE0,0010) PixelData takes");
        RawFile table = RawFile.in(RawFile.RLE).image(1).head(PIXEL_DATA, "OB", RawFile.UNDEFINED);
        at = table.length();
        refusedAt(table.item(HUGE), PIXEL_DATA, at, "takes 4294967280 bytes");
    }

    @Test
    void whatDoesNotEndIsRefusedWhereItStarts() throws Throwable {
        RawFile sequence = RawFile.in(RawFile.EXPLICIT);
        int at = sequence.length();
        refusedAt(sequence.head(SEQUENCE, "SQ", RawFile.UNDEFINED), SEQUENCE, at, "does not end");
        assertTrue(refused(RawFile.in(RawFile.EXPLICIT)
                        .head(SEQUENCE, "SQ", RawFile.UNDEFINED)
                        .item(RawFile.UNDEFINED)
                        .text(0x00081150, "UI", "1.2"))
                .getMessage()
                .contains("an item of undefined length does not end"));
        RawFile stray = RawFile.in(RawFile.EXPLICIT).text(0x00080005, "CS", "ISO_IR 100");
        at = stray.length();
        refusedAt(stray.item(0), 0xFFFEE000, at, "an item outside of a sequence");
        RawFile noItem = RawFile.in(RawFile.EXPLICIT).head(SEQUENCE, "SQ", RawFile.UNDEFINED);
        at = noItem.length();
        refusedAt(noItem.text(0x00081150, "UI", "1.2"), SEQUENCE, at, "holds (0008,1150) where an item should be");
    }

    @Test
    void millionsOfItemsAreTooMany() throws Throwable {
        RawFile raw = RawFile.in(RawFile.EXPLICIT).head(SEQUENCE, "SQ", RawFile.UNDEFINED);
        byte[] items = new byte[1 << 23];
        for (int i = 0; i < items.length; i += 8) {
            items[i] = (byte) 0xfe;
            items[i + 1] = (byte) 0xff;
            items[i + 3] = (byte) 0xe0;
        }
        for (int i = 0; i < 4; i++) {
            raw.bytes(items, 0, items.length);
        }
        raw.write(file);
        DicomException e = assertTimeout(
                Duration.ofSeconds(20), () -> assertThrows(DicomException.class, () -> source.open(file)));
        assertTrue(e.getMessage().contains("more than 4000000 elements, items and fragments"), e.getMessage());
        RawFile fragments = RawFile.in(RawFile.RLE).image(1).head(PIXEL_DATA, "OB", RawFile.UNDEFINED);
        for (int i = 0; i < 4; i++) {
            fragments.bytes(items, 0, items.length);
        }
        fragments.endOfSequence().write(file);
        assertTrue(assertThrows(DicomException.class, () -> source.open(file))
                .getMessage()
                .contains("fragments"));
    }

    @Test
    void bytesThatOnlyLookLikeSequencesTakeNoTime() throws Throwable {
        // A hundred thousand private elements that start as an item of more than there is.
        RawFile raw = RawFile.in(RawFile.IMPLICIT).text(0x00080005, "CS", "ISO_IR 100");
        for (int i = 0; i < 100_000; i++) {
            raw.element(0x00091000 + i % 256, "UN", new byte[] {-2, -1, 0, -32, -1, -1, -1, 0});
        }
        // And zeros that are no padding.
        byte[] zeros = new byte[4000];
        zeros[3999] = 1;
        raw.image(1).element(PIXEL_DATA, "OB", new byte[6]).write(file);
        assertTimeout(Duration.ofSeconds(10), () -> source.open(file));
        RawFile padded = RawFile.in(RawFile.EXPLICIT).text(0x00080005, "CS", "ISO_IR 100");
        for (int i = 0; i < 500; i++) {
            padded.bytes(zeros, 0, zeros.length);
        }
        padded.write(file);
        assertTimeout(Duration.ofSeconds(10), () -> assertThrows(DicomException.class, () -> source.open(file)));
    }

    @Test
    void aDeflatedDataSetNeverTakesMoreThanAQuarterOfTheMemory() throws Throwable {
        long most = Math.min(1 << 30, Runtime.getRuntime().maxMemory() / 4);
        Deflater deflater = new Deflater(9, true);
        RawFile raw = RawFile.in("1.2.840.10008.1.2.1.99");
        byte[] zeros = new byte[1 << 20];
        byte[] packed = new byte[1 << 16];
        for (long done = 0; done <= most + 4 * MEBIBYTE; done += zeros.length) {
            deflater.setInput(zeros);
            while (!deflater.needsInput()) {
                raw.bytes(packed, 0, deflater.deflate(packed));
            }
        }
        deflater.end();
        raw.write(file);
        assertTrue(raw.length() < 2 * MEBIBYTE);
        DicomException e = assertThrows(DicomException.class, () -> source.open(file));
        assertTrue(e.getMessage().contains("inflates to more than"), e.getMessage());
    }

    @Test
    void attributesOfAbsurdSizeAreRefused() throws Throwable {
        RawFile raw = RawFile.in(RawFile.IMPLICIT).text(0x00080005, "CS", "ISO_IR 100");
        byte[] many = new byte[5 << 20];
        java.util.Arrays.fill(many, (byte) '\\');
        raw.element(0x00100020, "LO", many).image(1);
        raw.element(PIXEL_DATA, "OB", new byte[6]).write(file);
        long bytes = allocated(() -> {
            DicomException e = assertThrows(DicomException.class, () -> source.open(file));
            assertTrue(e.getMessage().contains("(0010,0020) PatientID has 5242880 bytes"), e.getMessage());
            assertFalse(source.describe(file, Set.of()).attributes().isEmpty());
        });
        assertTrue(bytes < 4 * MEBIBYTE, bytes + " bytes");
    }

    @Test
    void aCompressedFrameOfAbsurdSizeIsRefused() throws IOException {
        RawFile raw = RawFile.in(RawFile.RLE).image(1).head(PIXEL_DATA, "OB", RawFile.UNDEFINED);
        raw.item(0).item(17 << 20).bytes(new byte[17 << 20], 0, 17 << 20);
        raw.endOfSequence().write(file);
        DicomException e = assertThrows(
                DicomException.class, () -> source.open(file).decoder().decode(0));
        assertTrue(e.getMessage().contains("17825792 compressed bytes"), e.getMessage());
    }

    @Test
    void whatIsNoRegularFileIsRefused() throws Exception {
        assertTrue(assertThrows(DicomException.class, () -> source.open(folder))
                .getMessage()
                .contains("it is a folder"));
        Path device = Path.of("/dev/zero");
        if (java.nio.file.Files.exists(device)) {
            assertTrue(assertThrows(DicomException.class, () -> source.accepts(device))
                    .getMessage()
                    .contains("no regular file"));
        }
    }
}
