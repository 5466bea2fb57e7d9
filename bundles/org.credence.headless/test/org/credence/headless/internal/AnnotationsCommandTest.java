package org.credence.headless.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.credence.annotation.AnnotatedSeries;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationExport;
import org.credence.annotation.AnnotationExporters;
import org.credence.annotation.AnnotationImporters;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.AnnotationStores;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.LayerKey;
import org.credence.annotation.Reader;
import org.credence.annotation.spi.AnnotationExporter;
import org.credence.annotation.spi.AnnotationImporter;
import org.credence.annotation.spi.AnnotationStore;
import org.credence.imaging.FileDescription;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameTiming;
import org.credence.imaging.ImageFile;
import org.credence.imaging.ImageGeometry;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImageSources;
import org.credence.imaging.Progress;
import org.credence.imaging.SeriesInfo;
import org.credence.imaging.spi.ImageSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on images of one pixel, {@code IMG uid}, and annotations of one number, {@code SEG uid reader percent}. */
class AnnotationsCommandTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path images;
    private Path annotations;
    private Path target;

    @BeforeEach
    void twoImagesOfWhichReadersAnnotatedSome() throws IOException {
        images = Files.createDirectories(folder.resolve("images"));
        annotations = Files.createDirectories(folder.resolve("annotations"));
        target = folder.resolve("out");
        Files.writeString(images.resolve("1"), "IMG 1.1");
        Files.writeString(images.resolve("2"), "IMG 1.2");
        Files.writeString(annotations.resolve("a"), "SEG 1.1 anna 70");
        Files.writeString(annotations.resolve("b"), "SEG 1.1 ben 30");
        Files.writeString(annotations.resolve("c"), "SEG 1.2 anna 50");
    }

    private static final ImageSource IMAGES = new ImageSource() {
        @Override
        public String name() {
            return "Toy";
        }

        @Override
        public boolean accepts(Path file) {
            return text(file).startsWith("IMG ");
        }

        @Override
        public ImageFile read(Path file) {
            String uid = text(file).split(" ")[1];
            return new ImageInstance(
                    new SeriesInfo("P", "P", "1", "", "", uid + ".0", 1, "Right: upper", "US"),
                    uid,
                    "1.2",
                    1,
                    file,
                    1,
                    1,
                    1,
                    ImageGeometry.UNKNOWN,
                    FrameTiming.UNKNOWN,
                    i -> Frame.gray(1, 1, new byte[1]));
        }

        @Override
        public FileDescription describe(Path file, Set<FileDescription.Detail> details) {
            throw new UnsupportedOperationException("describe is not part of this test");
        }
    };

    /** Store, exporter and importer in one; the exporter writes what it was told. */
    private static final class Toy implements AnnotationStore, AnnotationExporter, AnnotationImporter {
        private final boolean set;

        Toy(boolean set) {
            this.set = set;
        }

        @Override
        public String name() {
            return "Toy";
        }

        @Override
        public boolean accepts(Path file, ImageSeries series) {
            return text(file).startsWith("SEG " + series.frames().get(0).sopInstanceUid() + " ");
        }

        @Override
        public AnnotationSnapshot load(Path file, ImageSeries series, Progress progress) {
            String[] words = text(file).split(" ");
            return painted(series, new Reader(words[2], words[2]), Integer.parseInt(words[3].strip()));
        }

        @Override
        public void write(AnnotationSnapshot annotation, ImageSeries series, Path file, Progress progress)
                throws IOException {
            Files.writeString(
                    file,
                    "SEG " + series.frames().get(0).sopInstanceUid() + " "
                            + annotation.reader().id() + " " + percent(annotation));
        }

        @Override
        public String format() {
            return set ? "set" : "toy";
        }

        @Override
        public String description() {
            return "Toy.";
        }

        @Override
        public boolean isSet() {
            return set;
        }

        @Override
        public List<Path> write(
                List<AnnotatedSeries> annotated, AnnotationExport export, Path folder, Progress progress)
                throws AnnotationException {
            List<Path> written = new ArrayList<>();
            for (AnnotatedSeries a : annotated) {
                try {
                    Files.createDirectories(folder);
                    Path file = folder.resolve(a.name() + (set ? ".of" + annotated.size() : ".toy"));
                    written.add(Files.writeString(
                            file,
                            "TOY " + percent(a.annotation()) + " "
                                    + export.threshold().orElse(0)));
                } catch (IOException e) {
                    throw new AnnotationException("unwritten", e);
                }
            }
            return written;
        }

        @Override
        public boolean accepts(Path file) {
            return text(file).startsWith("TOY ");
        }

        @Override
        public AnnotationSnapshot read(
                List<Path> files, ImageSeries series, LabelScheme scheme, Reader reader, Progress progress) {
            return painted(series, reader, Integer.parseInt(text(files.get(0)).split(" ")[1]));
        }

        private static AnnotationSnapshot painted(ImageSeries series, Reader reader, int percent) {
            return new AnnotationSnapshot(
                    reader,
                    LabelScheme.lungUltrasound(),
                    series.info().seriesUid(),
                    1,
                    1,
                    series.frames(),
                    Map.of(new LayerKey(series.frames().get(0), 1), ConfidenceLayer.of(1, 1, new byte[] {(byte) percent
                    })),
                    Map.of());
        }

        private static int percent(AnnotationSnapshot annotation) {
            return annotation.layer(annotation.frames().get(0), 1).confidence(0, 0);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private int run(String... args) {
        List<String> all = new ArrayList<>(List.of("annotations"));
        all.addAll(Arrays.asList(args));
        Toy toy = new Toy(false);
        Services services = new Services(
                new ImageSources(List.of(IMAGES)),
                null,
                null,
                new AnnotationStores(List.of(toy)),
                null,
                null,
                null,
                null,
                null,
                null,
                new AnnotationExporters(List.of(toy, new Toy(true))),
                new AnnotationImporters(List.of(toy)));
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Credence.run(services, all.toArray(String[]::new), new PrintWriter(out), new PrintWriter(err));
    }

    private int export(String format, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "export",
                images.toString(),
                "--annotations",
                annotations.toString(),
                "--to",
                format,
                "--out",
                target.toString()));
        all.addAll(Arrays.asList(more));
        return run(all.toArray(String[]::new));
    }

    @Test
    void everyAnnotationIsWrittenUnderTheNameOfItsSeriesAndReader() {
        assertEquals(0, export("toy"), err.toString());
        assertEquals(
                List.of("1-Right-upper-anna.toy", "1-Right-upper-ben.toy", "1-Right-upper_2-anna.toy"),
                out.toString()
                        .lines()
                        .map(l -> Path.of(l).getFileName().toString())
                        .toList());
        assertEquals("TOY 70 0", text(target.resolve("1-Right-upper-anna.toy")));
    }

    @Test
    void aReaderAndAThresholdCanBeChosenAndTheResultIsJson() throws Exception {
        assertEquals(0, export("set", "--reader", "anna", "--threshold", "60", "--json"), err.toString());
        JsonNode result = new ObjectMapper().readTree(out.toString());
        assertEquals(2, result.path("written").size());
        assertEquals(
                "1.1.0", result.path("annotations").get(0).path("seriesUid").asText());
        assertEquals("anna", result.path("annotations").get(1).path("reader").asText());
        assertEquals("TOY 70 60", text(target.resolve("1-Right-upper-anna.of2")));
    }

    @Test
    void nothingIsReplacedUnasked() throws Exception {
        Files.createDirectories(target);
        Files.writeString(target.resolve("mine"), "Mine.");
        assertEquals(3, export("toy"));
        assertTrue(err.toString().contains("--overwrite"), err.toString());
        assertEquals(0, export("toy", "--overwrite"));
        assertEquals("Mine.", text(target.resolve("mine")));
    }

    @Test
    void whatCannotBeDoneIsSaid() {
        assertEquals(3, export("bmp"));
        assertTrue(err.toString().contains("set, toy"), err.toString());
        assertEquals(3, export("toy", "--reader", "nobody"));
        assertTrue(err.toString().contains("by reader nobody"), err.toString());
        assertEquals(2, export("toy", "--threshold", "101"));
        assertEquals(2, export("toy", "--ignore-unsure"));
        assertEquals(0, run());
        assertTrue(out.toString().contains("export") && out.toString().contains("import"), out.toString());
    }

    private int importing(String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("x.toy"), "TOY 42");
        List<String> all = new ArrayList<>(List.of(
                "import",
                file.toString(),
                "--images",
                images.resolve("1").toString(),
                "--annotations",
                annotations.toString()));
        all.addAll(Arrays.asList(more));
        return run(all.toArray(String[]::new));
    }

    @Test
    void aFileBecomesTheAnnotationOfAReader() throws Exception {
        assertEquals(0, importing("--reader", "Cleo"), err.toString());
        Path file = Path.of(out.toString().strip());
        assertEquals(annotations.resolve("1.1.+cleo.seg.dcm"), file);
        assertEquals("SEG 1.1 Cleo 42", text(file));
        Files.writeString(file, "SEG 1.1 Cleo 43");
        assertEquals(3, importing("--reader", "Cleo"));
        assertTrue(err.toString().contains("--overwrite"), err.toString());
        assertEquals("SEG 1.1 Cleo 43", text(file));
        assertEquals(0, importing("--reader", "Cleo", "--overwrite", "--json"), err.toString());
        assertEquals(
                1, new ObjectMapper().readTree(out.toString()).path("layers").asInt());
        assertEquals("SEG 1.1 Cleo 42", text(file));
    }

    @Test
    void oneSeriesAndAReaderThatCanBeMustBeNamed() throws Exception {
        assertEquals(2, importing("--reader", "no reader"));
        Path file = Files.writeString(folder.resolve("x.toy"), "TOY 42");
        assertEquals(
                3,
                run(
                        "import",
                        file.toString(),
                        "--images",
                        images.toString(),
                        "--annotations",
                        annotations.toString(),
                        "--reader",
                        "r1"));
        assertTrue(err.toString().contains("2 series"), err.toString());
        assertFalse(Files.exists(annotations.resolve("1.1.r1.seg.dcm")));
    }
}
