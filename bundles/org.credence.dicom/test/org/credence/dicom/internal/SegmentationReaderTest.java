package org.credence.dicom.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.FrameState;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.FrameTiming;
import org.credence.imaging.ImageGeometry;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImagePlane;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;
import org.credence.imaging.SeriesInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segmentations as other tools write them. */
class SegmentationReaderTest {

    @TempDir
    private Path folder;

    /** A stack of two slices of 4 x 2 pixels. */
    private final ImageSeries stack =
            ImageSeries.group(List.of(slice("1.2.1", 1), slice("1.2.2", 2))).get(0);

    private static ImageInstance slice(String uid, int number) {
        return new ImageInstance(
                new SeriesInfo("P", "N", "1.1", "", "", "1.2", 1, "", "CT"),
                uid,
                "1.2.840.10008.5.1.4.1.1.2",
                number,
                Path.of("nowhere"),
                4,
                2,
                1,
                ImageGeometry.UNKNOWN.withPlanes(List.of(ImagePlane.axial(number))),
                FrameTiming.UNKNOWN,
                index -> Frame.gray(4, 2, new byte[8]));
    }

    private Path segmentation(String type, int maximum, int bits, List<String> sources, byte[] pixels)
            throws Exception {
        DataSetBuilder d = new DataSetBuilder()
                .text(Tag.SOP_CLASS_UID, Vr.UI, SegmentationObject.SEGMENTATION_STORAGE)
                .text(Tag.SOP_INSTANCE_UID, Vr.UI, "1.9")
                .text(Tag.SEGMENTATION_TYPE, Vr.CS, type)
                .text(Tag.CONTENT_CREATOR_NAME, Vr.PN, "Doe^Jane")
                .numbers(Tag.SAMPLES_PER_PIXEL, Vr.US, 1)
                .text(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, "MONOCHROME2")
                .text(Tag.NUMBER_OF_FRAMES, Vr.IS, Integer.toString(sources.size()))
                .numbers(Tag.ROWS, Vr.US, 2)
                .numbers(Tag.COLUMNS, Vr.US, 4)
                .numbers(Tag.BITS_ALLOCATED, Vr.US, bits)
                .numbers(Tag.BITS_STORED, Vr.US, bits)
                .numbers(Tag.HIGH_BIT, Vr.US, bits - 1)
                .numbers(Tag.PIXEL_REPRESENTATION, Vr.US, 0);
        if (maximum > 0) {
            d.numbers(Tag.MAXIMUM_FRACTIONAL_VALUE, Vr.US, maximum);
        }
        List<DataSet> segments = new ArrayList<>();
        for (int s = 1; s <= 2; s++) {
            segments.add(new DataSetBuilder()
                    .numbers(Tag.SEGMENT_NUMBER, Vr.US, s)
                    .text(Tag.SEGMENT_LABEL, Vr.LO, "Lesion")
                    .build());
        }
        d.items(Tag.SEGMENT_SEQUENCE, segments);
        List<DataSet> frames = new ArrayList<>();
        for (int f = 0; f < sources.size(); f++) {
            frames.add(new DataSetBuilder()
                    .items(
                            Tag.DERIVATION_IMAGE_SEQUENCE,
                            new DataSetBuilder()
                                    .items(
                                            Tag.SOURCE_IMAGE_SEQUENCE,
                                            new DataSetBuilder()
                                                    .text(Tag.REFERENCED_SOP_INSTANCE_UID, Vr.UI, sources.get(f))
                                                    .build())
                                    .build())
                    .items(
                            Tag.SEGMENT_IDENTIFICATION_SEQUENCE,
                            new DataSetBuilder()
                                    .numbers(Tag.REFERENCED_SEGMENT_NUMBER, Vr.US, f + 1)
                                    .build())
                    .build());
        }
        d.items(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE, frames);
        Path file = folder.resolve("other.dcm");
        Part10Writer.write(file, d.build(), pixels.length, out -> out.write(pixels), Part10Writer.UNCHECKED);
        return file;
    }

