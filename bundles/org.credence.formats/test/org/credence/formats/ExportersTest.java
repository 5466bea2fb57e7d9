package org.credence.formats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.credence.imaging.Frame;
import org.credence.imaging.GrayValues;
import org.credence.imaging.ImageExport;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImagingException;
import org.credence.imaging.Progress;
import org.credence.imaging.Vector3;
import org.credence.imaging.Window;
import org.credence.imaging.spi.ImageExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportersTest {

    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final List<ImageExporter> ALL =
            List.of(new PngExporter(), new TiffExporter(), new NiftiExporter(), new NrrdExporter());

    @TempDir
    private Path folder;

    private Path write(ImageExporter exporter, ImageSeries series, String name) throws ImagingException {
        Path target = folder.resolve(name);
        assertEquals(List.of(target), exporter.write(series, ImageExport.whole(series), target, Progress.NONE));
        return target;
    }

    @Test
    void pngHasStoredValuesOrWhatIsShown() throws Exception {
        ImageSeries series = Stacks.stack(Stacks.scale(false, 1, 0), 0, 2, 4);
        List<Path> files = new PngExporter()
                .write(
                        series,
                        new ImageExport(List.of(0, 2), false, Optional.empty(), false),
                        folder.resolve("a.png"),
                        Progress.NONE);
        assertEquals(List.of(folder.resolve("a-0001.png"), folder.resolve("a-0003.png")), files);
        Raster raster = ImageIO.read(files.get(1).toFile()).getRaster();
        assertEquals(Stacks.stored(2, 4, 1) + 50, raster.getSample(4, 1, 0));
        Window window = new Window(100, 200);
        Path shown = new PngExporter()
                .write(
                        series,
                        new ImageExport(List.of(1), true, Optional.of(window), false),
                        folder.resolve("b.png"),
                        Progress.NONE)
                .get(0);
        byte[] expected = series.decode(1).gray8(window);
        BufferedImage image = ImageIO.read(shown.toFile());
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i] & 0xff, image.getRaster().getSample(i % 5, i / 5, 0));
        }
        byte[] bytes = Files.readAllBytes(shown);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("pHYs");
        assertEquals(2000, ByteBuffer.wrap(bytes).getInt(at + 4));
        assertEquals(1333, ByteBuffer.wrap(bytes).getInt(at + 8));
    }

    @Test
    void pngRefusesSignedValuesAndSaysWhatToDo() {
        ImageSeries series = Stacks.stack(Stacks.scale(true, 1, 0), 0);
        ImagingException refused =
                assertThrows(ImagingException.class, () -> write(new PngExporter(), series, "signed.png"));
        assertTrue(refused.getMessage().contains("--shown"), refused.getMessage());
    }

    @Test
    void colorsReadBackFromPngAndTiff() throws Exception {
        ImageSeries series = Stacks.clip(1, Stacks::color);
        for (ImageExporter exporter : List.of(new PngExporter(), new TiffExporter())) {
            BufferedImage image = ImageIO.read(
                    write(exporter, series, "c." + exporter.extension()).toFile());
            for (int i = 0; i < 15; i++) {
                assertEquals(Stacks.color(0).rgb(i % 5, i / 5), image.getRGB(i % 5, i / 5) & 0xffffff);
            }
        }
    }

    @Test
    void tiffHasAPageForEachFrameWithItsValues() throws Exception {
        for (boolean signed : new boolean[] {false, true}) {
            ImageSeries series = Stacks.stack(Stacks.scale(signed, 1, 0), 0, 2, 4);
            Path file = write(new TiffExporter(), series, "t.tif");
            ImageReader reader = ImageIO.getImageReadersByFormatName("tiff").next();
            try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
                reader.setInput(in);
                assertEquals(3, reader.getNumImages(true));
                int value = reader.read(2).getRaster().getSample(3, 0, 0);
                assertEquals(series.decode(2).stored(3, 0), signed ? (short) value : value);
            } finally {
                reader.dispose();
            }
        }
    }

    @Test
    void tiffKeepsRealNumbers() throws Exception {
        float[] values = new float[15];
        for (int i = 0; i < 15; i++) {
            values[i] = i / 3f - 1;
        }
        Path file = write(
                new TiffExporter(), Stacks.clip(1, f -> Frame.gray(5, 3, values.clone(), GrayValues.PLAIN)), "f.tif");
        ImageReader reader = ImageIO.getImageReadersByFormatName("tiff").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in);
            assertEquals(values[7], reader.read(0).getRaster().getSampleFloat(2, 1, 0));
        } finally {
            reader.dispose();
        }
    }

    @Test
    void niftiLiesWhereTheImagesDo() throws Exception {
        ImageSeries series = Stacks.stack(Stacks.scale(true, 2, -1024), 0, 1.5, 3, 4.5);
        for (String name : List.of("v.nii", "v.nii.gz")) {
            Path file = write(new NiftiExporter(), series, name);
            byte[] bytes = Files.readAllBytes(file);
            ByteBuffer h = ByteBuffer.wrap(name.endsWith("gz") ? unpacked(bytes) : bytes)
                    .order(ByteOrder.LITTLE_ENDIAN);
            assertEquals(348, h.getInt(0));
            assertEquals(
                    List.of(3, 5, 3, 4),
                    List.of((int) h.getShort(40), (int) h.getShort(42), (int) h.getShort(44), (int) h.getShort(46)));
            assertEquals(4, h.getShort(70));
            assertEquals(2, h.getFloat(112));
            assertEquals(-1024, h.getFloat(116));
            assertEquals(352 + 2 * 60, h.capacity());
            assertEquals(series.decode(3).stored(4, 2), h.getShort(352 + 2 * 59));
            Vector3 step = Stacks.ALONG_ROW.cross(Stacks.ALONG_COLUMN).times(1.5);
            double[] expected = {
                -0.5 * Stacks.ALONG_ROW.x(),
                0,
                -step.x(),
                10,
                -0.5 * Stacks.ALONG_ROW.y(),
                0,
                -step.y(),
                -20,
                0,
                -0.75,
                step.z(),
                30
            };
            for (int i = 0; i < 12; i++) {
                assertEquals(expected[i], h.getFloat(280 + 4 * i), 1e-5, "srow " + i);
            }
        }
    }

    @Test
    void niftiAgreesWithAnIndependentReader() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/usr/lib/python3/dist-packages/nibabel")), "no python3-nibabel");
        Path file = write(new NiftiExporter(), Stacks.stack(Stacks.scale(true, 2, -1024), 0, 1.5, 3, 4.5), "v.nii.gz");
        String said = run("""
                import sys, nibabel, numpy
                image = nibabel.load(sys.argv[1])
                print(image.shape, image.get_fdata()[4, 2, 3], image.get_fdata()[0, 0, 0])
                print(numpy.allclose(image.get_qform(), image.get_sform(), atol=1e-4), image.header.get_xyzt_units())
                print(nibabel.aff2axcodes(image.affine))
                """, file);
        assertEquals("(5, 3, 4) -476.0 -1124.0\nTrue ('mm', 'unknown')\n('L', 'I', 'P')\n", said);
    }

    @Test
    void theFramesOfAClipLieAlongTime() throws Exception {
        ImageSeries clip = Stacks.clip(4, f -> Stacks.frame(f, Stacks.scale(false, 1, 0)));
        ByteBuffer h = ByteBuffer.wrap(Files.readAllBytes(write(new NiftiExporter(), clip, "t.nii")))
                .order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(4, h.getShort(40));
        assertEquals(1, h.getShort(46));
        assertEquals(4, h.getShort(48));
        assertEquals(40, h.getFloat(92));
        assertEquals(2 | 16, h.get(123));
        assertEquals(0, h.getShort(254));
        Nrrd nrrd = Nrrd.read(write(new NrrdExporter(), clip, "t.nrrd"));
        assertEquals("domain domain time", nrrd.fields.get("kinds"));
        assertEquals("0.5 0.75 40.0", nrrd.fields.get("spacings"));
        assertEquals("\"mm\" \"mm\" \"ms\"", nrrd.fields.get("units"));
    }

    @Test
    void nrrdHasModalityValuesInTheNarrowestType() throws Exception {
        ImageSeries series = Stacks.stack(Stacks.scale(false, 1, -1024), 0, 1.5, 3);
        Nrrd nrrd = Nrrd.read(write(new NrrdExporter(), series, "v.nrrd"));
        assertEquals("int16", nrrd.fields.get("type"));
        assertEquals("5 3 3", nrrd.fields.get("sizes"));
        assertEquals("left-posterior-superior", nrrd.fields.get("space"));
        assertEquals("(-10.0,20.0,30.0)", nrrd.fields.get("space origin"));
        assertTrue(nrrd.fields.get("space directions").contains("(0.0,0.0,-0.75)"), "" + nrrd.fields);
        assertEquals(series.decode(2).value(4, 2), nrrd.data.getShort(2 * 44));
        Nrrd real = Nrrd.read(write(new NrrdExporter(), Stacks.stack(Stacks.scale(false, 0.1, 0), 0, 1), "r.nrrd"));
        assertEquals("float", real.fields.get("type"));
        assertEquals((float) (0.1 * 124), real.data.getFloat(4 * 29));
        Nrrd color = Nrrd.read(write(new NrrdExporter(), Stacks.clip(2, Stacks::color), "c.nrrd"));
        assertEquals("3 5 3 2", color.fields.get("sizes"));
        assertEquals("RGB-color domain domain time", color.fields.get("kinds"));
        assertEquals((byte) (7 * 44 + 50), color.data.get(89));
    }

    @Test
    void nrrdAgreesWithTeem() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/teem-unu")), "unu of Debian's teem-apps is not installed");
        for (ImageSeries series :
                List.of(Stacks.stack(Stacks.scale(false, 1, -1024), 0, 1.5, 3), Stacks.clip(2, Stacks::color))) {
            Path file = write(new NrrdExporter(), series, "v.nrrd");
            Path plain = folder.resolve("plain.nrrd");
            Process unu = new ProcessBuilder(
                            "/usr/bin/teem-unu", "save", "-f", "nrrd", "-e", "raw", "-i", "" + file, "-o", "" + plain)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(unu.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, unu.waitFor(), said);
            byte[] theirs = Files.readAllBytes(plain);
            byte[] ours = Nrrd.read(file).data.array();
            assertArrayEquals(ours, java.util.Arrays.copyOfRange(theirs, theirs.length - ours.length, theirs.length));
        }
    }

    @Test
    void slicesAtUnequalDistancesAreRefused() {
        ImageSeries series = Stacks.stack(Stacks.scale(true, 1, 0), 0, 1, 2, 3.5);
        for (ImageExporter exporter : List.of(new NiftiExporter(), new NrrdExporter())) {
            ImagingException refused =
                    assertThrows(ImagingException.class, () -> write(exporter, series, "x." + exporter.extension()));
            assertTrue(refused.getMessage().contains("equal distances"), refused.getMessage());
        }
    }

    @Test
    void scalesThatDifferBecomeRealValues() throws Exception {
        ImageSeries clip = Stacks.clip(2, f -> Stacks.frame(f, Stacks.scale(true, f + 1, 0.5)));
        ByteBuffer h = ByteBuffer.wrap(Files.readAllBytes(write(new NiftiExporter(), clip, "s.nii")))
                .order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(16, h.getShort(70));
        assertEquals(1, h.getFloat(112));
        assertEquals(clip.decode(1).value(4, 2), h.getFloat(352 + 4 * 29));
    }

    @Test
    void cancellingOrFailingLeavesNothing() throws Exception {
        Progress cancelled = new Progress() {
            private int asked;

            @Override
            public void report(double fraction, String message) {}

            @Override
            public boolean isCancelled() {
                return ++asked > 1;
            }
        };
        ImageSeries series = Stacks.stack(Stacks.scale(true, 1, 0), 0, 1, 2);
        ImageSeries broken = Stacks.clip(3, f -> {
            if (f == 2) {
                throw new ImagingException("Frame 3 is damaged.");
            }
            return Stacks.frame(f, Stacks.scale(true, 1, 0));
        });
        for (ImageExporter exporter : ALL.subList(1, 4)) {
            Path target = folder.resolve("n." + exporter.extension());
            assertThrows(
                    CancellationException.class,
                    () -> exporter.write(series, ImageExport.whole(series), target, cancelled));
            assertThrows(
                    ImagingException.class,
                    () -> exporter.write(broken, ImageExport.whole(broken), target, Progress.NONE));
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    private static byte[] unpacked(byte[] gzip) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return in.readAllBytes();
        }
    }

    private static String run(String script, Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(PYTHON.toString(), "-c", script, file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    /** A NRRD file, read strictly. */
    private record Nrrd(Map<String, String> fields, ByteBuffer data) {
        static Nrrd read(Path file) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            int end = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\n\n");
            String[] lines = new String(bytes, 0, end, StandardCharsets.US_ASCII).split("\n");
            assertEquals("NRRD0005", lines[0]);
            Map<String, String> fields = new HashMap<>();
            for (int i = 1; i < lines.length; i++) {
                String[] parts = lines[i].split(": ", 2);
                assertEquals(2, parts.length, lines[i]);
                fields.put(parts[0], parts[1]);
            }
            byte[] data = unpacked(java.util.Arrays.copyOfRange(bytes, end + 2, bytes.length));
            return new Nrrd(fields, ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN));
        }
    }
}
