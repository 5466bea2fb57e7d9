package org.credence.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.Raster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.credence.annotation.AnnotatedSeries;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationExport;
import org.credence.annotation.AnnotationImporters;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.LayerKey;
import org.credence.annotation.spi.AnnotationExporter;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.FrameTiming;
import org.credence.imaging.ImageGeometry;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;
import org.credence.imaging.SeriesInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written for other programs comes back to the percent, or is refused. */
class AnnotationExchangeTest {

    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final Path NIBABEL = Path.of("/usr/lib/python3/dist-packages/nibabel");
    private static final List<AnnotationExporter> VOLUMES =
            List.of(new NrrdAnnotationExporter(), new NiftiAnnotationExporter());
    private static final List<AnnotationExporter> ALL =
            List.of(new NrrdAnnotationExporter(), new NiftiAnnotationExporter(), new PngAnnotationExporter());

    private final AnnotationImporters importers = new AnnotationImporters(
            List.of(new NrrdAnnotationImporter(), new NiftiAnnotationImporter(), new PngAnnotationImporter()));

    @TempDir
    private Path folder;

    private static ImageSeries clip(int columns, int rows, int frames) {
        SeriesInfo info = new SeriesInfo("P", "N", "1.1", "20240101", "Study", "1.2.9", 3, "Clip", "US");
        return ImageSeries.of(new ImageInstance(
                info,
                "1.2.5",
                "1.2.840",
                1,
                Path.of("none"),
                columns,
                rows,
                frames,
                ImageGeometry.of(Stacks.SPACING),
                FrameTiming.every(40),
                f -> Frame.gray(columns, rows, new byte[columns * rows])));
    }

    private static ImageSeries stack() {
        return Stacks.stack(Stacks.scale(true, 1, 0), 0, 1.5, 3);
    }

    private List<Path> write(AnnotationExporter exporter, ImageSeries series, AnnotationSnapshot a, int... threshold)
            throws AnnotationException {
        AnnotationExport export = threshold.length == 0 ? AnnotationExport.PERCENTS : AnnotationExport.at(threshold[0]);
        return exporter.write(List.of(new AnnotatedSeries("a", series, a)), export, folder, Progress.NONE);
    }

    private AnnotationSnapshot read(List<Path> files, ImageSeries series, LabelScheme scheme)
            throws AnnotationException {
        return importers.read(files, series, scheme, Painted.READER, Progress.NONE);
    }

    private String refusal(List<Path> files, ImageSeries series, LabelScheme scheme) {
        return assertThrows(AnnotationException.class, () -> read(files, series, scheme))
                .getMessage();
    }

