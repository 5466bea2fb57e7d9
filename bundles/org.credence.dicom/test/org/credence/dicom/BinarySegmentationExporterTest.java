package org.credence.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.credence.annotation.AnnotatedSeries;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationExport;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.AnnotationStores;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.LayerKey;
import org.credence.annotation.Reader;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The binary twin of an annotation, for viewers that refuse fractional segmentations. */
class BinarySegmentationExporterTest {

    @TempDir
    private Path folder;

    private ImageSeries series(int columns, int rows, int frames) throws Exception {
        Path image = folder.resolve("clip.dcm");
        new DicomImageSink().write(Clips.gray(columns, rows, frames), image);
        return ImageSeries.of(new DicomImageSource().open(image));
    }

    private Path twin(ImageSeries series, AnnotationSnapshot annotation, int threshold) throws AnnotationException {
        return new BinarySegmentationExporter()
                .write(
                        List.of(new AnnotatedSeries("a", series, annotation)),
                        AnnotationExport.at(threshold),
                        folder,
                        Progress.NONE)
                .get(0);
    }

    private static byte[] cut(ConfidenceLayer layer, int threshold) {
        byte[] percents = layer.percents();
        for (int i = 0; i < percents.length; i++) {
            percents[i] = (byte) (percents[i] >= threshold ? 100 : 0);
        }
        return percents;
    }

    @Test
    void everyPixelOfAtLeastTheThresholdIsThereAndNoOther() throws Exception {
        Random random = new Random(9);
        int[][] sizes = {{1, 1}, {3, 1}, {7, 5}, {9, 3}, {37, 29}, {64, 64}, {131, 2}, {5, 65}};
        for (int[] size : sizes) {
            ImageSeries series = series(size[0], size[1], 1 + random.nextInt(5));
            AnnotationSnapshot painted = Annotations.random(series, 1 + random.nextInt(9), random);
            for (int threshold : new int[] {1, 1 + random.nextInt(100), 100}) {
                Path file = twin(series, painted, threshold);
                assertEquals("a-" + threshold + ".seg.dcm", file.getFileName().toString());
                AnnotationSnapshot read = new SegmentationImporter()
                        .read(List.of(file), series, painted.scheme(), painted.reader(), Progress.NONE);
                Set<LayerKey> expected = new HashSet<>();
                for (Map.Entry<LayerKey, ConfidenceLayer> e : painted.layers().entrySet()) {
                    if (e.getValue().count(threshold) > 0) {
                        expected.add(e.getKey());
                        assertArrayEquals(
                                cut(e.getValue(), threshold),
                                read.layers().get(e.getKey()).percents());
                    }
                }
                assertEquals(expected, read.layers().keySet());
                assertEquals(painted.scheme(), read.scheme());
            }
        }
    }

    @Test
    void pydicomReadsTheSamePixelsAndTheThreshold() throws Exception {
        ImageSeries series = series(37, 29, 5);
        AnnotationSnapshot painted = Annotations.random(series, 3, new Random(4));
        Path file = twin(series, painted, 60);
        StringBuilder expected =
                new StringBuilder("BINARY 1 1 0 Pixels with a confidence of at least 60 % CONFIDENCE_60\n");
        for (int s = 1; s <= 3; s++) {
            for (int f = 0; f < 5; f++) {
                byte[] bits = cut(painted.layer(series.frames().get(f), s), 60);
                long weight = 0;
                int count = 0;
                for (int i = 0; i < bits.length; i++) {
                    weight += bits[i] / 100 * (i + 1L) * (i + 1L);
                    count += bits[i] / 100;
                }
                if (count > 0) {
                    expected.append(s + " " + (f + 1) + " " + count + " " + weight + "\n");
                }
            }
        }
        expected.append("Pixels with a confidence of at least 60 %\n");
        assertEquals(expected.toString(), OtherTools.pydicom("""
                import numpy
                d = pydicom.dcmread(sys.argv[1])
                print(d.SegmentationType, d.BitsAllocated, d.BitsStored, d.HighBit, d.ContentDescription, d.ContentLabel)
                for g, p in zip(d.PerFrameFunctionalGroupsSequence, d.pixel_array):
                    s = g.SegmentIdentificationSequence[0].ReferencedSegmentNumber
                    r = g.DerivationImageSequence[0].SourceImageSequence[0].ReferencedFrameNumber
                    w = p.ravel().astype(numpy.int64) * numpy.arange(1, p.size + 1, dtype=numpy.int64) ** 2
                    print(s, r, p.sum(), w.sum())
                print(d.SegmentSequence[0].SegmentDescription)
                """, file));
    }

