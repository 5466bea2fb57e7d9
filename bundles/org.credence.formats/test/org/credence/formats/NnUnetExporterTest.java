package org.credence.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.credence.annotation.AnnotatedSeries;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationExport;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.FrameState;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.LayerKey;
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

/** Training sets as nnU-Net v2 reads them. */
class NnUnetExporterTest {

    @TempDir
    private Path folder;

    private static ImageSeries clip(String patient, String uid, int frames, ImageInstance.FrameDecoder decoder) {
        SeriesInfo info = new SeriesInfo(patient, "Name^" + patient, "1.1", "", "", "1.2.9", 3, "Clip", "US");
        return ImageSeries.of(new ImageInstance(
                info,
                uid,
                "1.2.840",
                1,
                Path.of("none"),
                4,
                2,
                frames,
                ImageGeometry.of(Stacks.SPACING),
                FrameTiming.every(40),
                decoder));
    }

    private static Frame gray(int frame) {
        byte[] pixels = new byte[8];
        java.util.Arrays.fill(pixels, (byte) (10 + frame));
        return Frame.gray(4, 2, pixels);
    }

    private Path dataset() {
        return folder.resolve("Dataset101_Lungs");
    }

    private List<Path> write(AnnotationExport export, AnnotatedSeries... all) throws AnnotationException {
        return new NnUnetExporter().write(List.of(all), export, dataset(), Progress.NONE);
    }

    private static AnnotationSnapshot complete(ImageSeries series, LabelScheme scheme, int frame, int[]... percents) {
        FrameRef ref = series.frames().get(frame);
        Map<LayerKey, org.credence.annotation.ConfidenceLayer> layers = new java.util.HashMap<>();
        for (int s = 0; s < percents.length; s++) {
            layers.put(new LayerKey(ref, scheme.segments().get(s).number()), Painted.layer(series, percents[s]));
        }
        return Painted.of(series, scheme, layers, Map.of(ref, FrameState.COMPLETE));
    }

    private List<Integer> values(String file) throws Exception {
        var raster = ImageIO.read(dataset().resolve(file).toFile()).getRaster();
        return java.util.stream.IntStream.range(0, raster.getWidth() * raster.getHeight())
                .map(i -> raster.getSample(i % raster.getWidth(), i / raster.getWidth(), 0))
                .boxed()
                .toList();
    }

    @Test
    void completeFramesAreCasesThatNameNobody() throws Exception {
        LabelScheme scheme = Painted.scheme(4, 9);
        ImageSeries one = clip("SECRET-1", "1.5.1", 3, NnUnetExporterTest::gray);
        ImageSeries two = clip("SECRET-2", "1.5.2", 2, NnUnetExporterTest::gray);
        ImageSeries three = clip("SECRET-1", "1.5.3", 2, NnUnetExporterTest::gray);
        List<Path> files = write(
                AnnotationExport.at(60),
                new AnnotatedSeries(
                        "a", one, complete(one, scheme, 2, new int[] {60, 59, 0, 0}, new int[] {0, 0, 100})),
                new AnnotatedSeries("b", two, complete(two, scheme, 0)),
                new AnnotatedSeries("c", three, complete(three, scheme, 1, new int[] {0, 0, 0, 80})));
        assertEquals(
                List.of(
                        "imagesTr/P001C001F0003_0000.png",
                        "labelsTr/P001C001F0003.png",
                        "imagesTr/P002C002F0001_0000.png",
                        "labelsTr/P002C002F0001.png",
                        "imagesTr/P001C003F0002_0000.png",
                        "labelsTr/P001C003F0002.png",
                        "dataset.json"),
                files.stream()
                        .map(f -> dataset().relativize(f).toString().replace('\\', '/'))
                        .toList());
        assertEquals(List.of(1, 0, 2, 0, 0, 0, 0, 0), values("labelsTr/P001C001F0003.png"));
        assertEquals(List.of(12, 12, 12, 12, 12, 12, 12, 12), values("imagesTr/P001C001F0003_0000.png"));
        assertEquals(List.of(0, 0, 0, 1, 0, 0, 0, 0), values("labelsTr/P001C003F0002.png"));
        assertEquals("""
                {
                  "channel_names": {"0": "us"},
                  "labels": {
                    "background": 0,
                    "Segment 4": 1,
                    "Segment 9": 2
                  },
                  "numTraining": 3,
                  "file_ending": ".png"
                }
                """, Files.readString(dataset().resolve("dataset.json")));
        try (Stream<Path> all = Files.walk(folder)) {
            assertFalse(all.anyMatch(f -> f.toString().contains("SECRET")));
        }
    }

