package org.credence.annotation.ui.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.credence.annotation.ConfidenceLayer;
import org.credence.imaging.PixelRect;
import org.junit.jupiter.api.Test;

class OrientationTest {

    private static final int COLUMNS = 3;
    private static final int ROWS = 2;
    /** The letters a b c over d e f. */
    private static final byte[] LETTERS = {'a', 'b', 'c', 'd', 'e', 'f'};

    private static List<Orientation> all() {
        List<Orientation> all = new ArrayList<>();
        for (int turns = 0; turns < 4; turns++) {
            all.add(new Orientation(turns, false));
            all.add(new Orientation(turns, true));
        }
        return all;
    }

    private static String seen(Orientation orientation) {
        byte[] seen = orientation.seen(LETTERS, COLUMNS, ROWS, 1);
        int width = orientation.swapsAxes() ? ROWS : COLUMNS;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < seen.length; i++) {
            text.append(i > 0 && i % width == 0 ? "/" : "").append((char) seen[i]);
        }
        return text.toString();
    }

    @Test
    void quartersTurnClockwise() {
        assertEquals("abc/def", seen(Orientation.UPRIGHT));
        assertEquals("da/eb/fc", seen(Orientation.UPRIGHT.turned(1)));
        assertEquals("fed/cba", seen(Orientation.UPRIGHT.turned(2)));
        assertEquals("cf/be/ad", seen(Orientation.UPRIGHT.turned(-1)));
    }

    @Test
    void flipsExchangeWhatIsSeenWhateverTheImageWasTurnedBefore() {
        assertEquals("cba/fed", seen(Orientation.UPRIGHT.flippedAcross()));
        assertEquals("def/abc", seen(Orientation.UPRIGHT.flippedDown()));
        assertEquals("ad/be/cf", seen(Orientation.UPRIGHT.turned(1).flippedAcross()));
        assertEquals("fc/eb/da", seen(Orientation.UPRIGHT.turned(1).flippedDown()));
    }

    @Test
    void allEightAreDifferentAndFourQuartersAreNone() {
        Set<String> views = new HashSet<>();
        all().forEach(o -> views.add(seen(o)));
        assertEquals(8, views.size());
        for (Orientation o : all()) {
            assertEquals(o, o.turned(1).turned(1).turned(1).turned(1));
            assertEquals(o, o.flippedAcross().flippedAcross());
            assertEquals(o, o.flippedDown().flippedDown());
        }
    }

    @Test
    void pointsGoThereAndBack() {
        for (Orientation o : all()) {
            double across = o.across(0.7, 1.6, COLUMNS, ROWS);
            double down = o.down(0.7, 1.6, COLUMNS, ROWS);
            assertEquals(0.7, o.column(across, down, COLUMNS), 1e-12, o.toString());
            assertEquals(1.6, o.row(across, down, ROWS), 1e-12, o.toString());
        }
    }

    @Test
    void rectanglesAndPercentsLieWhereThePixelsAre() {
        byte[] percents = {1, 2, 3, 4, 5, 6};
        Overlay.Rows rows = Overlay.painted(ConfidenceLayer.of(COLUMNS, ROWS, percents), 0xFFFFFF)
                .rows();
        for (Orientation o : all()) {
            int width = o.swapsAxes() ? ROWS : COLUMNS;
            int height = o.swapsAxes() ? COLUMNS : ROWS;
            byte[] expected = o.seen(percents, COLUMNS, ROWS, 1);
            byte[] found = new byte[6];
            for (int y = 0; y < height; y++) {
                byte[] row = new byte[width];
                o.seen(rows, COLUMNS, ROWS).copy(y, 0, row);
                System.arraycopy(row, 0, found, y * width, width);
            }
            assertArrayEquals(expected, found, o.toString());
            PixelRect seen = o.seen(new PixelRect(1, 0, 1, 1), COLUMNS, ROWS);
            assertEquals(2, expected[seen.row() * width + seen.column()], o.toString());
            assertEquals(1, seen.width() * seen.height());
        }
    }

    @Test
    void colorsStayTogether() {
        byte[] rgb = {1, 2, 3, 4, 5, 6};
        assertArrayEquals(
                new byte[] {4, 5, 6, 1, 2, 3},
                Orientation.UPRIGHT.flippedAcross().seen(rgb, 2, 1, 3));
        assertSame(rgb, Orientation.UPRIGHT.seen(rgb, 2, 1, 3));
    }
}