    @Test
    void anIndependentValidatorFindsNoError() throws Exception {
        ImageSeries series = series(37, 29, 5);
        assertEquals(List.of(), OtherTools.errorsOf(twin(series, Annotations.random(series, 3, new Random(4)), 60)));
        AnnotationSnapshot faint = Annotations.of(
                series,
                Annotations.scheme(2),
                Map.of(new LayerKey(series.frames().get(1), 1), ConfidenceLayer.of(37, 29, filled(37 * 29, 30))));
        assertEquals(List.of(), OtherTools.errorsOf(twin(series, faint, 60)));
    }

    private static byte[] filled(int length, int percent) {
        byte[] percents = new byte[length];
        java.util.Arrays.fill(percents, (byte) percent);
        return percents;
    }

    @Test
    void whereNothingReachesTheThresholdOneEmptyFrameSaysSo() throws Exception {
        ImageSeries series = series(9, 3, 2);
        AnnotationSnapshot faint = Annotations.of(
                series,
                Annotations.scheme(1),
                Map.of(new LayerKey(series.frames().get(1), 1), ConfidenceLayer.of(9, 3, filled(27, 59))));
        Path file = twin(series, faint, 60);
        assertEquals(
                Map.of(),
                new SegmentationImporter()
                        .read(List.of(file), series, faint.scheme(), faint.reader(), Progress.NONE)
                        .layers());
    }

    @Test
    void aTwinBesideItsAnnotationIsNoSecondAnnotation() throws Exception {
        ImageSeries series = series(9, 3, 2);
        AnnotationSnapshot painted = Annotations.random(series, 2, new Random(4));
        AnnotationStores stores = new AnnotationStores(List.of(new DicomSegmentationStore()));
        Path annotations = Files.createDirectory(folder.resolve("annotations"));
        Path file = AnnotationStores.fileFor(annotations, painted.reader(), series);
        stores.save(painted, series, file);
        Path twin = new BinarySegmentationExporter()
                .write(
                        List.of(new AnnotatedSeries("a", series, painted)),
                        AnnotationExport.at(60),
                        annotations,
                        Progress.NONE)
                .get(0);
        assertEquals(List.of(file), stores.list(annotations, series));
        assertFalse(new DicomSegmentationStore().accepts(twin, series));
        // Who asks for it by name gets it, as another tool's.
        assertEquals("A. N.", stores.load(twin, series).reader().name());
    }

    @Test
    void itNeedsAThresholdAndTheFractionalOneHasNone() throws Exception {
        ImageSeries series = series(9, 3, 2);
        List<AnnotatedSeries> one =
                List.of(new AnnotatedSeries("a", series, Annotations.random(series, 2, new Random(4))));
        assertThrows(
                AnnotationException.class,
                () -> new BinarySegmentationExporter().write(one, AnnotationExport.PERCENTS, folder, Progress.NONE));
        assertThrows(
                AnnotationException.class,
                () -> new BinarySegmentationExporter()
                        .write(one, new AnnotationExport(OptionalInt.of(60), true), folder, Progress.NONE));
        assertThrows(
                AnnotationException.class,
                () -> new SegmentationExporter().write(one, AnnotationExport.at(60), folder, Progress.NONE));
        Path whole = new SegmentationExporter()
                .write(one, AnnotationExport.PERCENTS, folder, Progress.NONE)
                .get(0);
        AnnotationSnapshot back = new SegmentationImporter()
                .read(List.of(whole), series, one.get(0).annotation().scheme(), new Reader("r2", "B"), Progress.NONE);
        assertEquals(one.get(0).annotation().layers(), back.layers());
        assertEquals(one.get(0).annotation().states(), back.states());
        assertEquals("r2", back.reader().id());
        assertTrue(new SegmentationImporter().accepts(whole));
    }
}
