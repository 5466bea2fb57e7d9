package org.credence.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.credence.dicom.codecs.FrameEncoder;
import org.credence.dicom.codecs.FrameFormat;
import org.credence.dicom.internal.StoredSamples;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameTiming;
import org.credence.imaging.ImageExport;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pixels that old writers, careless writers and lossy compression leave, and what values they have. */
class OddPixelsTest {

    private static final int PIXEL_DATA = 0x7FE00010;

    private final DicomImageSource source = new DicomImageSource();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("image");
    }

    /** A gray image of one row, without its pixels. */
    private static RawFile row(String syntax, int columns, int allocated, int stored, boolean signed)
            throws IOException {
        RawFile raw = RawFile.in(syntax);
        raw.text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7").text(0x00080018, "UI", "1.2.3.4");
        raw.us(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2");
        raw.us(0x00280010, 1).us(0x00280011, columns);
        raw.us(0x00280100, allocated).us(0x00280101, stored).us(0x00280102, stored - 1);
        return raw.us(0x00280103, signed ? 1 : 0);
    }

    private static byte[] words(int... values) {
        ByteBuffer out = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int v : values) {
            out.putShort((short) v);
        }
        return out.array();
    }

    @Test
    void pixelsOfTwelveBitsMayFollowEachOtherWithoutRoom() throws Exception {
        // 3 pixels to a frame, so that the second one starts within a byte.
        int[] values = {0x123, 0x456, 0x789, 0xabc, 0xdef, 0xfff};
        byte[] bits = new byte[10];
        for (int i = 0; i < 12 * values.length; i++) {
            bits[i / 8] |= (byte) ((values[i / 12] >> i % 12 & 1) << i % 8);
        }
        for (String syntax : List.of(RawFile.IMPLICIT, RawFile.BIG_ENDIAN)) {
            RawFile raw = row(syntax, 3, 12, 12, false).text(0x00280008, "IS", "2");
            byte[] ordered = bits.clone();
            for (int i = 0; i < bits.length && syntax.equals(RawFile.BIG_ENDIAN); i++) {
                ordered[i] = bits[i ^ 1];
            }
            raw.element(PIXEL_DATA, "OW", ordered).write(file);
            ImageInstance image = source.open(file);
            for (int i = 0; i < values.length; i++) {
                assertEquals(values[i], image.decoder().decode(i / 3).stored(i % 3, 0));
            }
        }
        // Nothing that DICOM still has a name for can be written of them.
        ImageSeries series = ImageSeries.of(source.open(file));
        Path copy = folder.resolve("copy.dcm");
        assertThrows(
                DicomException.class,
                () -> new DicomExporter().write(series, ImageExport.whole(series), copy, Progress.NONE));
    }

    @Test
    void anEmptyModalityTableIsNone() throws Exception {
        RawFile raw = row(RawFile.EXPLICIT, 2, 16, 12, false);
        raw.head(0x00283000, "SQ", RawFile.UNDEFINED).item(RawFile.UNDEFINED);
        raw.element(0x00283002, "US", new byte[0]).element(0x00283006, "US", new byte[0]);
        raw.endOfItem().endOfSequence();
        raw.element(PIXEL_DATA, "OW", words(0, 4000)).write(file);
        assertEquals(4000, source.open(file).decoder().decode(0).value(1, 0));
    }

    @Test
    void valuesThatLossBroughtBeyondTheBitsStoredAreTheNearestWithin() throws Exception {
        for (boolean signed : new boolean[] {false, true}) {
            int lowest = signed ? -2048 : 0;
            int highest = signed ? 2047 : 4095;
            int[] values = {lowest, highest, highest + 5, 7, lowest - (signed ? 5 : 0), 60};
            for (String syntax : List.of("1.2.840.10008.1.2.4.81", "1.2.840.10008.1.2.4.80")) {
                byte[] stream = FrameEncoder.forTransferSyntax("1.2.840.10008.1.2.4.80")
                        .orElseThrow()
                        .encode(words(values), new FrameFormat(6, 1, 1, 16), 16);
                RawFile raw = row(syntax, 6, 16, 12, signed).head(PIXEL_DATA, "OB", RawFile.UNDEFINED);
                raw.item(0).item(stream.length).bytes(stream, 0, stream.length).endOfSequence();
                raw.write(file);
                Frame frame = source.open(file).decoder().decode(0);
                boolean lossy = syntax.endsWith("81");
                // Without loss, high bits are no part of the value.
                assertEquals(lossy ? highest : lowest + 4, frame.stored(2, 0));
                assertEquals(lossy ? lowest : signed ? 2043 : 0, frame.stored(4, 0));
                assertEquals(highest, frame.stored(1, 0));
                assertEquals(7, frame.stored(3, 0));
                // Decoders are compared by what they decode.
                assertArrayEquals(words(values), StoredSamples.of(file, 0));
            }
        }
    }

    @Test
    void framesOfNoTimeAreOfUnknownTime() throws Exception {
        for (String time : List.of("0", "-40", "1e-300", "1e300", "abc")) {
            RawFile raw = row(RawFile.EXPLICIT, 1, 16, 16, false).text(0x00181063, "DS", time);
            raw.element(PIXEL_DATA, "OW", words(1)).write(file);
            assertEquals(FrameTiming.UNKNOWN, source.open(file).timing(), time);
        }
    }
}
