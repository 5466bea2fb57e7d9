package org.credence.headless.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.credence.annotation.AnnotatedSeries;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationExport;
import org.credence.annotation.AnnotationExporters;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.AnnotationStores;
import org.credence.annotation.spi.AnnotationExporter;
import org.credence.annotation.spi.AnnotationStore;
import org.credence.imaging.FileDescription;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.FrameTiming;
import org.credence.imaging.ImageFile;
import org.credence.imaging.ImageGeometry;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImageSources;
import org.credence.imaging.ImagingException;
import org.credence.imaging.Progress;
import org.credence.imaging.SeriesInfo;
import org.credence.imaging.spi.ImageSource;
import org.credence.segmentation.Accelerator;
import org.credence.segmentation.AcceleratorException;
import org.credence.segmentation.Model;
import org.credence.segmentation.ModelCard;
import org.credence.segmentation.SegmentationEngines;
import org.credence.segmentation.SegmentationException;
import org.credence.segmentation.spi.InferenceSession;
import org.credence.segmentation.spi.SegmentationEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on clips {@code IMG uid frames [damaged frame]}, whose frames are gray as their number, counted from 1. */
class SegmentCommandTest {

    private static final int SIZE = 8;
    private static final Accelerator CUDA = Accelerator.parse("cuda:0");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Engine engine = new Engine();
    private Path images;
    private Path model;
    private Path target;

    @BeforeEach
    void twoClipsAndAModel() throws IOException {
        images = Files.createDirectories(folder.resolve("images"));
        target = folder.resolve("out");
        clip("1", 10);
        clip("2", 4);
        model = model("Fixture");
    }

    @Test
    void clipsAreSegmentedAndReported() throws Exception {
        assertEquals(0, run("--json"), err.toString());
        JsonNode result = new ObjectMapper().readTree(out.toString());
        assertEquals(2, result.path("clips").size());
        assertEquals(10, result.path("clips").get(0).path("frames").asInt());
        assertEquals("Machine", result.path("accelerator").asText());
        assertEquals(
                result,
                new ObjectMapper().readTree(target.resolve("segment.json").toFile()));
        assertEquals(percents(10), Files.readString(target.resolve("1.model.seg.dcm")));
        assertTrue(Files.size(target.resolve("contact-sheet.png")) > 0);
    }

    @Test
    void severalVoicesAreHeardAndWhatTheyDisagreeAboutIsWrittenToo() throws Exception {
        Path second = folder.resolve("second.onnx");
        Files.copy(model, second);
        assertEquals(0, run("--model", second.toString(), "--mirror"), err.toString());
        assertEquals(4 * 14, engine.frames, "two models, each on frames and their mirror images");
        JsonNode result = report();
        assertEquals(
                "Fixture and 1 more, with mirror images", result.path("model").asText());
        assertEquals(2, result.path("models").size());
        assertEquals(
                "deviation/1.model.seg.dcm",
                result.path("clips").get(0).path("deviation").asText());
        assertEquals(percents(10), Files.readString(target.resolve("1.model.seg.dcm")), "they all say the same");
        assertTrue(Files.exists(target.resolve("deviation/1.model.seg.dcm")));
        assertEquals(0, run("--model", second.toString(), "--mirror"), err.toString());
        assertEquals(4 * 14, engine.frames, "all is done");
    }

    @Test
    void onlySomeFramesAreSegmented() throws Exception {
        assertEquals(0, run("--frames", "3-9", "--every", "2"), err.toString());
        assertEquals("3 5 7 9", frames("1.model.seg.dcm"));
        assertEquals("3", frames("2.model.seg.dcm"));
        assertEquals(3, run("--frames", "7"), err.toString());
        assertEquals("7", frames("1.model.seg.dcm"));
        assertTrue(err.toString().contains("It has 4 frames and none of 7"), err.toString());
    }