    @Test
    void anyPercentsOnAnyImagesComeBackExactly() throws Exception {
        Random random = new Random(5);
        LabelScheme scheme = Painted.scheme(3, 1, 300);
        for (int trial = 0; trial < 20; trial++) {
            ImageSeries series = trial % 5 == 4
                    ? stack()
                    : clip(1 + random.nextInt(70), 1 + random.nextInt(70), 1 + random.nextInt(4));
            AnnotationSnapshot painted = Painted.random(series, scheme, random);
            for (AnnotationExporter exporter : ALL) {
                List<Path> files = write(exporter, series, painted);
                if (!files.isEmpty()) {
                    assertEquals(painted, read(files, series, scheme), exporter.format());
                }
                for (Path file : files) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void everyPercentIsExact() throws Exception {
        ImageSeries series = clip(101, 1, 1);
        byte[] all = new byte[101];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        AnnotationSnapshot painted = Painted.of(
                series,
                Painted.scheme(1),
                Map.of(new LayerKey(series.frames().get(0), 1), ConfidenceLayer.of(101, 1, all)),
                Map.of());
        for (AnnotationExporter exporter : ALL) {
            assertEquals(
                    painted.layers(),
                    read(write(exporter, series, painted), series, painted.scheme())
                            .layers(),
                    exporter.format());
        }
        Raster png = ImageIO.read(folder.resolve("a-0001-s1.png").toFile()).getRaster();
        for (int i = 0; i < 101; i++) {
            assertEquals(i, png.getSample(i, 0, 0));
        }
    }

    @Test
    void labelsHaveTheNumbersOfTheirSegmentsAtTheThreshold() throws Exception {
        ImageSeries series = stack();
        FrameRef frame = series.frames().get(1);
        AnnotationSnapshot painted = Painted.of(
                series,
                Painted.scheme(7, 300),
                Map.of(
                        new LayerKey(frame, 7), Painted.layer(series, 60, 59, 100, 0, 30),
                        new LayerKey(frame, 300), Painted.layer(series, 59, 60, 0, 0, 100)),
                Map.of());
        for (AnnotationExporter exporter : ALL) {
            List<Path> files = write(exporter, series, painted, 60);
            AnnotationSnapshot read = read(files, series, painted.scheme());
            assertEquals(Painted.layer(series, 100, 0, 100), read.layer(frame, 7), exporter.format());
            assertEquals(Painted.layer(series, 0, 100, 0, 0, 100), read.layer(frame, 300), exporter.format());
            assertEquals(2, read.layers().size());
        }
    }

    @Test
    void labelsThatOverlapAreRefused() {
        ImageSeries series = stack();
        FrameRef frame = series.frames().get(1);
        AnnotationSnapshot painted = Painted.of(
                series,
                Painted.scheme(1, 2),
                Map.of(
                        new LayerKey(frame, 1), Painted.layer(series, 0, 80),
                        new LayerKey(frame, 2), Painted.layer(series, 0, 70)),
                Map.of());
        for (AnnotationExporter exporter : ALL) {
            AnnotationException refused =
                    assertThrows(AnnotationException.class, () -> write(exporter, series, painted, 70));
            assertTrue(refused.getMessage().contains("frame 2, pixel (1, 0)"), refused.getMessage());
            AnnotationExport ignoring = new AnnotationExport(java.util.OptionalInt.of(90), true);
            List<AnnotatedSeries> one = List.of(new AnnotatedSeries("a", series, painted));
            assertThrows(AnnotationException.class, () -> exporter.write(one, ignoring, folder, Progress.NONE));
        }
    }

    @Test
    void filesOfOtherImagesAreRefused() throws Exception {
        LabelScheme scheme = Painted.scheme(1);
        ImageSeries series = stack();
        AnnotationSnapshot painted = Painted.random(series, scheme, new Random(1));
        ImageSeries elsewhere = Stacks.stack(Stacks.scale(true, 1, 0), 0.2, 1.7, 3.2);
        ImageSeries shorter = Stacks.stack(Stacks.scale(true, 1, 0), 0, 1.5);
        for (AnnotationExporter exporter : VOLUMES) {
            List<Path> files = write(exporter, series, painted);
            assertTrue(refusal(files, elsewhere, scheme).contains("lies elsewhere"), exporter.format());
            assertTrue(refusal(files, shorter, scheme).contains("5 x 3 x 3"), refusal(files, shorter, scheme));
            assertTrue(refusal(files, clip(3, 5, 3), scheme).contains("import it with its own series"));
            assertTrue(refusal(files, series, Painted.scheme(2, 4)).contains("has segment 1"));
        }
        List<Path> placeless = write(
                new NrrdAnnotationExporter(), clip(5, 3, 3), Painted.random(clip(5, 3, 3), scheme, new Random(2)));
        assertTrue(refusal(placeless, series, scheme).contains("does not say where it lies"));
        List<Path> pngs = write(new PngAnnotationExporter(), series, painted);
        assertTrue(refusal(pngs, clip(6, 3, 3), scheme).contains("5 x 3"));
        assertTrue(refusal(List.of(pngs.get(pngs.size() - 1)), clip(5, 3, 1), scheme)
                .contains("lies on frame"));
    }

    @Test
    void valuesThatAreNeitherPercentsNorSegmentsAreRefused() throws Exception {
        ImageSeries series = clip(2, 1, 1);
        LabelScheme scheme = Painted.scheme(1);
        String head = "NRRD0004\n# made by hand\ntype: %s\ndimension: 3\nsizes: 2 1 1\nencoding: raw\nendian: big\n\n";
        Path high = nrrd("high-s1.nrrd", head.formatted("float"), 0x3f, 0x80, 0, 1, 0, 0, 0, 0);
        assertTrue(refusal(List.of(high), series, scheme).contains("probabilities go from 0 to 1"));
        Path nan = nrrd("nan-s1.nrrd", head.formatted("float"), 0x7f, 0xc0, 0, 0, 0, 0, 0, 0);
        assertTrue(refusal(List.of(nan), series, scheme).contains("NaN"));
        Path negative = nrrd("negative.nrrd", head.formatted("short"), 0xff, 0xff, 0, 0);
        assertTrue(refusal(List.of(negative), series, scheme).contains("no number of a segment"));
        Path unnamed = nrrd("unnamed.nrrd", head.formatted("float"), 0, 0, 0, 0, 0, 0, 0, 0);
        assertTrue(refusal(List.of(unnamed), series, Painted.scheme(1, 2)).contains("-s2"));
        Path cut = nrrd("cut-s1.nrrd", head.formatted("float"), 0, 0, 0);
        assertTrue(refusal(List.of(cut), series, scheme).contains("cut off"));
        Path bright = new PngAnnotationExporter()
                .write(
                        List.of(new AnnotatedSeries(
                                "b",
                                series,
                                Painted.of(
                                        series,
                                        Painted.scheme(150),
                                        Map.of(new LayerKey(series.frames().get(0), 150), Painted.layer(series, 100)),
                                        Map.of()))),
                        AnnotationExport.at(50),
                        folder,
                        Progress.NONE)
                .get(0);
        Path percents = Files.move(bright, folder.resolve("b-0001-s1.png"));
        assertTrue(refusal(List.of(percents), series, scheme).contains("value 150"));
    }

    private Path nrrd(String name, String header, int... bytes) throws IOException {
        byte[] all = header.getBytes(StandardCharsets.US_ASCII);
        byte[] file = java.util.Arrays.copyOf(all, all.length + bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            file[all.length + i] = (byte) bytes[i];
        }
        return Files.write(folder.resolve(name), file);
    }

    @Test
    void damagedFilesAreErrorsAndNothingElse() throws Exception {
        ImageSeries series = stack();
        LabelScheme scheme = Painted.scheme(1);
        AnnotationSnapshot painted = Painted.random(series, scheme, new Random(3));
        Random random = new Random(4);
        for (AnnotationExporter exporter : ALL) {
            Path whole = write(exporter, series, painted).get(0);
            byte[] bytes = Files.readAllBytes(whole);
            for (int trial = 0; trial < 300; trial++) {
                byte[] damaged =
                        trial % 2 == 0 ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes.clone();
                if (trial % 2 == 1) {
                    damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                }
                Files.write(whole, damaged);
                try {
                    read(List.of(whole), series, scheme);
                } catch (AnnotationException e) {
                    assertTrue(e.getMessage().length() > 20, e.getMessage());
                }
            }
        }
    }

    @Test
    void cancellingLeavesNothing() throws Exception {
        ImageSeries series = stack();
        AnnotationSnapshot painted = Painted.random(series, Painted.scheme(1), new Random(3));
        Progress cancelled = new Progress() {
            @Override
            public void report(double fraction, String message) {}

            @Override
            public boolean isCancelled() {
                return true;
            }
        };
        for (AnnotationExporter exporter : ALL) {
            List<AnnotatedSeries> one = List.of(new AnnotatedSeries("a", series, painted));
            assertThrows(
                    CancellationException.class,
                    () -> exporter.write(one, AnnotationExport.PERCENTS, folder, cancelled));
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void nibabelReadsTheSamePercentsInTheSamePlace() throws Exception {
        assumeTrue(Files.isDirectory(NIBABEL), "nibabel of Debian's python3-nibabel is not installed");
        ImageSeries series = stack();
        Map<LayerKey, ConfidenceLayer> layers = new HashMap<>();
        layers.put(new LayerKey(series.frames().get(2), 1), Painted.layer(series, 0, 1, 50, 99, 100, 7));
        AnnotationSnapshot painted = Painted.of(series, Painted.scheme(1), layers, Map.of());
        Path file = write(new NiftiAnnotationExporter(), series, painted).get(0);
        String said = python("""
                import sys, nibabel, numpy
                i = nibabel.load(sys.argv[1])
                d = i.get_fdata()
                print(d.shape, numpy.rint(d[:, :, 2] * 100).astype(int).T.ravel().tolist(), d[:, :, :2].max())
                print(numpy.round(i.affine[:3, 3], 3).tolist())
                """, file);
        assertEquals("(5, 3, 3) [0, 1, 50, 99, 100, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0] 0.0\n[10.0, -20.0, 30.0]\n", said);
    }

    static String python(String script, Path file) throws IOException, InterruptedException {
        Path output = Files.createTempFile("python", ".txt");
        try {
            Process process = new ProcessBuilder(PYTHON.toString(), "-c", script, file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "python did not end within 60 s");
            return Files.readString(output);
        } finally {
            Files.delete(output);
        }
    }
}
