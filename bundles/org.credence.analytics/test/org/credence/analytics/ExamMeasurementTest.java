package org.credence.analytics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.credence.analytics.internal.BLineAreaFraction;
import org.credence.analytics.internal.ConsolidationAreaFraction;
import org.credence.imaging.Frame;
import org.credence.imaging.ProbabilityMap;
import org.junit.jupiter.api.Test;

class ExamMeasurementTest {

    private static final int SIDE = 20;

    private final BLineAreaFraction bLines = new BLineAreaFraction();

    private static boolean[] rows(int from, int to) {
        return rect(0, SIDE, from, to);
    }

    private static boolean[] rect(int left, int right, int top, int bottom) {
        boolean[] mask = new boolean[SIDE * SIDE];
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                mask[y * SIDE + x] = true;
            }
        }
        return mask;
    }

    private static FrameMasks frame(boolean[] pleura, boolean[] bLine) {
        return new FrameMasks(
                SIDE, SIDE, Map.of("Pleural line", pleura, "B-line", bLine, "Consolidation", new boolean[400]));
    }

    private static ExamMasks exam(FrameMasks... frames) {
        return new ExamMasks("p", "1.2", List.of(new ClipMasks(rows(0, SIDE), Optional.empty(), List.of(frames))));
    }

    @Test
    void b_line_area_is_measured_below_the_pleura() {
        // Field: rows 6 to 19. The band is 5 of 20 columns wide and begins above the pleura, which does not count.
        FrameMasks frame = frame(rows(4, 6), rect(5, 10, 0, SIDE));

        assertEquals(25, bLines.measure(exam(frame)), 1e-9);
        assertEquals(0, new ConsolidationAreaFraction().measure(exam(frame)), 1e-9);
    }

    @Test
    void gaps_of_the_pleura_are_bridged() {
        FrameMasks broken = frame(rect(0, 5, 4, 6), rect(0, SIDE, 6, SIDE));

        assertEquals(100, bLines.measure(exam(broken)), 1e-9);
    }

    @Test
    void a_frame_without_pleura_borrows_it_from_the_clip() {
        FrameMasks with = frame(rows(9, 10), new boolean[400]);
        FrameMasks without = frame(new boolean[400], rect(0, SIDE, 15, SIDE));

        // The second frame's field are rows 10 to 19, half of which are B-line; the mean of 0 and 50 is 25.
        assertEquals(25, bLines.measure(exam(with, without)), 1e-9);
    }

    @Test
    void without_any_pleura_the_lower_three_quarters_are_the_field() {
        FrameMasks without = frame(new boolean[400], rect(0, SIDE, 12, SIDE));

        // Rows below 4.75, so 5 to 19: 15 rows, of which 8 are covered.
        assertEquals(100 * 8 / 15.0, bLines.measure(exam(without)), 1e-9);
    }

    @Test
    void clips_count_equally_and_masks_without_the_segment_have_no_measure() {
        ClipMasks full = new ClipMasks(rows(0, SIDE), Optional.empty(), List.of(frame(rows(4, 6), rows(0, SIDE))));
        ClipMasks none = new ClipMasks(
                rows(0, SIDE),
                Optional.empty(),
                List.of(frame(rows(4, 6), new boolean[400]), frame(rows(4, 6), new boolean[400])));
        assertEquals(50, bLines.measure(new ExamMasks("p", "1.2", List.of(full, none))), 1e-9);

        FrameMasks unknown = new FrameMasks(SIDE, SIDE, Map.of("Pleural line", rows(4, 6)));
        assertTrue(Double.isNaN(bLines.measure(exam(unknown))));
    }

    @Test
    void probability_maps_are_cut_at_whole_percents() {
        ProbabilityMap map = new ProbabilityMap(2, 2, List.of("B-line"), new float[][] {{.5f, .6f, .7f, .595f}});

        assertArrayEquals(
                new boolean[] {false, true, true, true},
                FrameMasks.of(map, 60).mask("B-line").orElseThrow());
        assertThrows(IllegalArgumentException.class, () -> FrameMasks.of(map, 0));
    }

    @Test
    void the_scan_region_is_the_hull_of_the_fan_without_texts_beside_it() {
        byte[] gray = new byte[40 * 40];
        for (int y = 0; y < 40; y++) {
            for (int x = 0; x < 40; x++) {
                boolean fan = Math.abs(x - 19.5) <= 4 + y / 3.0 && y < 36;
                boolean shadow = Math.abs(x - 19.5) < 3 && y > 12;
                gray[y * 40 + x] = (byte) (fan && !shadow ? 80 : 0);
            }
        }
        gray[39 * 40] = (byte) 255;
        boolean[] region = ScanRegion.of(List.of(Frame.gray(40, 40, gray)));

        for (int y = 0; y < 36; y++) {
            for (int x = 0; x < 40; x++) {
                double beyond = Math.abs(x - 19.5) - (4 + y / 3.0);
                if (beyond < -1) {
                    assertTrue(region[y * 40 + x], x + ", " + y);
                } else if (beyond > 1) {
                    assertFalse(region[y * 40 + x], x + ", " + y);
                }
            }
        }
        assertFalse(region[39 * 40], "a text beside the fan");
    }

    @Test
    void black_frames_have_no_scan_region() {
        boolean[] region = ScanRegion.of(List.of(Frame.gray(4, 4, new byte[16])));

        assertArrayEquals(new boolean[16], region);
    }

    @Test
    void biomarkers_are_found_by_id_and_the_higher_ranking_counts() throws AnalyticsException {
        BLineAreaFraction better = new BLineAreaFraction();
        Biomarkers biomarkers = new Biomarkers(List.of(better, new ConsolidationAreaFraction(), bLines));

        assertEquals(2, biomarkers.all().size());
        assertTrue(biomarkers.get("org.credence.b-line-area") == better);
        AnalyticsException e = assertThrows(AnalyticsException.class, () -> biomarkers.get("lab.effusion"));
        assertTrue(e.getMessage().contains("lab.effusion") && e.getMessage().contains("b-line-area"));
    }
}