    @Test
    void whatIsDoneIsNotDoneAgain() throws Exception {
        assertEquals(0, run());
        JsonNode first = report();
        int frames = engine.frames;
        assertEquals(14, frames);
        assertEquals(0, run());
        assertEquals(frames, engine.frames);
        JsonNode second = report();
        for (int i = 0; i < 2; i++) {
            assertFalse(first.path("clips").get(i).path("doneBefore").asBoolean());
            assertTrue(second.path("clips").get(i).path("doneBefore").asBoolean());
            assertEquals(
                    first.path("clips").get(i).path("areaFraction"),
                    second.path("clips").get(i).path("areaFraction"));
        }
        assertTrue(Files.size(target.resolve("contact-sheet.png")) > 0);
    }

    @Test
    void whatChangedOrIsDamagedIsDoneAgainAndNothingElse() throws Exception {
        assertEquals(0, run());
        engine.frames = 0;
        Files.writeString(target.resolve("2.model.seg.dcm"), "half");
        assertEquals(0, run());
        assertEquals(4, engine.frames, "a file that is not as it was written");
        assertEquals(percents(4), Files.readString(target.resolve("2.model.seg.dcm")));
        engine.frames = 0;
        Files.writeString(target.resolve("done/1.model.json"), "{\"half\": ");
        assertEquals(0, run());
        assertEquals(10, engine.frames, "a damaged note");
        engine.frames = 0;
        clip("2", 6);
        assertEquals(0, run());
        assertEquals(6, engine.frames, "other images");
        engine.frames = 0;
        assertEquals(0, run("--every", "2"));
        assertEquals(8, engine.frames, "other options");
        engine.frames = 0;
        model = model("Another");
        assertEquals(0, run("--every", "2"));
        assertEquals(8, engine.frames, "another model");
        engine.frames = 0;
        clip("3", 5);
        assertEquals(0, run("--every", "2"));
        assertEquals(3, engine.frames, "one more clip");
    }

    @Test
    void aClipThatFailsIsNamedAndTriedAgainWhileTheOthersAreDone() throws Exception {
        Files.writeString(images.resolve("2"), "IMG 2 4 3");
        assertEquals(3, run());
        assertTrue(err.toString().contains("Frame 3 is damaged"), err.toString());
        assertFalse(Files.exists(target.resolve("2.model.seg.dcm")));
        assertEquals(1, report().path("clips").size());
        engine.frames = 0;
        assertEquals(3, run());
        assertTrue(engine.frames <= 4, "only the damaged one, but " + engine.frames);
        clip("2", 4);
        assertEquals(0, run());
        assertEquals(percents(4), Files.readString(target.resolve("2.model.seg.dcm")));
    }

    @Test
    void otherFormatsAreWrittenByTheirExporters() throws Exception {
        assertEquals(0, run("--format", "PNG"), err.toString());
        assertEquals("png " + percents(4), Files.readString(target.resolve("2.model.png")));
        assertEquals(
                "2.model.png",
                report().path("clips").get(1).path("files").get(0).asText());
        engine.frames = 0;
        assertEquals(0, run("--format", "png"));
        assertEquals(0, engine.frames);
        assertEquals(0, run());
        assertEquals(14, engine.frames);
    }

    @Test
    void whatTheModelSaysIsSmoothedOverTimeWhenAskedFor() throws Exception {
        clip("2", 3);
        assertEquals(0, run("--smooth", "1"), err.toString());
        int first = Math.round((percent(1) + percent(2)) / 2f);
        int last = Math.round((percent(2) + percent(3)) / 2f);
        int middle = Math.round((percent(1) + percent(2) + percent(3)) / 3f);
        assertEquals("1:" + first + " 2:" + middle + " 3:" + last, Files.readString(target.resolve("2.model.seg.dcm")));
        assertEquals(1, report().path("smooth").asInt());
    }

    @Test
    void regionsThatAreTooSmallAreLeftOutWhenAskedFor() throws Exception {
        assertEquals(0, run("--min-region", "60"), err.toString());
        assertEquals(percents(4), Files.readString(target.resolve("2.model.seg.dcm")));
        assertEquals(0, run("--min-region", "65"), err.toString());
        assertEquals("", Files.readString(target.resolve("2.model.seg.dcm")));
    }

