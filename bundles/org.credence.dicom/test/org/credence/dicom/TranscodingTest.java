package org.credence.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.credence.dicom.contract.ConformanceFile;
import org.credence.imaging.Attribute;
import org.credence.imaging.FileDescription;
import org.credence.imaging.Frame;
import org.credence.imaging.GrayValues;
import org.credence.imaging.ImageExport;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImagingException;
import org.credence.imaging.OverlayPlane;
import org.credence.imaging.PixelRect;
import org.credence.imaging.Progress;
import org.credence.imaging.Window;
import org.credence.imaging.spi.ImageExporter;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class TranscodingTest {

    private static final List<ImageExporter> COPIES =
            List.of(new DicomExporter(), new DicomRleExporter(), new DicomJpegLsExporter());
    private static final String CAPTURE = "1.2.840.10008.5.1.4.1.1.7";

    @TempDir
    private Path folder;

    private final DicomImageSource source = new DicomImageSource();

    private ImageSeries clip(int frames) throws ImagingException {
        Path file = folder.resolve("clip.dcm");
        new DicomImageSink().write(Clips.gray(37, 29, frames), file);
        return ImageSeries.of(source.open(file));
    }

    @Test
    void everyCopyHasTheSamePixelsAndTheSameHeader() throws Exception {
        ImageSeries series = clip(5);
        Path original = series.instances().get(0).file();
        for (ImageExporter exporter : COPIES) {
            Path target = folder.resolve(exporter.format() + ".dcm");
            assertEquals(List.of(target), exporter.write(series, ImageExport.whole(series), target, Progress.NONE));
            assertEquals(digest(original), digest(target), exporter.format());
            assertEquals(dataSet(original), dataSet(target), exporter.format());
            assertEquals(OtherTools.errorsOf(original), OtherTools.errorsOf(target));
        }
    }

    @Test
    void someFramesAreANewInstanceThatNamesItsSource() throws Exception {
        ImageSeries series = clip(6);
        ImageExport some = new ImageExport(List.of(1, 4), false, Optional.empty(), false);
        Path target = folder.resolve("some.dcm");
        new DicomExporter().write(series, some, target, Progress.NONE);
        ImageInstance image = source.open(target);
        assertEquals(2, image.frameCount());
        assertFalse(image.sopInstanceUid().equals(series.instances().get(0).sopInstanceUid()));
        for (int i = 0; i < 2; i++) {
            Frame frame = image.decoder().decode(i);
            assertEquals(Clips.level(some.positions().get(i), 20, 11), frame.stored(20, 11));
        }
        List<Attribute> source = find(target, "SourceImageSequence").items().get(0);
        assertEquals(
                List.of(series.instances().get(0).sopInstanceUid(), "2\\5"),
                source.stream().skip(1).map(a -> a.value()).toList());
        assertEquals(List.of(), OtherTools.errorsOf(target));
    }

    @Test
    void aSecondaryCaptureShowsWhatADisplayDoes() throws Exception {
        Frame plain = Frame.gray(4, 3, new short[] {0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110}, GrayValues.PLAIN);
        byte[] drawing = {0b0000_0010, 0};
        Frame drawn = plain.withOverlays(List.of(new OverlayPlane("A", new PixelRect(0, 0, 4, 3), drawing)));
        ImageInstance template = clip(2).instances().get(0);
        ImageSeries series = ImageSeries.of(new ImageInstance(
                template.series(),
                template.sopInstanceUid(),
                template.sopClassUid(),
                1,
                template.file(),
                4,
                3,
                2,
                template.geometry(),
                template.timing(),
                i -> drawn));
        Window window = new Window(50, 40);
        Path target = folder.resolve("capture.dcm");
        new SecondaryCaptureExporter()
                .write(series, new ImageExport(List.of(0, 1), true, Optional.of(window), true), target, Progress.NONE);
        ImageInstance image = source.open(target);
        assertEquals(CAPTURE + ".2", image.sopClassUid());
        byte[] expected = plain.gray8(window);
        expected[1] = (byte) 255;
        assertArrayEquals(expected, (byte[]) image.decoder().decode(1).storedValues());
        assertEquals("YES", find(target, "BurnedInAnnotation").value());
        assertEquals(List.of(), OtherTools.errorsOf(target));
        new SecondaryCaptureExporter()
                .write(series, new ImageExport(List.of(0), true, Optional.empty(), false), target, Progress.NONE);
        assertEquals(CAPTURE, source.open(target).sopClassUid());
        assertEquals(List.of(), OtherTools.errorsOf(target));
        new DicomImageSink().write(Clips.color(14, 8, 3), target);
        ImageSeries color = ImageSeries.of(source.open(target));
        Path capture = folder.resolve("color.dcm");
        new SecondaryCaptureExporter().write(color, ImageExport.whole(color), capture, Progress.NONE);
        assertEquals(CAPTURE + ".4", source.open(capture).sopClassUid());
        assertEquals(digest(target), digest(capture));
        assertEquals(List.of(), OtherTools.errorsOf(capture));
    }

    @Test
    void cancellingLeavesNothing() throws Exception {
        ImageSeries series = clip(4);
        Progress cancelled = new Progress() {
            private int reports;

            @Override
            public void report(double fraction, String message) {
                reports++;
            }

            @Override
            public boolean isCancelled() {
                return reports > 1;
            }
        };
        assertThrows(
                CancellationException.class,
                () -> new DicomExporter()
                        .write(series, ImageExport.whole(series), folder.resolve("copy.dcm"), cancelled));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void whatIsShownIsNoCopy() throws Exception {
        ImageSeries series = clip(1);
        ImageExport shown = new ImageExport(List.of(0), true, Optional.empty(), false);
        DicomException refused = assertThrows(
                DicomException.class,
                () -> new DicomExporter().write(series, shown, folder.resolve("x.dcm"), Progress.NONE));
        assertTrue(refused.getMessage().contains("secondary-capture"), refused.getMessage());
    }

    @TestFactory
    Stream<DynamicTest> realFilesKeepTheirPixelsAndBecomeNoWorse() throws IOException {
        Path shared = ConformanceFile.folder();
        if (shared == null) {
            return Stream.of(DynamicTest.dynamicTest("no files", () -> abort("No folder shared/conformance here.")));
        }
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(shared.resolve("files"))) {
            for (Path file : files.sorted().toList()) {
                tests.add(DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    for (ImageExporter exporter : COPIES) {
                        copy(file, exporter);
                    }
                }));
            }
        }
        return tests.stream();
    }

    private void copy(Path file, ImageExporter exporter) throws Exception {
        ImageInstance image;
        FileDescription before;
        try {
            image = source.open(file);
            before = source.describe(file, Set.of(FileDescription.Detail.DIGEST));
            image.decoder().decode(0);
        } catch (ImagingException e) {
            assumeTrue(false, e.getMessage());
            return;
        }
        assumeTrue(before.pixelDigest().isPresent(), "not decoded");
        Path target = folder.resolve("copy.dcm");
        ImageSeries series = ImageSeries.of(image);
        try {
            exporter.write(series, ImageExport.whole(series), target, Progress.NONE);
        } catch (DicomException e) {
            // Compression has its limits, and they are told; without it everything can be written.
            assertFalse(exporter instanceof DicomExporter, e.getMessage());
            assertTrue(e.getMessage().contains("compress"), e.getMessage());
            return;
        }
        boolean unpacked = before.summary().contains("YBR_FULL_422");
        // JPEG-LS keeps no bits above the stored ones, and compression needs the chroma of each pixel.
        if (exporter instanceof DicomExporter || exporter instanceof DicomRleExporter && !unpacked) {
            assertEquals(before.pixelDigest(), Optional.of(digest(target)), exporter.format());
        }
        ImageInstance copy = source.open(target);
        assertEquals(image.sopInstanceUid(), copy.sopInstanceUid());
        for (int f : new int[] {0, image.frameCount() - 1}) {
            Frame one = image.decoder().decode(f);
            Frame other = copy.decoder().decode(f);
            assertArrayEquals(one.rgb8(one.defaultWindow()), other.rgb8(other.defaultWindow()), exporter.format());
            assertTrue(
                    one.isColor() || Objects.deepEquals(one.storedValues(), other.storedValues()), exporter.format());
        }
        if (exporter instanceof DicomExporter && OtherTools.canValidate(file)) {
            Set<String> worse = new TreeSet<>(OtherTools.errorsOf(target));
            worse.removeAll(OtherTools.errorsOf(file));
            // The ultrasound objects name no interleaved YBR_FULL, which is what their decompressed JPEG is.
            worse.removeIf(e -> unpacked && (e.contains("<YBR_FULL>") || e.contains("Planar Configuration")));
            assertEquals(Set.of(), worse, exporter.format());
        }
    }

    private String digest(Path file) throws ImagingException {
        return source.describe(file, Set.of(FileDescription.Detail.DIGEST))
                .pixelDigest()
                .orElseThrow();
    }

    /** All elements but the file meta information and the pixels. */
    private List<Attribute> dataSet(Path file) throws ImagingException {
        return source.describe(file, Set.of()).attributes().stream()
                .filter(a -> !a.tag().startsWith("(0002") && !a.tag().startsWith("(7FE0"))
                .toList();
    }

    private Attribute find(Path file, String keyword) throws ImagingException {
        return source.describe(file, Set.of()).attributes().stream()
                .filter(a -> a.keyword().equals(keyword))
                .findFirst()
                .orElseThrow();
    }
}
