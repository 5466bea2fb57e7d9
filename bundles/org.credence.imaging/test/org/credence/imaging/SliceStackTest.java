package org.credence.imaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Slices of known places, in any order, make up the stack that they were taken from. */
class SliceStackTest {

    private static final Vector3 X = new Vector3(1, 0, 0);
    private static final Vector3 Y = new Vector3(0, 1, 0);
    private static final Vector3 Z = new Vector3(0, 0, 1);

    /** A direction that no axis has, turned about all three. */
    private static final ImagePlane OBLIQUE = new ImagePlane(
            new Vector3(-120.5, 80.25, -640), new Vector3(0.8, 0.36, 0.48), new Vector3(-0.6, 0.48, 0.64));

    @Test
    void anObliqueStackIsSortedAlongItsNormalWhateverTheOrder() {
        List<ImageInstance> slices = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            // Numbered against the normal, as scanners do that go from head to foot.
            slices.add(slice("s" + i, 40 - i, along(OBLIQUE, 2.5 * i)));
        }
        for (long seed = 0; seed < 20; seed++) {
            Collections.shuffle(slices, new Random(seed));
            ImageSeries series = only(slices);
            assertEquals(IntStream.range(0, 40).mapToObj(i -> "s" + i).toList(), uids(series));
            SliceStack stack = series.stack().orElseThrow();
            assertEquals(2.5, stack.spacingMm(), 1e-9);
            assertEquals(1, stack.volumes());
            assertTrue(stack.isRegular());
            assertEquals(List.of(), stack.remarks());
        }
    }

    @Test
    void directionsRoundedInTheFileDoNotShiftSlicesFarFromTheOrigin() {
        List<ImageInstance> slices = new ArrayList<>();
        Random random = new Random(3);
        for (int i = 0; i < 30; i++) {
            ImagePlane exact = along(OBLIQUE, 0.625 * i);
            double e = 1e-4 * (random.nextDouble() - 0.5);
            slices.add(slice(
                    "s" + i,
                    1,
                    new ImagePlane(
                            exact.origin(),
                            exact.alongRow().plus(new Vector3(e, -e, e)),
                            exact.alongColumn().plus(new Vector3(-e, e, e)))));
        }
        SliceStack stack = only(slices).stack().orElseThrow();
        assertEquals(0.625, stack.spacingMm(), 0.01);
        assertTrue(stack.isRegular(), stack.toString());
    }

    @Test
    void missingSlicesAreCounted() {
        ImageSeries series = only(axial(0, 1, 2, 3, 7, 8, 10, 11));
        SliceStack stack = series.stack().orElseThrow();
        assertEquals(List.of(new SliceStack.Gap(3, 4, 3), new SliceStack.Gap(5, 2, 1)), stack.gaps());
        assertFalse(stack.isRegular());
        assertEquals(
                List.of(
                        "3 slices are missing between slices 4 and 5: they are 4.00 mm apart, where 1.00 mm is usual.",
                        "1 slice is missing between slices 6 and 7: they are 2.00 mm apart, where 1.00 mm is usual."),
                stack.remarks());
    }

    @Test
    void aSliceThatOccursTwiceIsReported() {
        SliceStack stack = only(axial(0, 1, 2, 2.004, 3)).stack().orElseThrow();
        assertEquals(List.of(new SliceStack.Repeat(2, 2)), stack.repeats());
        assertEquals(List.of("Slices 3 to 4 have the same position."), stack.remarks());
        assertEquals(1, stack.spacingMm(), 1e-9);
    }

    @Test
    void everyPositionAsOftenMakesVolumesOneAfterTheOther() {
        List<ImageInstance> slices = new ArrayList<>();
        for (int z = 0; z < 3; z++) {
            for (int t = 0; t < 2; t++) {
                slices.add(slice("t" + t + "z" + z, 1 + 2 * z + t, ImagePlane.axial(5 * z)));
            }
        }
        ImageSeries series = only(slices);
        assertEquals(List.of("t0z0", "t0z1", "t0z2", "t1z0", "t1z1", "t1z2"), uids(series));
        SliceStack stack = series.stack().orElseThrow();
        assertEquals(2, stack.volumes());
        assertEquals(List.of(), stack.repeats());
        assertTrue(stack.isRegular());
    }

    @Test
    void unevenDistancesAreSaid() {
        SliceStack stack = only(axial(0, 1, 2, 3.3, 4.3)).stack().orElseThrow();
        assertFalse(stack.isRegular());
        assertEquals(List.of("The distance of slices varies from 1.00 to 1.30 mm."), stack.remarks());
        assertTrue(
                only(axial(0, 0.6, 1.3, 1.9, 2.5)).stack().orElseThrow().isRegular(),
                "0.625 mm rounded to a tenth is even");
    }

    @Test
    void aLocalizerIsSplitByDirection() {
        List<ImageInstance> slices = new ArrayList<>(axial(0, 5, 10));
        slices.add(slice("c1", 11, new ImagePlane(new Vector3(0, 0, 0), X, Z.times(-1))));
        slices.add(slice("c2", 12, new ImagePlane(new Vector3(0, 7, 0), X, Z.times(-1))));
        slices.add(slice("s1", 13, new ImagePlane(new Vector3(0, 0, 0), Y, Z.times(-1))));
        List<ImageSeries> series = ImageSeries.group(slices);
        assertEquals(
                List.of(3, 2, 1), series.stream().map(s -> s.frames().size()).toList());
        assertTrue(series.get(2).stack().isEmpty());
    }

    @Test
    void imagesOfWhichNoTwoAreParallelStayTogetherInTheOrderOfTheirNumbers() {
        List<ImageInstance> slices = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            double a = Math.PI * i / 12;
            slices.add(slice(
                    "r" + i, i, new ImagePlane(new Vector3(0, 0, 0), new Vector3(Math.cos(a), Math.sin(a), 0), Z)));
        }
        ImageSeries series = only(slices);
        assertEquals(IntStream.range(0, 12).mapToObj(i -> "r" + i).toList(), uids(series));
        assertTrue(series.stack().isEmpty());
    }

    @Test
    void imagesWithoutAPlaceAreNotMixedWithSlices() {
        List<ImageInstance> slices = new ArrayList<>(axial(0, 1, 2));
        slices.add(image("page", 9, 1, List.of()));
        assertEquals(
                List.of(3, 1),
                ImageSeries.group(slices).stream().map(s -> s.frames().size()).toList());
    }

    @Test
    void framesOfOneFileAreSortedLikewise() {
        ImageInstance file = image(
                "m", 1, 4, List.of(ImagePlane.axial(6), ImagePlane.axial(2), ImagePlane.axial(0), ImagePlane.axial(4)));
        ImageSeries series = ImageSeries.of(file);
        assertEquals(
                List.of(3, 2, 4, 1),
                series.frames().stream().map(FrameRef::frameNumber).toList());
        assertEquals(2, series.stack().orElseThrow().spacingMm());
        assertEquals(Optional.of(0), series.position(new FrameRef("m", 3)));
        assertEquals(FrameTiming.UNKNOWN, series.timing());
    }

    @Test
    void framesAtOnePlaceAreAClip() {
        ImageSeries series = ImageSeries.of(image("m", 1, 3, Collections.nCopies(3, ImagePlane.axial(6))));
        assertTrue(series.stack().isEmpty());
        assertEquals(40, series.timing().meanMs());
        assertEquals(
                List.of(1, 2, 3),
                series.frames().stream().map(FrameRef::frameNumber).toList());
    }

    private static ImageSeries only(List<ImageInstance> slices) {
        List<ImageSeries> series = ImageSeries.group(slices);
        assertEquals(1, series.size());
        return series.get(0);
    }

    private static List<String> uids(ImageSeries series) {
        return series.frames().stream().map(FrameRef::sopInstanceUid).toList();
    }

    private static List<ImageInstance> axial(double... positions) {
        List<ImageInstance> slices = new ArrayList<>();
        for (double z : positions) {
            slices.add(slice("z" + z, slices.size() + 1, ImagePlane.axial(z)));
        }
        return slices;
    }

    private static ImagePlane along(ImagePlane first, double mm) {
        return new ImagePlane(first.origin().plus(first.normal().times(mm)), first.alongRow(), first.alongColumn());
    }

    private static ImageInstance slice(String uid, int number, ImagePlane plane) {
        return image(uid, number, 1, List.of(plane));
    }

    private static ImageInstance image(String uid, int number, int frames, List<ImagePlane> planes) {
        return new ImageInstance(
                new SeriesInfo("P", "P", "1.2", "20260101", "", "1.2.3", 1, "", "MR"),
                uid,
                "1.2",
                number,
                Path.of(uid),
                4,
                4,
                frames,
                ImageGeometry.UNKNOWN.withPlanes(planes),
                FrameTiming.every(40),
                i -> Frame.gray(4, 4, new byte[16]));
    }
}
