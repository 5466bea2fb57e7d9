package org.credence.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.AnnotationStores;
import org.credence.annotation.CodedConcept;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.FrameState;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.LayerKey;
import org.credence.annotation.Provenance;
import org.credence.annotation.Reader;
import org.credence.annotation.Segment;
import org.credence.imaging.Deidentification;
import org.credence.imaging.FileDescription;
import org.credence.imaging.ImageSeries;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DicomSegmentationStoreTest {

    private static final int COLUMNS = 37;
    private static final int ROWS = 29;

    @TempDir
    private Path folder;

    private final DicomSegmentationStore store = new DicomSegmentationStore();
    private final AnnotationStores stores = new AnnotationStores(List.of(store));
    private ImageSeries series;
    private Path file;

    @BeforeEach
    void aSeriesToPaintOn() throws Exception {
        series = series("clip.dcm");
        file = folder.resolve("annotation.seg.dcm");
    }

    private ImageSeries series(String name) throws Exception {
        Path image = folder.resolve(name);
        new DicomImageSink().write(Clips.gray(COLUMNS, ROWS, 5), image);
        return ImageSeries.of(new DicomImageSource().open(image));
    }

    /** Every percent from 0 to 100 occurs. */
    private static ConfidenceLayer ramp(int offset) {
        byte[] percent = new byte[COLUMNS * ROWS];
        for (int i = 0; i < percent.length; i++) {
            percent[i] = (byte) ((i + offset) % 101);
        }
        return ConfidenceLayer.of(COLUMNS, ROWS, percent);
    }

    private AnnotationSnapshot painted(Reader reader) {
        Map<LayerKey, ConfidenceLayer> layers = new LinkedHashMap<>();
        layers.put(new LayerKey(series.frames().get(3), 3), ramp(0));
        layers.put(new LayerKey(series.frames().get(3), 1), ramp(50));
        layers.put(new LayerKey(series.frames().get(0), 4), ramp(7));
        return new AnnotationSnapshot(
                reader,
                LabelScheme.lungUltrasound(),
                series.info().seriesUid(),
                COLUMNS,
                ROWS,
                series.frames(),
                layers,
                Map.of(
                        series.frames().get(0), FrameState.COMPLETE,
                        series.frames().get(2), FrameState.COMPLETE,
                        series.frames().get(3), FrameState.IN_PROGRESS));
    }

    @Test
    void everythingReadsBackExactly() throws Exception {
        AnnotationSnapshot annotation = painted(new Reader("r-1.x_Y", "Dr. O'Neil^Zoë = \\ 山田"));
        stores.save(annotation, series, file);
        assertTrue(store.accepts(file, series));
        assertEquals(annotation, stores.load(file, series));
        stores.save(annotation, series, file);
        assertEquals(annotation, stores.load(file, series));
    }

    @Test
    void anyAnnotationReadsBackExactly() throws Exception {
        Random random = new Random(3);
        int[][] sizes = {{1, 1}, {2, 3}, {63, 65}, {64, 64}, {129, 1}, {200, 130}};
        for (int[] size : sizes) {
            for (int segments : new int[] {1, 2, 40}) {
                Path image = folder.resolve("any.dcm");
                new DicomImageSink().write(Clips.gray(size[0], size[1], 1 + random.nextInt(4)), image);
                ImageSeries any = ImageSeries.of(new DicomImageSource().open(image));
                AnnotationSnapshot annotation = Annotations.random(any, segments, random);
                stores.save(annotation, any, file);
                assertEquals(annotation, stores.load(file, any));
            }
        }
    }

    @Test
    void aLargeAnnotationIsCompressedAndExactForOtherToolsToo() throws Exception {
        Path image = folder.resolve("large.dcm");
        new DicomImageSink().write(Clips.gray(601, 500, 20), image);
        ImageSeries large = ImageSeries.of(new DicomImageSource().open(image));
        AnnotationSnapshot annotation = Annotations.random(large, 5, new Random(8));
        stores.save(annotation, large, file);
        assertTrue(Files.size(file) < 601 * 500 * annotation.layers().size() / 4);
        assertEquals(annotation, stores.load(file, large));
        assertEquals(List.of(), OtherTools.errorsOf(file));
        Path decompressed = folder.resolve("native.dcm");
        OtherTools.dcmdrle(file, decompressed);
        assertEquals(annotation, stores.load(decompressed, large));
        assertEquals("1.2.840.10008.1.2.5 True\n", OtherTools.pydicom("""
                from pydicom.pixel_data_handlers.rle_handler import _rle_decode_frame
                from pydicom.encaps import generate_pixel_data_frame
                d, n = pydicom.dcmread(sys.argv[1]), pydicom.dcmread(sys.argv[1][:-len('annotation.seg.dcm')] + 'native.dcm')
                size = d.Rows * d.Columns
                same = len(n.PixelData) == size * int(d.NumberOfFrames) + size * int(d.NumberOfFrames) % 2
                for i, f in enumerate(generate_pixel_data_frame(d.PixelData, int(d.NumberOfFrames))):
                    if i % 11 == 0:
                        same &= bytes(_rle_decode_frame(f, d.Rows, d.Columns, 1, 8)) == n.PixelData[i * size:(i + 1) * size]
                print(d.file_meta.TransferSyntaxUID, same)
                """, file));
    }

    @Test
    void everyPercentIsExactForOtherToolsToo() throws Exception {
        stores.save(painted(new Reader("r1", "A. N.")), series, file);
        String said = OtherTools.pydicom("""
                d = pydicom.dcmread(sys.argv[1])
                print(d.SegmentationType, d.SegmentationFractionalType, d.MaximumFractionalValue, d.NumberOfFrames)
                n = d.Rows * d.Columns
                for f, g in enumerate(d.PerFrameFunctionalGroupsSequence):
                    s = g.SegmentIdentificationSequence[0].ReferencedSegmentNumber
                    r = g.DerivationImageSequence[0].SourceImageSequence[0].ReferencedFrameNumber
                    p = d.PixelData[f * n:(f + 1) * n]
                    o = {(3, 4): 0, (1, 4): 50, (4, 1): 7}[(s, r)]
                    print(s, r, all(v == (i + o) % 101 for i, v in enumerate(p)), len(set(p)))
                print(d.SegmentSequence[0].SegmentAlgorithmType, d.ContentCreatorName, d.PatientID)
                """, file);
        assertEquals("""
                FRACTIONAL PROBABILITY 100 3
                1 4 True 101
                3 4 True 101
                4 1 True 101
                MANUAL A. N. P-1
                """, said);
    }

    /** An annotation of a rich scheme, in which two models had a part. */
    private AnnotationSnapshot assisted() {
        List<Segment> segments =
                new ArrayList<>(LabelScheme.lungUltrasoundComplete().segments());
        Segment rib = segments.get(5);
        CodedConcept left = new CodedConcept("7771000", "SCT", "Left");
        segments.add(
                new Segment(20, "Left rib", rib.category(), rib.type(), List.of(left), 0xF0E442, OptionalInt.of(9)));
        AnnotationSnapshot byHand = painted(new Reader("r1", "A. N."));
        return new AnnotationSnapshot(
                byHand.reader(),
                new LabelScheme("Rich", segments),
                byHand.seriesUid(),
                COLUMNS,
                ROWS,
                series.frames(),
                byHand.layers(),
                byHand.states(),
                Map.of(
                        3,
                        new Provenance(List.of("lung-60", "lung-50 \\ \u00fcber 山田 " + "x".repeat(80))),
                        4,
                        Provenance.MANUAL.with("lung-60")));
    }

    @Test
    void modelsModifiersAndKeysReadBackExactly() throws Exception {
        stores.save(assisted(), series, file);
        assertEquals(assisted(), stores.load(file, series));
    }

    @Test
    void otherToolsSeeWhichSegmentsAModelHadAPartIn() throws Exception {
        stores.save(assisted(), series, file);
        assertEquals(List.of(), OtherTools.errorsOf(file));
        String said = OtherTools.pydicom("""
                d = pydicom.dcmread(sys.argv[1])
                for s in (0, 2, 3, 7):
                    i = d.SegmentSequence[s]
                    t = i.SegmentedPropertyTypeCodeSequence[0]
                    m = [c.CodeValue for c in t.get('SegmentedPropertyTypeModifierCodeSequence', [])]
                    print(i.SegmentAlgorithmType, i.get('SegmentAlgorithmName', '-')[:7], m)
                """, file);
        assertEquals("""
                MANUAL - []
                SEMIAUTOMATIC lung-50 []
                SEMIAUTOMATIC lung-60 []
                MANUAL - ['7771000']
                """, said);
    }

    @Test
    void anIndependentValidatorFindsNoError() throws Exception {
        stores.save(painted(new Reader("r1", "A. N.")), series, file);
        assertEquals(List.of(), OtherTools.errorsOf(file));
        stores.save(painted(new Reader("model-7", "Small U-Net")), series, file);
        assertEquals(List.of(), OtherTools.errorsOf(file));
    }

    @Test
    void anAnnotationOnWhichNothingIsPaintedReadsBack() throws Exception {
        AnnotationSnapshot empty = new AnnotationSnapshot(
                new Reader("r1", "A. N."),
                LabelScheme.lungUltrasound(),
                series.info().seriesUid(),
                COLUMNS,
                ROWS,
                series.frames(),
                Map.of(),
                Map.of(series.frames().get(4), FrameState.COMPLETE));
        stores.save(empty, series, file);
        assertTrue(store.accepts(file, series));
        assertEquals(empty, stores.load(file, series));
        assertEquals(List.of(), OtherTools.errorsOf(file));
    }

    @Test
    void segmentsKeepNumbersColorsAndCodes() throws Exception {
        CodedConcept code = new CodedConcept("X-1", "99LAB", "Something");
        LabelScheme scheme = new LabelScheme(
                "Sparse \\ odd",
                List.of(new Segment(7, "Sieben", code, code, 0x123456), new Segment(2, "Zwei", code, code, 0xFEDCBA)));
        AnnotationSnapshot annotation = new AnnotationSnapshot(
                new Reader("r1", "A. N."),
                scheme,
                series.info().seriesUid(),
                COLUMNS,
                ROWS,
                series.frames(),
                Map.of(new LayerKey(series.frames().get(1), 2), ramp(1)),
                Map.of());
        stores.save(annotation, series, file);
        assertEquals(annotation, stores.load(file, series));
    }

    @Test
    void modelsAreMarkedAsAutomatic() throws Exception {
        stores.save(painted(new Reader("model", "Small U-Net")), series, file);
        assertEquals("AUTOMATIC Small U-Net\n", OtherTools.pydicom("""
                        s = pydicom.dcmread(sys.argv[1]).SegmentSequence[0]
                        print(s.SegmentAlgorithmType, s.SegmentAlgorithmName)
                        """, file));
    }

    @Test
    void anotherSeriesIsRefused() throws Exception {
        stores.save(painted(new Reader("r1", "A. N.")), series, file);
        ImageSeries other = series("other.dcm");
        assertFalse(store.accepts(file, other));
        AnnotationException refused = assertThrows(AnnotationException.class, () -> stores.load(file, other));
        assertTrue(refused.getMessage().contains("does not belong to series"), refused.getMessage());
        assertThrows(AnnotationException.class, () -> stores.save(painted(new Reader("r1", "A. N.")), other, file));
        assertTrue(store.accepts(file, series));
    }

    @Test
    void aFailedSaveLeavesWhatWasThere() throws Exception {
        AnnotationSnapshot annotation = painted(new Reader("r1", "A. N."));
        stores.save(annotation, series, file);
        byte[] before = Files.readAllBytes(file);
        Map<LayerKey, ConfidenceLayer> layers =
                Map.of(new LayerKey(series.frames().get(1), 99), ramp(1));
        AnnotationSnapshot wrong = new AnnotationSnapshot(
                annotation.reader(),
                annotation.scheme(),
                annotation.seriesUid(),
                COLUMNS,
                ROWS,
                annotation.frames(),
                layers,
                Map.of());
        assertThrows(AnnotationException.class, () -> stores.save(wrong, series, file));
        assertArrayEquals(before, Files.readAllBytes(file));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(2, left.count());
        }
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() throws Exception {
        Path below = Files.createFile(folder.resolve("file")).resolve("annotation.dcm");
        AnnotationException refused = assertThrows(
                AnnotationException.class, () -> stores.save(painted(new Reader("r1", "A. N.")), series, below));
        assertTrue(refused.getMessage().contains(below.toString()), refused.getMessage());
        assertTrue(refused.getMessage().endsWith("save to another place."), refused.getMessage());
    }

    @Test
    void imagesThatAreGoneDoNotKeepAnAnnotationFromBeingSaved() throws Exception {
        Files.delete(series.instances().get(0).file());
        AnnotationSnapshot annotation = painted(new Reader("r1", "A. N."));
        stores.save(annotation, series, file);
        assertEquals(annotation, stores.load(file, series));
        assertEquals(List.of(), OtherTools.errorsOf(file));
    }

    @Test
    void aSegmentationIsNoImage() throws Exception {
        stores.save(painted(new Reader("r1", "A. N.")), series, file);
        assertThrows(DicomException.class, () -> new DicomImageSource().open(file));
        assertTrue(new DicomImageSource()
                .describe(file, Set.of(FileDescription.Detail.DIGEST))
                .pixelDigest()
                .isPresent());
    }

    @Test
    void otherFilesAreNoAnnotations() throws Exception {
        assertFalse(store.accepts(series.instances().get(0).file(), series));
        assertFalse(store.accepts(folder.resolve("missing.dcm"), series));
        Path text = Files.writeString(folder.resolve("notes.txt"), "Nothing of the kind, but long enough to look at.");
        assertFalse(store.accepts(text, series));
        assertThrows(AnnotationException.class, () -> stores.load(text, series));
        assertThrows(
                AnnotationException.class,
                () -> stores.load(series.instances().get(0).file(), series));
    }

    @Test
    void aDeidentifiedAnnotationFitsItsDeidentifiedImagesAndDoesNotNameItsReader() throws Exception {
        AnnotationSnapshot painted = painted(new Reader("anna", "Credence Müller"));
        stores.save(painted, series, file);
        Deidentification how =
                new Deidentification(new byte[32], Set.of(Deidentification.Option.RETAIN_SAFE_PRIVATE), List.of());
        Path image = folder.resolve("copy.dcm");
        Path annotation = folder.resolve("copy.seg.dcm");
        DicomDeidentifier deidentifier = new DicomDeidentifier();
        deidentifier.deidentify(series.instances().get(0).file(), how, image);
        deidentifier.deidentify(file, how, annotation);
        ImageSeries copy = ImageSeries.of(new DicomImageSource().open(image));
        AnnotationSnapshot read = stores.load(annotation, copy);
        assertTrue(read.reader().id().matches("R-[0-9A-Z]{10}"), read.reader().id());
        assertEquals(read.reader().id(), read.reader().name());
        assertEquals(painted.scheme().segments(), read.scheme().segments());
        for (int f = 0; f < 5; f++) {
            for (int s = 1; s <= 4; s++) {
                assertArrayEquals(
                        painted.layer(series.frames().get(f), s).percents(),
                        read.layer(copy.frames().get(f), s).percents());
            }
            assertEquals(
                    painted.state(series.frames().get(f)),
                    read.state(copy.frames().get(f)));
        }
        assertEquals(List.of(), OtherTools.errorsOf(annotation));
    }
}