    @Test
    void wrongUsageIsExitCode2AndSaysWhatIsRight() {
        assertEquals(2, run("--frames", "9-3"));
        assertTrue(err.toString().contains("got: 9-3"), err.toString());
        assertEquals(2, run("--frames", "some"));
        assertEquals(2, run("--every", "0"));
        assertEquals(2, run("--smooth", "-1"));
        assertEquals(2, run("--min-region", "0"));
        assertEquals(2, run("--accelerator", "gpu"));
        assertTrue(err.toString().contains("cpu, cuda:0"), err.toString());
        assertEquals(2, run("--format", "bmp"));
        assertEquals(2, run("--format", "png", "--sr"));
        assertFalse(Files.exists(target));
    }

    @Test
    void anAcceleratorThatCannotBeUsedIsRefusedWithItsReason() {
        assertEquals(3, run("--accelerator", "cuda:0"));
        assertTrue(
                err.toString().contains("Accelerator cuda:0 cannot be used: libcublasLt.so.12 is missing"),
                err.toString());
        assertEquals(0, run("--accelerator", "cpu"), err.toString());
    }

    @Test
    void aDeviceThatFailsOnTheWayIsSaidOnceAndTheWorkGoesOn() throws Exception {
        engine.cudaObstacle = "";
        assertEquals(0, run(), err.toString());
        assertEquals(percents(10), Files.readString(target.resolve("1.model.seg.dcm")));
        String said = "credence: the model now runs on Machine (The GPU broke.)";
        assertEquals(1, err.toString().lines().filter(said::equals).count(), err.toString());
        assertEquals("Machine (The GPU broke.)", report().path("accelerator").asText());
    }

    private void clip(String uid, int frames) throws IOException {
        Files.writeString(images.resolve(uid), "IMG " + uid + " " + frames);
    }

    private static String percents(int frames) {
        return String.join(
                " ",
                IntStream.rangeClosed(1, frames)
                        .mapToObj(f -> f + ":" + percent(f))
                        .toList());
    }

    private static int percent(int gray) {
        return Math.round(100 * (20 * gray / 255f));
    }

    private String frames(String file) throws IOException {
        return Files.readString(target.resolve(file)).replaceAll(":\\d+", "");
    }

    private JsonNode report() throws IOException {
        return new ObjectMapper().readTree(target.resolve("segment.json").toFile());
    }

    private int run(String... more) {
        List<String> all = new ArrayList<>(
                List.of("segment", "--model", model.toString(), "--in", images.toString(), "--out", target.toString()));
        all.addAll(Arrays.asList(more));
        Services services = new Services(
                new ImageSources(List.of(IMAGES)),
                null,
                null,
                new AnnotationStores(List.of(new Store())),
                new SegmentationEngines(List.of(engine)),
                null,
                null,
                null,
                null,
                null,
                new AnnotationExporters(List.of(new Pngs())),
                null);
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Credence.run(services, all.toArray(String[]::new), new PrintWriter(out), new PrintWriter(err));
    }

    /** A model that no engine here runs. */
    private Path model(String name) throws IOException {
        ModelCard.Code code = new ModelCard.Code("A", "99CREDENCE", "Anything");
        ModelCard card = new ModelCard(
                name,
                "1",
                "",
                List.of(new ModelCard.SegmentEntry(1, "Bright", 0xffffff, code, code)),
                new ModelCard.Input("image", SIZE, SIZE, 1, 1 / 255.0, 0, 1),
                new ModelCard.Output("probabilities", "sigmoid"),
                50,
                "",
                "",
                Map.of(),
                "",
                "");
        return Files.write(
                folder.resolve("model.onnx"),
                ToyOnnx.concat(
                        ToyOnnx.cast("image", "probabilities", SIZE),
                        ToyOnnx.metadata(ModelCard.METADATA_KEY, card.toJson())));
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
            String[] words = text(file).split(" ");
            return new ImageInstance(
                    new SeriesInfo("P", "P", "1", "", "", words[1] + ".0", 1, "Clip " + words[1], "US"),
                    words[1],
                    "1.2",
                    1,
                    file,
                    SIZE,
                    SIZE,
                    Integer.parseInt(words[2]),
                    ImageGeometry.UNKNOWN,
                    FrameTiming.UNKNOWN,
                    i -> {
                        if (words.length > 3 && Integer.parseInt(words[3]) == i + 1) {
                            throw new ImagingException("Frame " + (i + 1) + " is damaged.");
                        }
                        byte[] pixels = new byte[SIZE * SIZE];
                        Arrays.fill(pixels, (byte) (20 * (i + 1)));
                        // A border of all grays, as the window of a flat frame would make it black.
                        pixels[0] = 0;
                        pixels[1] = (byte) 255;
                        return Frame.gray(SIZE, SIZE, pixels);
                    });
        }