    @Test
    void segmentsThatOverlapAreRegions() throws Exception {
        LabelScheme scheme = Painted.scheme(1, 2, 3);
        ImageSeries series = clip("P", "1.5.1", 1, NnUnetExporterTest::gray);
        write(
                AnnotationExport.at(50),
                new AnnotatedSeries(
                        "a",
                        series,
                        complete(series, scheme, 0, new int[] {90, 90, 0}, new int[] {0, 50, 50}, new int[] {0, 0, 49
                        })));
        assertEquals(List.of(1, 4, 2, 0, 0, 0, 0, 0), values("labelsTr/P001C001F0001.png"));
        String json = Files.readString(dataset().resolve("dataset.json"));
        assertTrue(json.contains("""
                    "Segment 1": [1, 4],
                    "Segment 2": [2, 4],
                    "Segment 3": [3]
                """.indent(0)), json);
        assertTrue(json.contains("\"regions_class_order\": [1, 2, 3]"), json);
    }

    @Test
    void pixelsBelowTheThresholdCanBeIgnored() throws Exception {
        LabelScheme scheme = Painted.scheme(1, 2);
        ImageSeries series = clip("P", "1.5.1", 1, NnUnetExporterTest::gray);
        write(
                new AnnotationExport(OptionalInt.of(60), true),
                new AnnotatedSeries("a", series, complete(series, scheme, 0, new int[] {60, 59, 1, 0, 100}, new int[] {
                    0, 0, 0, 0, 10
                })));
        assertEquals(List.of(1, 3, 3, 0, 3, 0, 0, 0), values("labelsTr/P001C001F0001.png"));
        assertTrue(Files.readString(dataset().resolve("dataset.json")).contains("\"ignore\": 3"));
    }

    @Test
    void coloursKeepTheirThreeChannelsAndSignedValuesBecomeNifti() throws Exception {
        LabelScheme scheme = Painted.scheme(1);
        ImageSeries color = clip("P", "1.5.1", 1, f -> Frame.color(4, 2, new byte[24]));
        write(AnnotationExport.at(60), new AnnotatedSeries("a", color, complete(color, scheme, 0, new int[] {60})));
        assertTrue(Files.readString(dataset().resolve("dataset.json"))
                .contains("{\"0\": \"R\", \"1\": \"G\", \"2\": \"B\"}"));
        ImageSeries ct = Stacks.stack(Stacks.scale(true, 1, -1024), 0, 1);
        FrameRef frame = ct.frames().get(1);
        AnnotationSnapshot painted = Painted.of(
                ct,
                scheme,
                Map.of(new LayerKey(frame, 1), Painted.layer(ct, 0, 0, 60)),
                Map.of(frame, FrameState.COMPLETE));
        List<Path> files = write(AnnotationExport.at(60), new AnnotatedSeries("a", ct, painted));
        assertTrue(
                files.get(1).toString().endsWith("P001C001F0002.nii.gz"),
                files.get(1).toString());
        ImageSeries gray = clip("P", "1.5.3", 1, NnUnetExporterTest::gray);
        assertThrows(
                AnnotationException.class,
                () -> write(
                        AnnotationExport.at(60),
                        new AnnotatedSeries("a", color, complete(color, scheme, 0)),
                        new AnnotatedSeries("b", gray, complete(gray, scheme, 0))));
    }

    @Test
    void whatIsNoTrainingSetIsRefused() {
        LabelScheme scheme = Painted.scheme(1);
        ImageSeries series = clip("P", "1.5.1", 1, NnUnetExporterTest::gray);
        AnnotatedSeries done = new AnnotatedSeries("a", series, complete(series, scheme, 0));
        AnnotatedSeries open = new AnnotatedSeries("a", series, Painted.of(series, scheme, Map.of(), Map.of()));
        AnnotationExport at = AnnotationExport.at(60);
        assertTrue(refusal(() -> write(at, open)).contains("marked complete"));
        assertTrue(refusal(() -> write(AnnotationExport.PERCENTS, done)).contains("threshold"));
        assertTrue(refusal(() -> write(at, done, done)).contains("several readers"));
        ImageSeries other = clip("P", "1.5.2", 1, NnUnetExporterTest::gray);
        AnnotatedSeries another = new AnnotatedSeries("b", other, complete(other, Painted.scheme(1, 2), 0));
        assertTrue(refusal(() -> write(at, done, another)).contains("different segments"));
        assertTrue(refusal(() -> new NnUnetExporter().write(List.of(done), at, folder.resolve("lungs"), Progress.NONE))
                .contains("Dataset101_Lungs"));
    }

    private static String refusal(org.junit.jupiter.api.function.Executable writing) {
        return assertThrows(AnnotationException.class, writing).getMessage();
    }
}
