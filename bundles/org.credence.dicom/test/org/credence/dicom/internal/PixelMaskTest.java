package org.credence.dicom.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.credence.dicom.DicomException;
import org.credence.imaging.Deidentification;
import org.credence.imaging.Deidentification.Option;
import org.credence.imaging.DeidentificationReport;
import org.credence.imaging.PixelRect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PixelMaskTest {

    private static final byte[] KEY = new byte[16];
    private static final int COLUMNS = 7;
    private static final int ROWS = 5;
    private static final PixelRect RECT = new PixelRect(2, 1, 3, 2);

    @TempDir
    Path folder;

    private Path copy() {
        return folder.resolve("copy.dcm");
    }

    private static DataSetBuilder image(String photometric, int samples, int bits, int stored, int frames)
            throws DicomException {
        return new DataSetBuilder()
                .text(Tag.IMAGE_TYPE, Vr.CS, "ORIGINAL\\PRIMARY")
                .text(Tag.SOP_CLASS_UID, Vr.UI, "1.2.840.10008.5.1.4.1.1.3.1")
                .text(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2.826.77.1")
                .text(Tag.MODALITY, Vr.CS, "US")
                .numbers(Tag.SAMPLES_PER_PIXEL, Vr.US, samples)
                .text(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, photometric)
                .text(Tag.NUMBER_OF_FRAMES, Vr.IS, "" + frames)
                .numbers(Tag.ROWS, Vr.US, ROWS)
                .numbers(Tag.COLUMNS, Vr.US, COLUMNS)
                .numbers(Tag.BITS_ALLOCATED, Vr.US, bits)
                .numbers(Tag.BITS_STORED, Vr.US, stored)
                .numbers(Tag.HIGH_BIT, Vr.US, stored - 1)
                .numbers(Tag.PIXEL_REPRESENTATION, Vr.US, 0);
    }

    private static byte[] noise(int n) {
        byte[] bytes = new byte[n];
        for (int i = 0; i < n; i++) {
            bytes[i] = (byte) (17 * i + 41 + i / 7);
        }
        return bytes;
    }

    private Path write(DataSetBuilder d, byte[] pixels) throws IOException {
        Path file = folder.resolve("in.dcm");
        Part10Writer.write(
                file,
                d.build(),
                TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
                new Part10Writer.Pixels.Native(Tag.PIXEL_DATA, Vr.OW, pixels.length, out -> out.write(pixels)),
                Part10Writer.UNCHECKED);
        return file;
    }

    private static Deidentification rectangles(PixelRect... masks) {
        return new Deidentification(KEY, Set.of(), List.of(masks));
    }

    private static boolean in(PixelRect r, int pixel) {
        int x = pixel % COLUMNS;
        int y = pixel / COLUMNS % ROWS;
        return x >= r.column() && x < r.column() + r.width() && y >= r.row() && y < r.row() + r.height();
    }

    /** Masks an image and holds every pixel of every frame against what it was, or black. */
    private void check(DataSetBuilder d, byte[] stored, int frames, int pixelBytes, byte[] black) throws IOException {
        Path file = write(d, stored);
        DeidentificationReport report = FileDeidentifier.deidentify(file, rectangles(RECT), copy());
        assertEquals(List.of(RECT), report.masked());
        PixelData before = PixelData.of(DicomFile.read(file));
        PixelData after = PixelData.of(DicomFile.read(copy()));
        assertEquals(frames, after.frames());
        for (int f = 0; f < frames; f++) {
            byte[] expected = before.samples(f);
            for (int p = 0; p < COLUMNS * ROWS; p++) {
                if (in(RECT, p)) {
                    System.arraycopy(black, 0, expected, p * pixelBytes, pixelBytes);
                }
            }
            assertArrayEquals(expected, after.samples(f), "frame " + f);
        }
        assertFalse(Arrays.equals(before.samples(0), after.samples(0)));
    }

    @Test
    void grayIsBlackenedInEveryFrameAndNothingElseChanges() throws IOException {
        int n = COLUMNS * ROWS;
        check(image("MONOCHROME2", 1, 8, 8, 3), noise(3 * n), 3, 1, new byte[] {0});
        check(image("MONOCHROME1", 1, 8, 8, 2), noise(2 * n), 2, 1, new byte[] {(byte) 255});
        check(image("MONOCHROME1", 1, 16, 12, 1), noise(2 * n), 1, 2, new byte[] {(byte) 0xff, 0x0f});
        DataSetBuilder signed = image("MONOCHROME2", 1, 16, 16, 1).numbers(Tag.PIXEL_REPRESENTATION, Vr.US, 1);
        check(signed, noise(2 * n), 1, 2, new byte[] {0, (byte) 0x80});
        assertEquals("DERIVED\\PRIMARY", DicomFile.read(copy()).dataSet().whole(Tag.IMAGE_TYPE));
    }

    @Test
    void coloursBecomeTheBlackOfTheirSpace() throws IOException {
        int n = 3 * COLUMNS * ROWS;
        byte middle = (byte) 128;
        check(image("RGB", 3, 8, 8, 2), noise(2 * n), 2, 3, new byte[3]);
        check(image("YBR_FULL", 3, 8, 8, 1), noise(n), 1, 3, new byte[] {0, middle, middle});
        check(image("RGB", 3, 8, 8, 1).numbers(Tag.PLANAR_CONFIGURATION, Vr.US, 1), noise(n), 1, 3, new byte[3]);
        assertEquals(0, DicomFile.read(copy()).dataSet().integer(Tag.PLANAR_CONFIGURATION, 7));
    }

    @Test
    void paletteImagesGetTheirDarkestEntry() throws IOException {
        byte[] table = new byte[2 * 256];
        for (int i = 0; i < 256; i++) {
            table[2 * i + 1] = (byte) (i == 77 ? 0 : 255 - i / 2);
        }
        DataSetBuilder d = image("PALETTE COLOR", 1, 8, 8, 2);
        for (int c = 0; c < 3; c++) {
            d.numbers(Tag.RED_PALETTE_DESCRIPTOR + c, Vr.US, 256, 0, 16).bytes(Tag.RED_PALETTE_DATA + c, Vr.OW, table);
        }
        check(d, noise(2 * COLUMNS * ROWS), 2, 1, new byte[] {77});
    }

    @Test
    void singleBitsAreMaskedAcrossTheBytesOfFrames() throws IOException {
        check(image("MONOCHROME2", 1, 1, 1, 3), noise((3 * COLUMNS * ROWS + 7) / 8), 3, 1, new byte[] {0});
    }

    @Test
    void subsampledColourIsGrayAndDarkUnderTheMaskAndBrightnessElsewhereStays() throws IOException {
        int stride = (COLUMNS + 1) / 2 * 4;
        byte[] pixels = noise(stride * ROWS);
        Path file = write(image("YBR_FULL_422", 3, 8, 8, 1), pixels);
        FileDeidentifier.deidentify(file, rectangles(RECT), copy());
        byte[] after = PixelData.of(DicomFile.read(copy())).samples(0);
        for (int y = 0; y < ROWS; y++) {
            for (int x = 0; x < COLUMNS; x++) {
                int at = y * stride + x / 2 * 4;
                boolean black = in(RECT, y * COLUMNS + x);
                assertEquals(black ? 0 : pixels[at + (x & 1)], after[at + (x & 1)], x + "," + y);
                if (black) {
                    assertEquals(128, after[at + 2] & 0xff);
                    assertEquals(128, after[at + 3] & 0xff);
                }
            }
        }
        assertEquals("YBR_FULL_422", DicomFile.read(copy()).dataSet().text(Tag.PHOTOMETRIC_INTERPRETATION));
    }

    private static DataSet region(int x0, int y0, int x1, int y1, int format) throws DicomException {
        return new DataSetBuilder()
                .numbers(Tag.REGION_SPATIAL_FORMAT, Vr.US, format)
                .numbers(Tag.REGION_DATA_TYPE, Vr.US, 1)
                .numbers(Tag.REGION_LOCATION_MIN_X0, Vr.UL, x0)
                .numbers(Tag.REGION_LOCATION_MIN_Y0, Vr.UL, y0)
                .numbers(Tag.REGION_LOCATION_MAX_X1, Vr.UL, x1)
                .numbers(Tag.REGION_LOCATION_MAX_Y1, Vr.UL, y1)
                .build();
    }

    @Test
    void bannersAreWhatLiesOutsideOfTheCalibratedRegions() throws IOException {
        byte[] pixels = noise(2 * COLUMNS * ROWS);
        DataSetBuilder d = image("MONOCHROME2", 1, 8, 8, 2)
                .text(Tag.BURNED_IN_ANNOTATION, Vr.CS, "YES")
                .items(
                        Tag.SEQUENCE_OF_ULTRASOUND_REGIONS,
                        region(1, 1, 3, 3, 1),
                        region(5, 2, 99, 3, 3),
                        region(0, 0, 6, 0, 5));
        Path file = write(d, pixels);
        Deidentification how = new Deidentification(KEY, Set.of(Option.MASK_BANNERS), List.of());
        DeidentificationReport report = FileDeidentifier.deidentify(file, how, copy());
        DicomFile copy = DicomFile.read(copy());
        PixelRect two = new PixelRect(1, 1, 3, 3);
        PixelRect doppler = new PixelRect(5, 2, 2, 2);
        for (int f = 0; f < 2; f++) {
            byte[] after = PixelData.of(copy).samples(f);
            for (int p = 0; p < COLUMNS * ROWS; p++) {
                boolean kept = in(two, p) || in(doppler, p);
                assertEquals(kept ? pixels[f * COLUMNS * ROWS + p] : 0, after[p], "pixel " + p);
                int pixel = p;
                assertEquals(!kept, report.masked().stream().anyMatch(r -> in(r, pixel)), "report of pixel " + p);
            }
        }
        assertFalse(copy.dataSet().has(Tag.BURNED_IN_ANNOTATION), "nobody has looked");
        assertTrue(
                report.warnings().stream().anyMatch(w -> w.contains("blackened")),
                report.warnings().toString());
    }

    @Test
    void bannersWithoutCalibrationAreAnErrorThatTellsTheRemedy() throws IOException {
        Path file = write(image("MONOCHROME2", 1, 8, 8, 1), noise(COLUMNS * ROWS));
        Deidentification how = new Deidentification(KEY, Set.of(Option.MASK_BANNERS), List.of());
        DicomException e = assertThrows(DicomException.class, () -> FileDeidentifier.deidentify(file, how, copy()));
        assertTrue(e.getMessage().contains("--mask"), e.getMessage());
        assertFalse(Files.exists(copy()));
    }

    @Test
    void rectanglesOutsideOfTheImageCoverNothingAndSaySo() throws IOException {
        byte[] pixels = noise(COLUMNS * ROWS);
        Path file = write(image("MONOCHROME2", 1, 8, 8, 1), pixels);
        DeidentificationReport report =
                FileDeidentifier.deidentify(file, rectangles(new PixelRect(100, 100, 9, 9)), copy());
        assertEquals(List.of(), report.masked());
        assertTrue(
                report.warnings().stream().anyMatch(w -> w.contains("nothing")),
                report.warnings().toString());
        assertArrayEquals(pixels, PixelData.of(DicomFile.read(copy())).samples(0));
    }

    @Test
    void pixelsAreCopiedAsTheyAreWithoutAMaskAndAWarningSaysThatTheyMayShowNames() throws IOException {
        byte[] pixels = noise(2 * COLUMNS * ROWS);
        Path file = write(image("MONOCHROME2", 1, 8, 8, 2), pixels);
        DeidentificationReport report =
                FileDeidentifier.deidentify(file, new Deidentification(KEY, Set.of(), List.of()), copy());
        assertTrue(report.warnings().stream().anyMatch(w -> w.contains("may show names")));
        assertArrayEquals(
                Arrays.copyOf(pixels, COLUMNS * ROWS),
                PixelData.of(DicomFile.read(copy())).samples(0));
    }
}