        @Override
        public FileDescription describe(Path file, Set<FileDescription.Detail> details) {
            throw new UnsupportedOperationException("describe is not part of this test");
        }
    };

    /** A CPU, and a GPU that is not there or breaks on its first use. */
    private static final class Engine implements SegmentationEngine {
        int frames;
        String cudaObstacle = "libcublasLt.so.12 is missing";

        @Override
        public String name() {
            return "Toy";
        }

        @Override
        public List<Accelerator.Found> accelerators() {
            Accelerator.Found cpu = new Accelerator.Found(Accelerator.CPU, "Machine", "");
            Accelerator.Found cuda = new Accelerator.Found(CUDA, "CUDA", cudaObstacle);
            return cuda.usable() ? List.of(cuda, cpu) : List.of(cpu, cuda);
        }

        @Override
        public InferenceSession open(Model model, Accelerator accelerator) {
            return new InferenceSession() {
                @Override
                public int batch() {
                    return 3;
                }

                @Override
                public String accelerator() {
                    return accelerator.equals(CUDA) ? "CUDA" : "Machine";
                }

                @Override
                public void run(
                        int some, ByteBuffer gray, FloatBuffer statistics, ByteBuffer answers, Progress progress)
                        throws SegmentationException {
                    FloatBuffer probabilities = answers.asFloatBuffer();
                    if (accelerator.equals(CUDA)) {
                        throw new AcceleratorException("The GPU broke.", false, null);
                    }
                    frames += some;
                    for (int i = 0; i < some * SIZE * SIZE; i++) {
                        probabilities.put(i, (gray.get(i) & 0xff) / 255f);
                    }
                }

                @Override
                public void close() {
                    // Nothing to free.
                }
            };
        }
    }

    /** Keeps the percent in the middle of each frame. */
    private static final class Store implements AnnotationStore {
        @Override
        public String name() {
            return "Toy";
        }

        @Override
        public boolean accepts(Path file, ImageSeries series) {
            return true;
        }

        @Override
        public AnnotationSnapshot load(Path file, ImageSeries series, Progress progress) {
            throw new UnsupportedOperationException("load is not part of this test");
        }

        @Override
        public void write(AnnotationSnapshot annotation, ImageSeries series, Path file, Progress progress)
                throws IOException {
            Files.writeString(file, said(annotation));
        }
    }

    private static final class Pngs implements AnnotationExporter {
        @Override
        public String format() {
            return "png";
        }

        @Override
        public String description() {
            return "Toy.";
        }

        @Override
        public boolean isSet() {
            return false;
        }

        @Override
        public List<Path> write(
                List<AnnotatedSeries> annotated, AnnotationExport export, Path folder, Progress progress)
                throws AnnotationException {
            try {
                Path file = folder.resolve(annotated.get(0).name() + ".png");
                return List.of(
                        Files.writeString(file, "png " + said(annotated.get(0).annotation())));
            } catch (IOException e) {
                throw new AnnotationException("unwritten", e);
            }
        }
    }

    private static String said(AnnotationSnapshot annotation) {
        List<String> all = new ArrayList<>();
        for (FrameRef frame : annotation.frames()) {
            int percent = annotation.layer(frame, 1).confidence(4, 4);
            if (percent > 0) {
                all.add(frame.frameNumber() + ":" + percent);
            }
        }
        return String.join(" ", all);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
