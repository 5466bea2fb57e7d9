package org.credence.segmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.credence.imaging.Frame;
import org.junit.jupiter.api.Test;

class SmallRegionsTest {

    private static final String[] DRAWN = {
        "9 . . 9 .", //
        ". 9 . . .",
        ". . . 4 4",
        "9 . . 4 4"
    };

    @Test
    void regionsOfFewerPixelsGoAndTheOthersStayAsTheyAre() throws Exception {
        assertCleaned(1, 10, DRAWN);
        assertCleaned(2, 10, "9 . . . .", ". 9 . . .", ". . . 4 4", ". . . 4 4");
        assertCleaned(3, 10, ". . . . .", ". . . . .", ". . . 4 4", ". . . 4 4");
        assertCleaned(5, 10, ". . . . .", ". . . . .", ". . . . .", ". . . . .");
    }

    @Test
    void whatIsBelowTheFloorIsNoRegionAndStays() throws Exception {
        assertCleaned(3, 50, ". . . . .", ". . . . .", ". . . 4 4", ". . . 4 4");
        assertCleaned(5, 50, ". . . . .", ". . . . .", ". . . 4 4", ". . . 4 4");
    }

    @Test
    void nonsenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new SmallRegions(0, 50, (n, frame, percent) -> {}));
        assertThrows(IllegalArgumentException.class, () -> new SmallRegions(1, 0, (n, frame, percent) -> {}));
    }

    private static void assertCleaned(int leastPixels, int floorPercent, String... expected) throws Exception {
        byte[][] said = {percents(DRAWN), new byte[20]};
        new SmallRegions(leastPixels, floorPercent, (n, frame, percent) -> {
                    assertArrayEquals(percents(expected), percent[0]);
                    assertArrayEquals(new byte[20], percent[1]);
                })
                .take(0, Frame.gray(5, 4, new byte[20]), said);
    }

    /** Digits are tens of percent. */
    private static byte[] percents(String[] rows) {
        byte[] percents = new byte[20];
        for (int i = 0; i < percents.length; i++) {
            char c = rows[i / 5].charAt(2 * (i % 5));
            percents[i] = (byte) (c == '.' ? 0 : 10 * (c - '0'));
        }
        return percents;
    }
}
