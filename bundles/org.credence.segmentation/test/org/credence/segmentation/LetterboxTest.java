package org.credence.segmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LetterboxTest {

    @Test
    void aWideFrameIsCentredWithMarginsAboveAndBelow() {
        Letterbox box = new Letterbox(200, 100, 64, 64);
        assertEquals(64, box.coveredColumns());
        assertEquals(32, box.coveredRows());
        assertEquals(0, box.left());
        assertEquals(16, box.top());
    }

    @Test
    void shrinkingTakesTheMeanOfEachArea() {
        byte[] gray = {10, 20, 100, 100, 30, 40, 100, 100};
        assertArrayEquals(new byte[] {25, 100}, new Letterbox(4, 2, 2, 1).fit(gray));
    }

    @Test
    void shrinkingByAFractionKeepsTheMean() {
        byte[] gray = {0, 30, 60};
        // Each of two pixels covers one and a half of three.
        assertArrayEquals(new byte[] {10, 50}, new Letterbox(3, 1, 2, 1).fit(gray));
    }

    @Test
    void enlargingInterpolatesBetweenCentres() {
        byte[] fitted = new Letterbox(2, 1, 4, 2).fit(new byte[] {0, 100});
        assertArrayEquals(new byte[] {0, 25, 75, 100, 0, 25, 75, 100}, fitted);
    }

    @Test
    void brightPixelsStayUnsigned() {
        byte[] gray = {(byte) 250, (byte) 250, (byte) 250, (byte) 250};
        assertArrayEquals(new byte[] {(byte) 250}, new Letterbox(2, 2, 1, 1).fit(gray));
    }

    @Test
    void aLineOfAThirdOfAGridPixelSurvivesInTheLabelAThinnerOneDoesNot() {
        byte[] percent = new byte[36];
        Arrays.fill(percent, 6, 18, (byte) 70);
        assertArrayEquals(new byte[] {70}, new Letterbox(6, 6, 1, 1).fitPercent(percent));
        percent[17] = 0;
        assertArrayEquals(new byte[] {0}, new Letterbox(6, 6, 1, 1).fitPercent(percent));
    }

    @Test
    void cuttingALabelBeforeAndAfterShrinkingIsTheSame() {
        Random random = new Random(4);
        byte[] percent = new byte[30 * 20];
        byte[] cut = new byte[percent.length];
        for (int i = 0; i < percent.length; i++) {
            percent[i] = (byte) random.nextInt(101);
            cut[i] = (byte) (percent[i] >= 60 ? 100 : 0);
        }
        Letterbox box = new Letterbox(30, 20, 8, 8);
        byte[] after = box.fitPercent(percent);
        for (int i = 0; i < after.length; i++) {
            after[i] = (byte) (after[i] >= 60 ? 100 : 0);
        }
        assertArrayEquals(box.fitPercent(cut), after);
    }

    @Test
    void mappingBackGivesAPlaneThatRisesEvenly() {
        float[] plane = {0, 1, 0, 1};
        float[] whole = new Letterbox(4, 4, 2, 2).unfit(plane);
        assertArrayEquals(new float[] {0, 0.25f, 0.75f, 1}, Arrays.copyOf(whole, 4), 1e-6f);
    }

    @Test
    void mappingBackReadsNothingFromTheMargins() {
        float[] plane = {9, 9, 9, 9, 1, 1, 1, 1, 1, 1, 1, 1, 9, 9, 9, 9};
        for (float v : new Letterbox(8, 4, 4, 4).unfit(plane)) {
            assertEquals(1, v, 1e-6f);
        }
    }

    @Test
    void aPlaneOfTheWrongSizeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Letterbox(4, 4, 2, 2).fit(new byte[15]));
    }
}
