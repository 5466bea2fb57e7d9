package org.credence.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job through the headless product, with a cohort that is small enough for every build. */
class HeadlessTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static Product product;
    private static Path demo;
    private static Product.Run demoRun;

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    @BeforeAll
    static void runTheDemoOnASmallCohort() throws Exception {
        product = new Product();
        demo = shared.resolve("demo");
        demoRun = product.run("demo", "--out", demo.toString(), "--patients", "9", "--steps", "40");
    }

    @Test
    void commandsDoTheSameWithoutAFramework() throws Exception {
        String clip = files(demo.resolve("dicom"), ".dcm").get(0).toString();
        String model = files(demo.resolve("models"), ".onnx").get(0).toString();
        for (String[] command : new String[][] {
            {"help", "convert"},
            {"info", clip},
            {"info", "--json", "--digest", clip},
            {"info", folder.resolve("missing").toString()},
            {"convert", clip, "--to", "nothing", "--out", folder.toString()},
            {"convert"}
        }) {
            assertEquals(product.run(command), product.runPlain(command), String.join(" ", command));
        }
        Product.Run segmented = segment(Path.of(model), Path.of(clip), folder.resolve("out"));
        assertEquals(0, segmented.exitCode(), segmented.err());
        Product.Run rehearsed =
                product.runPlain("rehearse", folder.resolve("rehearsal").toString());
        assertEquals(0, rehearsed.exitCode(), rehearsed.err());
    }

    @Test
    void theDemoGoesFromPhantomToReport() throws Exception {
        assertEquals(0, demoRun.exitCode(), demoRun.err());
        assertTrue(demoRun.err().contains("100 %"), "progress goes to standard error: " + demoRun.err());
        JsonNode report = JSON.readTree(demo.resolve("report/report.json").toFile());
        assertTrue(report.toString().toLowerCase(java.util.Locale.ROOT).contains("synthetic"), "says what it is");
        String html = Files.readString(demo.resolve("report/index.html"));
        assertTrue(html.contains("synthetic"), "says what it is");
        assertFalse(html.contains("http://") && html.contains("<script src"), "needs nothing from elsewhere");
        assertEquals(2, files(demo.resolve("models"), ".onnx").size());
        Product.Run listed =
                product.runPlain("models", "list", demo.resolve("models").toString());
        assertEquals(0, listed.exitCode(), listed.err());
        assertTrue(listed.out().contains("lung-60.onnx") && listed.out().contains(" unchanged "), listed.out());
        int clips = files(demo.resolve("dicom"), ".dcm").size();
        assertTrue(clips >= 9, "clips: " + clips);
        assertEquals(
                3 * clips, files(demo.resolve("annotations"), ".dcm").size(), "one annotation per reader and clip");
    }

    @Test
    void aModelOfTheDemoSegmentsItsClips() throws Exception {
        Path patient = files(demo.resolve("dicom"), ".dcm").get(0).getParent();
        Path out = folder.resolve("segmented");
        Path model = files(demo.resolve("models"), ".onnx").get(0);
        Product.Run run = product.run(segmenting(model, patient, out, "--every", "5", "--sr", "--json"));
        assertEquals(0, run.exitCode(), run.err());
        JsonNode result = JSON.readTree(run.out());
        assertEquals(files(patient, ".dcm").size(), result.path("clips").size());
        for (JsonNode clip : result.path("clips")) {
            assertTrue(Files.isRegularFile(out.resolve(clip.path("file").asText())));
            assertTrue(Files.isRegularFile(out.resolve(clip.path("report").asText())));
            double area = clip.path("areaFraction").path("B-line").asDouble(-1);
            assertTrue(area >= 0 && area <= 1, "area " + area);
        }
        assertTrue(ImageIO.read(out.resolve("contact-sheet.png").toFile()).getWidth() > 100);
        assertEquals(result, JSON.readTree(out.resolve("segment.json").toFile()));
    }

    @Test
    void aRunThatWasEndedIsTakenUpWhereItStood() throws Exception {
        Path patient = files(demo.resolve("dicom"), ".dcm").get(0).getParent();
        Path out = folder.resolve("segmented");
        Path model = files(demo.resolve("models"), ".onnx").get(0);
        String[] command = segmenting(model, patient, out, "--frames", "2-4", "--accelerator", "cpu", "--json");
        JsonNode first = JSON.readTree(product.runPlain(command).out());
        List<Path> written = files(out, ".seg.dcm");
        assertEquals(files(patient, ".dcm").size(), written.size());
        Files.delete(written.get(0));
        byte[] kept = Files.readAllBytes(written.get(1));
        Product.Run again = product.runPlain(command);
        assertEquals(0, again.exitCode(), again.err());
        JsonNode second = JSON.readTree(again.out());
        int doneBefore = 0;
        for (int i = 0; i < written.size(); i++) {
            JsonNode clip = second.path("clips").get(i);
            doneBefore += clip.path("doneBefore").asBoolean() ? 1 : 0;
            assertEquals(3, clip.path("frames").asInt());
            assertEquals(first.path("clips").get(i).path("areaFraction"), clip.path("areaFraction"));
        }
        assertEquals(written.size() - 1, doneBefore);
        assertTrue(Files.isRegularFile(written.get(0)));
        assertArrayEquals(kept, Files.readAllBytes(written.get(1)));
    }

    @Test
    void segmentationsAreWrittenForOtherProgramsToo() throws Exception {
        Path clip = files(demo.resolve("dicom"), ".dcm").get(0);
        Path model = files(demo.resolve("models"), ".onnx").get(0);
        for (String[] format : new String[][] {{"nrrd", ".nrrd"}, {"nifti", ".nii.gz"}, {"png", ".png"}}) {
            Path out = folder.resolve(format[0]);
            Product.Run run = segment(model, clip, out, "--format", format[0], "--every", "4", "--json");
            assertEquals(0, run.exitCode(), run.err());
            JsonNode files = JSON.readTree(run.out()).path("clips").get(0).path("files");
            assertFalse(files.isEmpty(), run.out());
            for (JsonNode file : files) {
                assertTrue(Files.size(out.resolve(file.asText())) > 0, file.asText());
            }
            assertTrue(files.get(0).asText().endsWith(format[1]), files.toString());
        }
    }

    @Test
    void aModelOfOursInOthersLayoutsSaysTheSameOnceImported() throws Exception {
        Path clip = files(demo.resolve("dicom"), ".dcm").get(0);
        Path model = files(demo.resolve("models"), ".onnx").get(0);
        ForeignModels foreign = ForeignModels.of(model);
        foreign.writeMonai(folder.resolve("bundle"));
        JsonNode header = JSON.readTree(
                        product.runPlain("info", "--json", clip.toString()).out())
                .get(0);
        JsonNode region = header.path("00186011").path("Value").get(0);
        double columnMm = 10 * region.path("0018602C").path("Value").get(0).asDouble();
        double rowMm = 10 * region.path("0018602E").path("Value").get(0).asDouble();
        int columns = header.path("00280011").path("Value").get(0).asInt();
        int rows = header.path("00280010").path("Value").get(0).asInt();
        // The network was trained on frames fitted to its grid: that is its spacing, for clips of this depth.
        foreign.writeNnUnet(
                folder.resolve("nnunet"), columnMm * columns / foreign.columns(), rowMm * rows / foreign.rows());
        List<Path> expected = percents(model, clip, "trained");
        assertTrue(expected.size() >= 4, "segments are found on the frames: " + expected);
        for (String source : List.of("bundle", "nnunet")) {
            Path imported = folder.resolve(source + ".onnx");
            Product.Run run = product.runPlain(
                    "models", "import", folder.resolve(source).toString(), "--out", imported.toString());
            assertEquals(0, run.exitCode(), run.err());
            percents(imported, clip, source + "-out");
            for (Path picture : expected) {
                int[] theirs = samples(picture);
                int[] ours = samples(folder.resolve(source + "-out").resolve(picture.getFileName()));
                assertEquals(theirs.length, ours.length);
                for (int k = 0; k < theirs.length; k++) {
                    // Below 5 % nothing is kept, so that 5 and nothing are one percent apart.
                    assertEquals(
                            Math.max(4, theirs[k]), Math.max(4, ours[k]), 1, source + ", " + picture + ", pixel " + k);
                }
            }
        }
    }

    /** The percents that a model says about frames of a clip, a picture per frame and segment, in their order. */
    private List<Path> percents(Path model, Path clip, String name) throws Exception {
        Path out = folder.resolve(name);
        Product.Run run = segment(model, clip, out, "--format", "png", "--every", "4", "--json");
        assertEquals(0, run.exitCode(), run.err());
        List<Path> pictures = new ArrayList<>();
        JSON.readTree(run.out()).path("clips").get(0).path("files").forEach(f -> pictures.add(out.resolve(f.asText())));
        pictures.sort(null);
        return pictures;
    }

    /** The words of a command that runs a model over clips. */
    private static String[] segmenting(Path model, Path in, Path out, String... more) {
        List<String> words = new ArrayList<>(
                List.of("segment", "--model", model.toString(), "--in", in.toString(), "--out", out.toString()));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private static Product.Run segment(Path model, Path in, Path out, String... more) throws Exception {
        return product.runPlain(segmenting(model, in, out, more));
    }

    private static int[] samples(Path picture) throws IOException {
        var raster = ImageIO.read(picture.toFile()).getRaster();
        return raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (int[]) null);
    }

    @Test
    void anAcceleratorIsRefusedByItsReasonOrItsName() throws Exception {
        Path clip = files(demo.resolve("dicom"), ".dcm").get(0);
        Path model = files(demo.resolve("models"), ".onnx").get(0);
        Product.Run gpu = segment(model, clip, folder, "--accelerator", "cuda:99");
        assertEquals(3, gpu.exitCode(), gpu.err());
        assertTrue(gpu.err().contains("Accelerator cuda:99 cannot be used: "), gpu.err());
        Product.Run wrong = segment(model, clip, folder, "--accelerator", "quantum");
        assertEquals(2, wrong.exitCode(), wrong.err());
    }

    @Test
    void aFolderThatCannotBeMadeIsOneSentence() throws Exception {
        Path model = files(demo.resolve("models"), ".onnx").get(0);
        Path clip = files(demo.resolve("dicom"), ".dcm").get(0);
        Path taken = Files.writeString(folder.resolve("taken"), "A file of somebody's.");
        Product.Run run = product.run(segmenting(model, clip, taken));
        assertEquals(3, run.exitCode(), run.err());
        String last = run.err().strip().lines().reduce((a, b) -> b).orElseThrow();
        assertTrue(last.startsWith("credence: ") && last.contains("taken"), run.err());
        assertEquals("A file of somebody's.", Files.readString(taken));
    }

    @Test
    void clipsAreDeidentifiedAndOnlyTheKeyTellsWhoseTheyAre() throws Exception {
        Path patient = files(demo.resolve("dicom"), ".dcm").get(0).getParent();
        Path out = folder.resolve("shared");
        Path key = folder.resolve("key");
        Path map = folder.resolve("map");
        Product.Run run = product.run(
                "deidentify",
                patient.toString(),
                "--out",
                out.toString(),
                "--key-file",
                key.toString(),
                "--new-key",
                "--shift-dates",
                "--mask-banners",
                "--map",
                map.toString());
        assertEquals(0, run.exitCode(), run.err());
        List<Path> copies = files(out, ".dcm");
        assertEquals(files(patient, ".dcm").size(), copies.size());
        Product.Run reversed = product.run("deidentify", "--reverse", map.toString(), "--key-file", key.toString());
        assertEquals(0, reversed.exitCode(), reversed.err());
        assertEquals(copies.size() + 1, reversed.out().strip().lines().count(), reversed.out());
        Product.Run info =
                product.run("info", "--json", "--digest", copies.get(0).toString());
        JsonNode copy = JSON.readTree(info.out()).get(0);
        assertEquals(64, copy.path("pixelSha256").asText().length());
        JsonNode removed = copy.path("dataSet").path("00120062");
        assertEquals("YES", removed.path("Value").path(0).asText(), "Patient Identity Removed");
    }

    @Test
    void whatWeWriteIsValidDicomToOthers() throws Exception {
        assumeTrue(onPath("dciodvfy"), "dciodvfy (Debian: dicom3tools) is not installed");
        List<Path> files = new ArrayList<>(files(demo.resolve("dicom"), ".dcm").subList(0, 2));
        files.addAll(files(demo.resolve("annotations"), ".dcm").subList(0, 3));
        for (Path file : files) {
            Process check = new ProcessBuilder("dciodvfy", file.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            check.waitFor();
            assertFalse(said.contains("Error"), file + ":\n" + said);
        }
    }

    @Test
    void infoSaysWhatAFileHolds() throws Exception {
        Path clip = files(demo.resolve("dicom"), ".dcm").get(0);
        Product.Run run = product.run("info", "--json", "--digest", clip.toString());
        assertEquals(0, run.exitCode(), run.err());
        JsonNode file = JSON.readTree(run.out()).get(0);
        assertEquals(64, file.path("pixelSha256").asText().length());
        JsonNode model = JSON.readTree(
                        product.run("info", "--json", clip.toString()).out())
                .get(0);
        assertEquals(model, file.path("dataSet"));
        assertEquals("LO", model.path("00100020").path("vr").asText());
        assertTrue(model.path("00186011")
                .path("Value")
                .get(0)
                .path("0018602C")
                .path("Value")
                .get(0)
                .isNumber());
        assertTrue(model.path("7FE00010").path("BulkDataURI").asText().contains("#offset="));
        String text = product.run("info", clip.toString()).out();
        assertTrue(text.contains("PatientID") && text.contains("= Ultrasound Multi-frame Image Storage"), text);
    }

    @Test
    void convertWritesWhatOthersRead() throws Exception {
        Path clip = files(demo.resolve("dicom"), ".dcm").get(0);
        Path out = folder.resolve("converted");
        String[] convert = {"convert", clip.toString(), "--to", "png", "--frames", "1-2,5", "--out", out.toString()};
        Product.Run run = product.run(convert);
        assertEquals(0, run.exitCode(), run.err());
        List<Path> pngs = files(out, ".png");
        assertEquals(
                pngs.stream().map(Path::toString).toList(),
                run.out().lines().sorted().toList());
        assertEquals(3, pngs.size());
        assertTrue(pngs.get(2).toString().endsWith("-0005.png"), "" + pngs);
        assertTrue(ImageIO.read(pngs.get(0).toFile()).getWidth() > 100);
        Product.Run again = product.run(convert);
        assertEquals(3, again.exitCode());
        assertTrue(again.err().contains("--overwrite"), again.err());
        Path rle = folder.resolve("copy.dcm");
        assertEquals(
                0,
                product.run("convert", clip.toString(), "--to", "dicom-rle", "--out", rle.toString())
                        .exitCode());
        JsonNode digests = JSON.readTree(product.run("info", "--json", "--digest", clip.toString(), rle.toString())
                .out());
        assertEquals(digests.get(0).path("pixelSha256"), digests.get(1).path("pixelSha256"));
        assertEquals(
                2,
                product.run("convert", clip.toString(), "--to", "png", "--out", out.toString(), "--frames", "0")
                        .exitCode());
        assertEquals(
                3,
                product.run("convert", clip.toString(), "--to", "bmp", "--out", out.toString())
                        .exitCode());
    }

    @Test
    void annotationsGoToOtherProgramsAndComeBack() throws Exception {
        Path clip = files(demo.resolve("dicom"), ".dcm").get(0);
        Path annotations = demo.resolve("annotations");
        String[] readers = {"r1", "r2", "r3"};
        Path twins = folder.resolve("twins");
        Product.Run binary = product.run(
                "annotations",
                "export",
                clip.toString(),
                "--annotations",
                annotations.toString(),
                "--to",
                "seg-binary",
                "--threshold",
                "60",
                "--out",
                twins.toString(),
                "--json");
        assertEquals(0, binary.exitCode(), binary.err());
        JsonNode listed = JSON.readTree(binary.out()).path("annotations");
        assertEquals(readers.length, listed.size());
        assertEquals(readers.length, files(twins, "-60.seg.dcm").size());
        String reader = listed.get(0).path("reader").asText();
        Path volumes = folder.resolve("volumes");
        Product.Run nrrd = product.run(
                "annotations",
                "export",
                clip.toString(),
                "--annotations",
                annotations.toString(),
                "--reader",
                reader,
                "--to",
                "nrrd",
                "--out",
                volumes.toString());
        assertEquals(0, nrrd.exitCode(), nrrd.err());
        Path imported = folder.resolve("imported");
        Product.Run back = product.run(
                "annotations",
                "import",
                volumes.toString(),
                "--images",
                clip.toString(),
                "--annotations",
                imported.toString(),
                "--reader",
                "copy",
                "--scheme-of",
                listed.get(0).path("file").asText());
        assertEquals(0, back.exitCode(), back.err());
        JsonNode digests = JSON.readTree(product.run(
                        "info",
                        "--json",
                        "--digest",
                        listed.get(0).path("file").asText(),
                        back.out().strip())
                .out());
        assertEquals(digests.get(0).path("pixelSha256"), digests.get(1).path("pixelSha256"));
        Path set = folder.resolve("Dataset101_Lungs");
        Product.Run training = product.run(
                "annotations",
                "export",
                demo.resolve("dicom").toString(),
                "--annotations",
                annotations.toString(),
                "--reader",
                reader,
                "--to",
                "nnunet",
                "--threshold",
                "60",
                "--ignore-unsure",
                "--out",
                set.toString());
        assertEquals(0, training.exitCode(), training.err());
        JsonNode dataset = JSON.readTree(set.resolve("dataset.json").toFile());
        assertEquals(
                dataset.path("numTraining").asInt(),
                files(set.resolve("labelsTr"), ".png").size());
        assertEquals(
                dataset.path("numTraining").asInt(),
                files(set.resolve("imagesTr"), "_0000.png").size());
    }

    @Test
    void badInputIsOneSentenceAndExitCode3() throws Exception {
        Path text = Files.writeString(folder.resolve("letter.dcm"), "Dear colleague,\nplease find attached nothing.\n");
        Path empty = Files.createFile(folder.resolve("empty.dcm"));
        byte[] whole = Files.readAllBytes(files(demo.resolve("dicom"), ".dcm").get(0));
        Path truncated = Files.write(folder.resolve("truncated.dcm"), java.util.Arrays.copyOf(whole, 700));
        Path nothing = Files.createDirectory(folder.resolve("nothing"));
        Path noImages = Files.createDirectory(folder.resolve("no-images"));
        Files.writeString(noImages.resolve("readme.txt"), "No images here.");
        Path missing = folder.resolve("missing.dcm");
        List<Path> bad = new ArrayList<>(List.of(text, empty, truncated, nothing, noImages, missing));
        Path unreadable = Files.write(folder.resolve("unreadable.dcm"), whole);
        if (unreadable.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(unreadable, PosixFilePermissions.fromString("---------"));
            if (!Files.isReadable(unreadable)) {
                bad.add(unreadable);
            }
        }
        for (Path path : bad) {
            for (String command : List.of("info", "check")) {
                List<Path> before = files(folder, "");
                Product.Run run = product.run(command, path.toString());
                assertEquals(3, run.exitCode(), command + " " + path + "\n" + run.err());
                assertEquals("", run.out(), command + " " + path);
                assertEquals(1, run.err().strip().lines().count(), command + " " + path + "\n" + run.err());
                assertTrue(run.err().contains(path.getFileName().toString()), run.err());
                assertEquals(before, files(folder, ""), "nothing is written");
            }
        }
        Product.Run debug = product.run("info", "--debug", text.toString());
        assertEquals(3, debug.exitCode());
        assertTrue(debug.err().contains("ImagingException"), "a stack trace when asked for: " + debug.err());
    }

    @Test
    void helpNamesTheCommandsAndWrongUsageIsExitCode2() throws Exception {
        Product.Run help = product.run("help");
        assertEquals(0, help.exitCode());
        for (String command : List.of("demo", "info", "convert", "segment")) {
            assertTrue(help.out().contains(command), help.out());
        }
        assertEquals(2, product.run("fly").exitCode());
        assertEquals(2, product.run("segment", "--model", "m.onnx").exitCode());
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                .anyMatch(p -> Files.isExecutable(Path.of(p, program)));
    }

    private static List<Path> files(Path under, String suffix) throws IOException {
        try (Stream<Path> walk = Files.walk(under)) {
            return walk.filter(Files::isRegularFile)
                    .filter(p -> p.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }
}
