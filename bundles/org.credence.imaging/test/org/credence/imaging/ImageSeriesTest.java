package org.credence.imaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ImageSeriesTest {

    private final AtomicInteger decoded = new AtomicInteger();

    @Test
    void slicesAreSortedByPositionAndNotByNumber() {
        List<ImageSeries> series = ImageSeries.group(List.of(slice("c", 1, 20), slice("a", 2, -5), slice("b", 3, 7)));
        assertEquals(1, series.size());
        assertEquals(
                List.of("a", "b", "c"),
                series.get(0).frames().stream().map(FrameRef::sopInstanceUid).toList());
        assertEquals(Optional.of(1), series.get(0).position(new FrameRef("b", 1)));
        assertEquals(Optional.empty(), series.get(0).position(new FrameRef("b", 2)));
    }

    @Test
    void clipsOfOneSeriesAreOpenedOneByOne() {
        List<ImageSeries> series = ImageSeries.group(List.of(clip("y", 2, 30), clip("x", 1, 20)));
        assertEquals(
                List.of(20, 30), series.stream().map(s -> s.frames().size()).toList());
    }

    @Test
    void aCopyOfAnInstanceIsTakenOnce() {
        assertEquals(
                1,
                ImageSeries.group(List.of(clip("x", 1, 20), clip("x", 1, 20))).size());
    }

    @Test
    void theCacheDecodesAFrameOnceAndForgetsTheEldestBeyondItsBudget() throws ImagingException {
        ImageSeries series = ImageSeries.of(clip("x", 1, 4));
        FrameCache cache = new FrameCache(2 * 16);
        Frame first = cache.get(series, 0);
        assertSame(first, cache.get(series, 0));
        cache.get(series, 1);
        cache.get(series, 2);
        assertEquals(3, decoded.get());
        assertEquals(32, cache.sizeBytes());
        assertEquals(Optional.empty(), cache.peek(series, 0));
    }

    @Test
    void aFrameThatCannotBeDecodedIsAnErrorEveryTime() {
        ImageSeries series = ImageSeries.of(clip("x", 1, 4));
        FrameCache cache = new FrameCache(1 << 20);
        decoded.set(Integer.MIN_VALUE);
        assertThrows(ImagingException.class, () -> cache.get(series, 3));
        assertThrows(ImagingException.class, () -> cache.get(series, 3));
    }

    private ImageInstance slice(String uid, int number, double positionMm) {
        return instance(uid, number, 1, positionMm);
    }

    private ImageInstance clip(String uid, int number, int frames) {
        return instance(uid, number, frames, Double.NaN);
    }

    private ImageInstance instance(String uid, int number, int frames, double positionMm) {
        SeriesInfo info = new SeriesInfo("P", "P", "1.2", "20260101", "", "1.2.3", 1, "", "US");
        ImageGeometry geometry = Double.isNaN(positionMm)
                ? ImageGeometry.UNKNOWN
                : ImageGeometry.UNKNOWN.withPlanes(List.of(ImagePlane.axial(positionMm)));
        return new ImageInstance(
                info, uid, "1.2", number, Path.of(uid), 4, 4, frames, geometry, FrameTiming.every(40), index -> {
                    if (decoded.incrementAndGet() < 0) {
                        throw new ImagingException("Frame " + index + " is damaged.");
                    }
                    return Frame.gray(4, 4, new byte[16]);
                });
    }
}
