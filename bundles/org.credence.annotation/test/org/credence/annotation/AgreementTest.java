package org.credence.annotation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageSeries;
import org.junit.jupiter.api.Test;

class AgreementTest {

    private final ImageSeries series = Series.black(3, 1, 1);
    private final FrameRef frame = series.frames().get(0);

    @Test
    void isComputedPixelByPixel() {
        // Columns: all agree, one of three differs, three opinions.
        Agreement agreement = of(new int[] {80, 90, 100}, new int[] {80, 90, 50}, new int[] {80, 0, 25});
        assertArrayEquals(new byte[] {80, 60, 58}, agreement.mean());
        assertArrayEquals(new byte[] {0, 90, 75}, agreement.spread());
        // sqrt(1800) = 42.4; mean 175/3, squares 13125: sqrt(13125/3 - (175/3)^2) = 31.2
        assertArrayEquals(new byte[] {0, 42, 31}, agreement.deviation());
        assertArrayEquals(new byte[] {0, 67, 67}, agreement.disagreement(50), "two of three pairs");
        assertArrayEquals(new byte[] {0, 67, 67}, agreement.disagreement(60));
        assertArrayEquals(new byte[] {0, 67, 0}, agreement.disagreement(1));
    }

    @Test
    void twoReadersAgreeOrNot() {
        Agreement agreement = of(new int[] {60, 59, 0}, new int[] {100, 60, 0});
        assertArrayEquals(new byte[] {0, 100, 0}, agreement.disagreement(60));
        assertArrayEquals(new byte[] {80, 60, 0}, agreement.mean(), "59.5 is rounded up");
        assertArrayEquals(new byte[] {20, 1, 0}, agreement.deviation(), "0.5 is rounded up");
        assertEquals(50, of(new int[] {0, 0, 0}, new int[] {100, 0, 0}).deviation()[0]);
    }

    @Test
    void oneReaderOtherSeriesAndOtherSegmentsAreRefused() {
        AnnotationSnapshot one = reader(1, 10, 10, 10);
        assertThrows(IllegalArgumentException.class, () -> Agreement.of(List.of(one), frame, 1));
        AnnotationSnapshot wider = new Annotation(one.reader(), one.scheme(), Series.black(4, 1, 1)).snapshot();
        assertThrows(IllegalArgumentException.class, () -> Agreement.of(List.of(one, wider), frame, 1));
        Segment first = one.scheme().segment(1).orElseThrow();
        LabelScheme other =
                new LabelScheme("Other", List.of(new Segment(1, "Lung", first.category(), first.type(), first.rgb())));
        AnnotationSnapshot elsewhere = new Annotation(one.reader(), other, series).snapshot();
        var refused =
                assertThrows(IllegalArgumentException.class, () -> Agreement.of(List.of(one, elsewhere), frame, 1));
        assertTrue(refused.getMessage().contains("not the same in scheme Other"), refused.getMessage());
    }

    private Agreement of(int[]... readers) {
        List<AnnotationSnapshot> snapshots = new ArrayList<>();
        for (int[] percents : readers) {
            snapshots.add(reader(snapshots.size() + 1, percents));
        }
        return Agreement.of(snapshots, frame, 1);
    }

    private AnnotationSnapshot reader(int number, int... percents) {
        Annotation annotation =
                new Annotation(new Reader("r" + number, "Reader"), LabelScheme.lungUltrasound(), series);
        byte[] bytes = new byte[percents.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) percents[i];
        }
        annotation.replace(frame, 1, ConfidenceLayer.of(3, 1, bytes));
        return annotation.snapshot();
    }
}
