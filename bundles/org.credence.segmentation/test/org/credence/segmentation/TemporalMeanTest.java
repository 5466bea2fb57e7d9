package org.credence.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.credence.imaging.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemporalMeanTest {

    @Test
    void aFlashOfOneFrameIsSpreadOverItsNeighbours() throws Exception {
        assertEquals(List.of(0, 30, 30, 30, 0), smoothed(1, 0, 0, 90, 0, 0));
    }

    @Test
    void atItsEndsAClipHasFewerNeighbours() throws Exception {
        assertEquals(List.of(50, 50), smoothed(1, 100, 0));
        assertEquals(List.of(50, 33, 0, 0), smoothed(1, 100, 0, 0, 0));
        assertEquals(List.of(0, 0, 33, 50), smoothed(1, 0, 0, 0, 100));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 2", "1, 9", "2, 3", "2, 12", "5, 4", "5, 30"})
    void everyFrameIsTheMeanOfThoseAround(int radius, int count) throws Exception {
        int[] percents = new Random(count).ints(count, 0, 101).toArray();
        List<Integer> expected = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            int sum = 0;
            int of = 0;
            for (int k = Math.max(0, n - radius); k <= Math.min(count - 1, n + radius); k++) {
                sum += percents[k];
                of++;
            }
            expected.add((int) Math.floor((double) sum / of + 0.5));
        }
        assertEquals(expected, smoothed(radius, percents));
    }

    @Test
    void nonsenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new TemporalMean(0, (n, frame, percent) -> {}));
        TemporalMean mean = new TemporalMean(1, (n, frame, percent) -> {});
        assertThrows(IllegalStateException.class, () -> mean.take(1, frame(0), new byte[1][1]));
    }

    private static List<Integer> smoothed(int radius, int... percents) throws Exception {
        List<Integer> said = new ArrayList<>();
        TemporalMean mean = new TemporalMean(radius, (n, frame, percent) -> {
            assertEquals(said.size(), n);
            assertEquals(n, frame.stored(0, 0));
            said.add((int) percent[0][0]);
        });
        for (int n = 0; n < percents.length; n++) {
            mean.take(n, frame(n), new byte[][] {{(byte) percents[n]}});
        }
        mean.finish();
        return said;
    }

    private static Frame frame(int number) {
        return Frame.gray(1, 1, new byte[] {(byte) number});
    }
}