    @Test
    void binaryOpensAsFullConfidence() throws Exception {
        // Two frames of 8 bits each: pixels 0 and 5, then pixel 7.
        Path file = segmentation("BINARY", 0, 1, List.of("1.2.2", "1.2.1"), new byte[] {0b00100001, (byte) 0x80});
        assertTrue(SegmentationReader.accepts(file, stack));
        AnnotationSnapshot read = SegmentationReader.read(file, stack, Progress.NONE);
        FrameRef first = new FrameRef("1.2.1", 1);
        FrameRef second = new FrameRef("1.2.2", 1);
        assertArrayEquals(
                new byte[] {100, 0, 0, 0, 0, 100, 0, 0}, read.layer(second, 1).percents());
        assertArrayEquals(
                new byte[] {0, 0, 0, 0, 0, 0, 0, 100}, read.layer(first, 2).percents());
        assertEquals(2, read.layers().size());
        assertEquals(FrameState.IN_PROGRESS, read.state(first));
        assertEquals("Doe Jane", read.reader().name());
        assertEquals("Doe_Jane", read.reader().id());
        assertEquals(
                List.of("Lesion", "Lesion #2"),
                read.scheme().segments().stream().map(s -> s.label()).toList());
    }

    @Test
    void fractionalIsScaledToPercent() throws Exception {
        byte[] pixels = {0, 1, 2, 127, (byte) 128, (byte) 254, (byte) 255, 0};
        Path file = segmentation("FRACTIONAL", 255, 8, List.of("1.2.1"), pixels);
        assertArrayEquals(
                new byte[] {0, 0, 1, 50, 50, 100, 100, 0},
                SegmentationReader.read(file, stack, Progress.NONE)
                        .layer(new FrameRef("1.2.1", 1), 1)
                        .percents());
        Path small = segmentation("FRACTIONAL", 2, 8, List.of("1.2.1"), new byte[] {0, 1, 2, 0, 0, 0, 0, 0});
        assertArrayEquals(
                new byte[] {0, 50, 100, 0, 0, 0, 0, 0},
                SegmentationReader.read(small, stack, Progress.NONE)
                        .layer(new FrameRef("1.2.1", 1), 1)
                        .percents());
    }

    @Test
    void labelMapsOpenAsFullConfidencePerLabel() throws Exception {
        Path file = segmentation("LABELMAP", 0, 8, List.of("1.2.1"), new byte[] {0, 1, 2, 2, 1, 0, 0, 0});
        AnnotationSnapshot read = SegmentationReader.read(file, stack, Progress.NONE);
        FrameRef frame = new FrameRef("1.2.1", 1);
        assertArrayEquals(
                new byte[] {0, 100, 0, 0, 100, 0, 0, 0}, read.layer(frame, 1).percents());
        assertArrayEquals(
                new byte[] {0, 0, 100, 100, 0, 0, 0, 0}, read.layer(frame, 2).percents());
    }

    @Test
    void valuesBeyondTheMaximumAndUnknownImagesAreRefused() throws Exception {
        Path beyond = segmentation("FRACTIONAL", 100, 8, List.of("1.2.1"), new byte[] {0, 101, 0, 0, 0, 0, 0, 0});
        AnnotationException e =
                assertThrows(AnnotationException.class, () -> SegmentationReader.read(beyond, stack, Progress.NONE));
        assertTrue(e.getMessage().contains("101"), e.getMessage());
        Path none = segmentation("FRACTIONAL", 0, 8, List.of("1.2.1"), new byte[8]);
        assertThrows(AnnotationException.class, () -> SegmentationReader.read(none, stack, Progress.NONE));
        Path other = segmentation("BINARY", 0, 1, List.of("1.2.1", "1.2.77"), new byte[2]);
        assertFalse(SegmentationReader.accepts(other, stack));
        assertThrows(AnnotationException.class, () -> SegmentationReader.read(other, stack, Progress.NONE));
    }

