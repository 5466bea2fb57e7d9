package org.credence.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.credence.imaging.FileDescription;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageGeometry;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageRegion;
import org.credence.imaging.OverlayPlane;
import org.credence.imaging.PixelRect;
import org.credence.imaging.PixelSpacing;
import org.credence.imaging.PresentationState;
import org.credence.imaging.ToneCurve;
import org.credence.imaging.Vector3;
import org.credence.imaging.Window;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From stored values to what they mean and how they are shown, by the formulas of PS3.3. */
class PixelPipelineTest {

    private static final int PIXEL_DATA = 0x7FE00010;

    private final DicomImageSource source = new DicomImageSource();

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("image");
    }

    /** A gray image of one row. */
    private static RawFile row(int columns, int allocated, int stored, boolean signed) throws IOException {
        RawFile raw = RawFile.in(RawFile.EXPLICIT);
        raw.text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7").text(0x00080018, "UI", "1.2.3.4");
        raw.us(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2");
        raw.us(0x00280010, 1).us(0x00280011, columns);
        raw.us(0x00280100, allocated).us(0x00280101, stored).us(0x00280102, stored - 1);
        return raw.us(0x00280103, signed ? 1 : 0);
    }

    private Frame frame(RawFile raw, int... values) throws IOException {
        return image(raw, values).decoder().decode(0);
    }

    private ImageInstance image(RawFile raw, int... values) throws IOException {
        raw.element(PIXEL_DATA, "OW", words(values)).write(file);
        return source.open(file);
    }

    private static byte[] words(int... values) {
        ByteBuffer out = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int v : values) {
            out.putShort((short) v);
        }
        return out.array();
    }

    @Test
    void windowsComeWithTheirFunctionsAndNames() throws Exception {
        RawFile raw = row(2, 16, 16, true);
        raw.text(0x00281050, "DS", "40\\-600").text(0x00281051, "DS", "400\\1500");
        raw.text(0x00281055, "LO", "SOFT\\LUNG").text(0x00281056, "CS", "SIGMOID");
        var presets = frame(raw, 40, 0).grayValues().windows();
        assertEquals(
                List.of("SOFT", "LUNG"), presets.stream().map(p -> p.name()).toList());
        assertEquals(new Window(-600, 1500, ToneCurve.SIGMOID), presets.get(1).window());
    }

    @Test
    void aWindowWithoutWidthIsPassedOver() throws Exception {
        RawFile raw = row(2, 16, 16, false);
        raw.text(0x00281050, "DS", "0").text(0x00281051, "DS", "0");
        assertEquals(Window.spanning(5, 90), frame(raw, 5, 90).defaultWindow());
        RawFile exact = row(2, 16, 16, false);
        exact.text(0x00281050, "DS", "0.5").text(0x00281051, "DS", "0.5").text(0x00281056, "CS", "LINEAR_EXACT");
        assertEquals(
                new Window(0.5, 0.5, ToneCurve.LINEAR_EXACT), frame(exact, 0, 1).defaultWindow());
    }

    @Test
    void aVoiTableShowsItsEntries() throws Exception {
        RawFile raw = row(5, 16, 16, true);
        raw.head(0x00283010, "SQ", RawFile.UNDEFINED).item(RawFile.UNDEFINED);
        // Signed values: the first entry is for -1.
        raw.element(0x00283002, "SS", words(3, -1, 12)).text(0x00283003, "LO", "BONE");
        raw.element(0x00283006, "OW", words(0, 1000, 4095));
        raw.endOfItem().endOfSequence();
        Frame frame = frame(raw, -5, -1, 0, 1, 7);
        byte[] levels = frame.gray8(frame.defaultWindow());
        assertArrayEquals(new byte[] {0, 0, (byte) Math.round(1000 * 255 / 4095.0), (byte) 255, (byte) 255}, levels);
        assertEquals("BONE", frame.grayValues().windows().get(0).name());
    }

    @Test
    void aModalityTableGivesModalityValues() throws Exception {
        RawFile raw = row(4, 16, 12, false);
        raw.head(0x00283000, "SQ", RawFile.UNDEFINED).item(RawFile.UNDEFINED);
        raw.element(0x00283002, "US", words(3, 10, 16)).text(0x00283004, "LO", "OD");
        raw.element(0x00283006, "OW", words(100, 40000, 65535));
        raw.endOfItem().endOfSequence();
        Frame frame = frame(raw, 0, 10, 11, 4000);
        assertEquals(100, frame.value(0, 0));
        assertEquals(100, frame.value(1, 0));
        assertEquals(40000, frame.value(2, 0));
        assertEquals(65535, frame.value(3, 0));
    }

    @Test
    void aTableThatDoesNotFitItsDescriptorIsAnError() throws Exception {
        RawFile raw = row(2, 16, 16, false);
        raw.head(0x00283000, "SQ", RawFile.UNDEFINED).item(RawFile.UNDEFINED);
        raw.element(0x00283002, "US", words(300, 0, 16)).element(0x00283006, "OW", words(1, 2));
        raw.endOfItem().endOfSequence();
        DicomException e = assertThrows(DicomException.class, () -> image(raw, 1, 2));
        assertTrue(e.getMessage().contains("4 bytes in (0028,3006)"), e.getMessage());
    }

    @Test
    void aDamagedVoiTableCostsNoPixels() throws Exception {
        RawFile raw = row(2, 16, 16, false);
        raw.head(0x00283010, "SQ", RawFile.UNDEFINED).item(RawFile.UNDEFINED);
        raw.text(0x00283003, "LO", "BONE").endOfItem().endOfSequence();
        assertEquals(Window.spanning(1, 2), frame(raw, 1, 2).defaultWindow());
    }

    @Test
    void paddingIsFoundWhateverSignItIsWrittenWith() throws Exception {
        RawFile raw = row(3, 16, 16, true);
        // -2000, written as if it were unsigned.
        raw.us(0x00280120, 63536);
        Frame frame = frame(raw, -2000, 0, 100);
        assertEquals(Window.spanning(0, 100), frame.defaultWindow());
        assertEquals(0, frame.gray8(Window.spanning(-3000, 0))[0]);
        RawFile range = row(4, 16, 16, false);
        range.us(0x00280120, 10).us(0x00280121, 5);
        assertEquals(Window.spanning(11, 20), frame(range, 5, 10, 11, 20).defaultWindow());
    }

    @Test
    void anInversePresentationIsShownInverted() throws Exception {
        RawFile raw = row(2, 16, 8, false);
        raw.text(0x20500020, "CS", "INVERSE");
        Frame frame = frame(raw, 0, 255);
        assertArrayEquals(new byte[] {(byte) 255, 0}, frame.gray8(frame.defaultWindow()));
    }

    @Test
    void overlaysOfTheirOwnKeepTheirPlace() throws Exception {
        RawFile raw = row(3, 16, 16, false);
        raw.us(0x60000010, 2).us(0x60000011, 2).text(0x60000040, "CS", "G");
        raw.element(0x60000050, "SS", words(1, 2)).us(0x60000100, 1).us(0x60000102, 0);
        raw.text(0x60001500, "LO", "Caliper").element(0x60003000, "OW", new byte[] {0b1001, 0});
        List<OverlayPlane> overlays = frame(raw, 1, 2, 3).overlays();
        assertEquals(1, overlays.size());
        OverlayPlane plane = overlays.get(0);
        assertEquals("Caliper", plane.label());
        assertEquals(new PixelRect(1, 0, 2, 2), plane.bounds());
        assertTrue(plane.at(1, 0));
        assertFalse(plane.at(2, 0));
        assertTrue(plane.at(2, 1));
    }

    @Test
    void overlaysInHighBitsAreDrawingsAndNoValues() throws Exception {
        RawFile raw = row(3, 16, 12, false);
        raw.us(0x60020010, 1).us(0x60020011, 3).text(0x60020040, "CS", "G");
        raw.element(0x60020050, "SS", words(1, 1)).us(0x60020100, 16).us(0x60020102, 13);
        Frame frame = frame(raw, 0x2005, 0x0006, 0x2FFF);
        assertEquals(5, frame.value(0, 0));
        assertEquals(4095, frame.value(2, 0));
        OverlayPlane plane = frame.overlays().get(0);
        assertArrayEquals(
                new boolean[] {true, false, true}, new boolean[] {plane.at(0, 0), plane.at(1, 0), plane.at(2, 0)});
    }

    @Test
    void eachFrameHasItsOwnOverlay() throws Exception {
        RawFile raw = RawFile.in(RawFile.EXPLICIT).image(3);
        raw.us(0x60000010, 1).us(0x60000011, 4).text(0x60000015, "IS", "2").us(0x60000051, 2);
        raw.element(0x60000050, "SS", words(1, 1)).us(0x60000100, 1).us(0x60000102, 0);
        raw.element(0x60003000, "OB", new byte[] {0b0010_0001, 0});
        raw.element(PIXEL_DATA, "OB", new byte[18]).write(file);
        ImageInstance image = source.open(file);
        assertTrue(image.decoder().decode(0).overlays().isEmpty());
        assertTrue(image.decoder().decode(1).overlays().get(0).at(0, 0));
        assertFalse(image.decoder().decode(2).overlays().get(0).at(0, 0));
        assertTrue(image.decoder().decode(2).overlays().get(0).at(1, 0));
    }

    @Test
    void valuesOfASupplementalPaletteAreColors() throws Exception {
        RawFile raw = row(4, 16, 16, false);
        raw.text(0x00089205, "CS", "COLOR");
        raw.text(0x00281050, "DS", "50.5").text(0x00281051, "DS", "101");
        for (int c = 1; c <= 3; c++) {
            raw.element(0x00281100 + c, "US", words(2, 256, 16));
        }
        raw.element(0x00281201, "OW", words(0xFF00, 0x0100));
        raw.element(0x00281202, "OW", words(0x0000, 0x8000));
        raw.element(0x00281203, "OW", words(0x1000, 0x4000));
        Frame frame = frame(raw, 0, 100, 256, 257);
        assertTrue(frame.isColor());
        assertEquals(0x000000, frame.rgb(0, 0));
        assertEquals(0xFFFFFF, frame.rgb(1, 0));
        assertEquals(0xFF0010, frame.rgb(2, 0));
        assertEquals(0x018040, frame.rgb(3, 0));
    }

    @Test
    void realNumbersKeepTheirFractions() throws Exception {
        RawFile raw = row(2, 32, 32, false);
        raw.text(0x00281053, "DS", "10").text(0x00281052, "DS", "1");
        ByteBuffer floats = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        floats.putFloat(0.25f).putFloat(-1.5f);
        raw.element(0x7FE00008, "OF", floats.array()).write(file);
        Frame frame = source.open(file).decoder().decode(0);
        assertEquals(3.5, frame.value(0, 0));
        assertEquals(-14, frame.value(1, 0));
        assertTrue(source.describe(file, Set.of(FileDescription.Detail.DIGEST))
                .pixelDigest()
                .isPresent());
        RawFile wrong = row(2, 16, 16, false);
        wrong.element(0x7FE00008, "OF", floats.array()).write(file);
        assertThrows(DicomException.class, () -> source.open(file));
    }

    @Test
    void theAspectOfPixelsComesFromSpacingElseFromTheRatio() throws Exception {
        RawFile ratio = row(2, 16, 16, false);
        ratio.text(0x00280034, "IS", "4\\3");
        assertEquals(4 / 3.0, image(ratio, 1, 2).geometry().pixelAspect());
        RawFile both = row(2, 16, 16, false);
        both.text(0x00280030, "DS", "0.4\\0.2").text(0x00280034, "IS", "4\\3").text(0x00181164, "DS", "1\\1");
        ImageGeometry geometry = image(both, 1, 2).geometry();
        assertEquals(2, geometry.pixelAspect());
        assertEquals(ImageGeometry.Calibration.PATIENT, geometry.calibration());
        RawFile imager = row(2, 16, 16, false);
        imager.text(0x00181164, "DS", "0.1\\0.2");
        geometry = image(imager, 1, 2).geometry();
        assertEquals(ImageGeometry.Calibration.DETECTOR, geometry.calibration());
        assertEquals(new PixelSpacing(0.2, 0.1), geometry.spacing().orElseThrow());
    }

    @Test
    void ultrasoundRegionsSayWhatTheirPixelsMeasure() throws Exception {
        RawFile raw = row(2, 16, 16, false);
        raw.head(0x00186011, "SQ", RawFile.UNDEFINED);
        region(raw, 1, 1, 3, 3, 0, 0, 99, 49, 0.02, 0.04);
        region(raw, 2, 1, 4, 3, 100, 50, 199, 99, 0.005, -0.05);
        raw.endOfSequence();
        raw.text(0x00280030, "DS", "7\\7");
        ImageGeometry geometry = image(raw, 1, 2).geometry();
        assertEquals(ImageGeometry.Calibration.REGION, geometry.calibration());
        assertEquals(new PixelSpacing(0.2, 0.4), geometry.spacing().orElseThrow());
        ImageRegion mMode = geometry.regions().get(1);
        assertEquals(ImageRegion.Kind.M_MODE, mMode.kind());
        assertEquals(new PixelRect(100, 50, 100, 50), mMode.bounds());
        assertEquals("s", mMode.unitX());
        assertEquals("cm", mMode.unitY());
        assertEquals(0.05, mMode.physicalX(110), 1e-12);
        assertEquals(-0.5, mMode.physicalY(60), 1e-12);
    }

    private static void region(
            RawFile raw,
            int format,
            int type,
            int unitX,
            int unitY,
            int x0,
            int y0,
            int x1,
            int y1,
            double deltaX,
            double deltaY)
            throws IOException {
        raw.item(RawFile.UNDEFINED).us(0x00186012, format).us(0x00186014, type);
        int[] corners = {x0, y0, x1, y1};
        for (int i = 0; i < 4; i++) {
            raw.element(0x00186018 + 2 * i, "UL", words(corners[i], 0));
        }
        raw.us(0x00186024, unitX).us(0x00186026, unitY);
        raw.element(0x0018602C, "FD", real(deltaX)).element(0x0018602E, "FD", real(deltaY));
        raw.endOfItem();
    }

    private static byte[] real(double value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(value)
                .array();
    }

    @Test
    void planesAreReadForAnImageAndForEachFrame() throws Exception {
        RawFile one = row(2, 16, 16, false);
        one.text(0x00200032, "DS", "-10\\-20\\30").text(0x00200037, "DS", "1\\0\\0\\0\\0\\-1");
        ImageInstance image = image(one, 1, 2);
        assertEquals(new Vector3(-10, -20, 30), image.geometry().planes().get(0).origin());
        assertEquals(1, image.geometry().planes().get(0).normal().y());
        assertEquals(-20, image.slicePositionMm());
        RawFile crooked = row(2, 16, 16, false);
        crooked.text(0x00200032, "DS", "0\\0\\0").text(0x00200037, "DS", "1\\0\\0\\1\\0\\0");
        assertTrue(image(crooked, 1, 2).geometry().planes().isEmpty());
        RawFile many = RawFile.in(RawFile.EXPLICIT).image(2);
        many.head(0x52009229, "SQ", RawFile.UNDEFINED).item(RawFile.UNDEFINED);
        many.head(0x00209116, "SQ", RawFile.UNDEFINED).item(RawFile.UNDEFINED);
        many.text(0x00200037, "DS", "1\\0\\0\\0\\1\\0").endOfItem().endOfSequence();
        many.endOfItem().endOfSequence().head(0x52009230, "SQ", RawFile.UNDEFINED);
        for (int z : new int[] {5, 8}) {
            many.item(RawFile.UNDEFINED)
                    .head(0x00209113, "SQ", RawFile.UNDEFINED)
                    .item(RawFile.UNDEFINED);
            many.text(0x00200032, "DS", "0\\0\\" + z)
                    .endOfItem()
                    .endOfSequence()
                    .endOfItem();
        }
        many.endOfSequence().element(PIXEL_DATA, "OB", new byte[12]).write(file);
        ImageInstance frames = source.open(file);
        assertEquals(5, frames.geometry().planes().get(0).positionMm());
        assertEquals(8, frames.geometry().planes().get(1).positionMm());
    }

    @Test
    void framesThatCameAtUnequalTimesKeepThem() throws Exception {
        RawFile raw = RawFile.in(RawFile.EXPLICIT).image(3);
        raw.text(0x00181065, "DS", "0\\30\\50");
        raw.element(PIXEL_DATA, "OB", new byte[18]).write(file);
        var timing = source.open(file).timing();
        assertEquals(40, timing.meanMs());
        assertEquals(30, timing.afterMs(0));
        assertEquals(50, timing.afterMs(1));
        assertEquals(40, timing.afterMs(2));
    }

    @Test
    void aPresentationStateSaysWhichWindowIsForWhichFrame() throws Exception {
        RawFile raw = RawFile.in(RawFile.EXPLICIT);
        raw.text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.11.1").text(0x00080018, "UI", "1.9");
        raw.head(0x00081115, "SQ", RawFile.UNDEFINED).item(RawFile.UNDEFINED);
        reference(raw, "1.2.3.4", null);
        raw.endOfItem().endOfSequence();
        raw.head(0x00283110, "SQ", RawFile.UNDEFINED).item(RawFile.UNDEFINED);
        reference(raw, "1.2.3.4", "2");
        raw.text(0x00281050, "DS", "50")
                .text(0x00281051, "DS", "60")
                .endOfItem()
                .endOfSequence();
        raw.text(0x00700080, "CS", "LIVER").write(file);
        PresentationState state = assertInstanceOf(PresentationState.class, source.read(file));
        assertEquals("LIVER", state.label());
        assertEquals(
                new Window(50, 60), state.window(new FrameRef("1.2.3.4", 2)).orElseThrow());
        assertTrue(state.window(new FrameRef("1.2.3.4", 1)).isEmpty());
        assertTrue(state.window(new FrameRef("1.2.3.5", 2)).isEmpty());
    }

    private static void reference(RawFile raw, String uid, String frame) throws IOException {
        raw.head(0x00081140, "SQ", RawFile.UNDEFINED).item(RawFile.UNDEFINED);
        raw.text(0x00081155, "UI", uid);
        if (frame != null) {
            raw.text(0x00081160, "IS", frame);
        }
        raw.endOfItem().endOfSequence();
    }
}
