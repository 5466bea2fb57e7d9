package org.credence.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OverlapTest {

    private static boolean[] mask(String pixels) {
        boolean[] mask = new boolean[pixels.length()];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = pixels.charAt(i) == '1';
        }
        return mask;
    }

    @Test
    void dice_and_iou_count_common_pixels() {
        Overlap overlap = Overlap.of(mask("11110000"), mask("00111000"));

        assertEquals(4.0 / 7, overlap.dice(), 1e-15);
        assertEquals(2.0 / 5, overlap.iou(), 1e-15);
    }

    @Test
    void equal_masks_agree_fully_and_disjoint_ones_not_at_all() {
        assertEquals(1, Overlap.of(mask("0110"), mask("0110")).dice());
        assertEquals(0, Overlap.of(mask("1100"), mask("0011")).dice());
        assertEquals(0, Overlap.of(mask("1100"), mask("0000")).iou());
    }

    @Test
    void two_empty_masks_have_no_overlap_to_speak_of() {
        assertTrue(Double.isNaN(Overlap.of(mask("000"), mask("000")).dice()));
        assertTrue(Double.isNaN(Overlap.NONE.iou()));
    }

    @Test
    void pooling_adds_pixels_before_dividing() {
        Overlap pooled = Overlap.of(mask("10"), mask("10")).plus(Overlap.of(mask("1111"), mask("1000")));

        assertEquals(new Overlap(2, 5, 2), pooled);
        assertEquals(4.0 / 7, pooled.dice(), 1e-15);
    }

    @Test
    void masks_of_different_size_are_refused() {
        assertThrows(IllegalArgumentException.class, () -> Overlap.of(mask("1"), mask("11")));
    }
}