    @Test
    void labelMapsOf16BitsOpenTooAndALabelWithoutSegmentIsAnError() throws Exception {
        byte[] wide = new byte[16];
        wide[2] = 2;
        wide[4] = 1;
        AnnotationSnapshot read =
                SegmentationReader.read(segmentation("LABELMAP", 0, 16, List.of("1.2.1"), wide), stack, Progress.NONE);
        assertEquals(100, read.layer(new FrameRef("1.2.1", 1), 2).confidence(1, 0));
        assertEquals(100, read.layer(new FrameRef("1.2.1", 1), 1).confidence(2, 0));
        wide[5] = 1;
        Path unknown = segmentation("LABELMAP", 0, 16, List.of("1.2.1"), wide);
        AnnotationException e =
                assertThrows(AnnotationException.class, () -> SegmentationReader.read(unknown, stack, Progress.NONE));
        assertTrue(e.getMessage().contains("label 257"), e.getMessage());
    }

    @Test
    void fractionalOf16BitsIsScaledToo() throws Exception {
        byte[] wide = new byte[16];
        wide[0] = (byte) 0xe8;
        wide[1] = 3;
        wide[2] = (byte) 0xf4;
        wide[3] = 1;
        AnnotationSnapshot read = SegmentationReader.read(
                segmentation("FRACTIONAL", 1000, 16, List.of("1.2.1"), wide), stack, Progress.NONE);
        assertArrayEquals(
                new byte[] {100, 50, 0, 0, 0, 0, 0, 0},
                read.layer(new FrameRef("1.2.1", 1), 1).percents());
    }

    /** A stack of two slices in files, 5 mm apart, in a frame of reference. */
    private ImageSeries placed(String frameOfReference, double... positions) throws Exception {
        List<ImageInstance> images = new ArrayList<>();
        for (int i = 0; i < positions.length; i++) {
            DataSetBuilder d = new DataSetBuilder()
                    .text(Tag.SOP_CLASS_UID, Vr.UI, "1.2.840.10008.5.1.4.1.1.2")
                    .text(Tag.SOP_INSTANCE_UID, Vr.UI, "1.3." + (i + 1))
                    .text(Tag.MODALITY, Vr.CS, "CT")
                    .text(Tag.SERIES_INSTANCE_UID, Vr.UI, "1.3")
                    .text(Tag.INSTANCE_NUMBER, Vr.IS, Integer.toString(i + 1))
                    .decimals(Tag.IMAGE_POSITION_PATIENT, 0, 0, positions[i])
                    .decimals(Tag.IMAGE_ORIENTATION_PATIENT, 1, 0, 0, 0, 1, 0)
                    .text(Tag.FRAME_OF_REFERENCE_UID, Vr.UI, frameOfReference)
                    .decimals(Tag.PIXEL_SPACING, 0.5, 0.5)
                    .numbers(Tag.SAMPLES_PER_PIXEL, Vr.US, 1)
                    .text(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, "MONOCHROME2")
                    .numbers(Tag.ROWS, Vr.US, 2)
                    .numbers(Tag.COLUMNS, Vr.US, 4)
                    .numbers(Tag.BITS_ALLOCATED, Vr.US, 8)
                    .numbers(Tag.BITS_STORED, Vr.US, 8)
                    .numbers(Tag.HIGH_BIT, Vr.US, 7)
                    .numbers(Tag.PIXEL_REPRESENTATION, Vr.US, 0);
            Path file = folder.resolve("slice" + i + ".dcm");
            Part10Writer.write(file, d.build(), 8, out -> out.write(new byte[8]), Part10Writer.UNCHECKED);
            images.add((ImageInstance) DicomObjects.read(file, null, null));
        }
        return ImageSeries.group(images).get(0);
    }

    /** One binary frame with pixel 3, at a place and with these sources, each of them "UID" or "UID preserved". */
    private Path at(String frameOfReference, double position, double spacing, String... sources) throws Exception {
        Path made = segmentation("BINARY", 0, 1, List.of("none"), new byte[] {8, 0});
        DataSet d = DicomFile.read(made).dataSet().copy();
        List<DataSet> items = new ArrayList<>();
        for (String source : sources) {
            DataSetBuilder item =
                    new DataSetBuilder().text(Tag.REFERENCED_SOP_INSTANCE_UID, Vr.UI, source.split(" ")[0]);
            if (source.contains(" ")) {
                item.text(Tag.SPATIAL_LOCATIONS_PRESERVED, Vr.CS, source.split(" ")[1]);
            }
            items.add(item.build());
        }
        DataSetBuilder frame = new DataSetBuilder()
                .items(
                        Tag.DERIVATION_IMAGE_SEQUENCE,
                        new DataSetBuilder()
                                .items(Tag.SOURCE_IMAGE_SEQUENCE, items)
                                .build())
                .items(
                        Tag.SEGMENT_IDENTIFICATION_SEQUENCE,
                        new DataSetBuilder()
                                .numbers(Tag.REFERENCED_SEGMENT_NUMBER, Vr.US, 1)
                                .build());
        if (!frameOfReference.isEmpty()) {
            frame.items(
                            Tag.PLANE_POSITION_SEQUENCE,
                            new DataSetBuilder()
                                    .decimals(Tag.IMAGE_POSITION_PATIENT, 0, 0, position)
                                    .build())
                    .items(
                            Tag.PLANE_ORIENTATION_SEQUENCE,
                            new DataSetBuilder()
                                    .decimals(Tag.IMAGE_ORIENTATION_PATIENT, 1, 0, 0, 0, 1, 0)
                                    .build())
                    .items(
                            Tag.PIXEL_MEASURES_SEQUENCE,
                            new DataSetBuilder()
                                    .decimals(Tag.PIXEL_SPACING, spacing, spacing)
                                    .build());
            DataSetBuilder.changing(d).text(Tag.FRAME_OF_REFERENCE_UID, Vr.UI, frameOfReference);
        }
        DataSetBuilder.changing(d).items(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE, frame.build());
        Path file = folder.resolve("placed.dcm");
        Part10Writer.write(file, d, 2, out -> out.write(new byte[] {8, 0}), Part10Writer.UNCHECKED);
        return file;
    }

    private static String refusal(Path file, ImageSeries series) {
        assertFalse(SegmentationFiles.accepts(file, series));
        return assertThrows(AnnotationException.class, () -> SegmentationReader.read(file, series, Progress.NONE))
                .getMessage();
    }

    @Test
    void aFrameThatNamesNoImageLiesOnTheOnlyOneInItsPlane() throws Exception {
        ImageSeries series = placed("1.7", 0, 5);
        FrameRef second = new FrameRef("1.3.2", 1);
        for (Path file : List.of(
                at("1.7", 5, 0.5),
                at("1.7", 5.001, 0.5, "1.3.1", "1.3.2"),
                at("1.7", 5, 0.5, "1.3.1 NO"),
                at("", 0, 0, "1.3.2 YES"))) {
            assertTrue(SegmentationFiles.accepts(file, series));
            AnnotationSnapshot read = SegmentationReader.read(file, series, Progress.NONE);
            assertEquals(100, read.layer(second, 1).confidence(3, 0));
            assertEquals(1, read.layers().size());
        }
    }

    @Test
    void aFrameThatCouldLieAnywhereIsRefusedWithWhatIsMissing() throws Exception {
        ImageSeries series = placed("1.7", 0, 5);
        assertTrue(refusal(at("", 0, 0), series).contains("has no place in the patient"));
        assertTrue(refusal(at("1.8", 5, 0.5), series).contains("frame of reference 1.8"));
        assertTrue(refusal(at("1.7", 6, 0.5), series).contains("no frame of the series lies in its plane"));
        assertTrue(refusal(at("1.7", 5, 0.6), series).contains("0.6"));
        assertTrue(refusal(at("", 0, 0, "1.3.1", "1.3.2"), series).contains("names 2 frames"));
        assertTrue(refusal(at("1.7", 5, 0.5), placed("1.7", 5, 5)).contains("2 frames of the series lie in its plane"));
    }
}
