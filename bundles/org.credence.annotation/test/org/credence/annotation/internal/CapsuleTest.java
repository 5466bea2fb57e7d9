package org.credence.annotation.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CapsuleTest {

    private static final int COLUMNS = 60;
    private static final int ROWS = 50;

    @Test
    void wholeRowsCoverExactlyThePixelsWhoseCentresAreNearEnough() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            // Round numbers make many centres lie exactly on the edge.
            boolean round = random.nextBoolean();
            double x0 = number(random, -20, 80, round);
            double y0 = number(random, -20, 70, round);
            boolean still = random.nextInt(5) == 0;
            double x1 = still ? x0 : number(random, -20, 80, round);
            double y1 = still || random.nextInt(5) == 0 ? y0 : number(random, -20, 70, round);
            double radius = Math.max(0.5, number(random, 0, 20, round));
            byte[] expected = new byte[COLUMNS * ROWS];
            for (int y = 0; y < ROWS; y++) {
                for (int x = 0; x < COLUMNS; x++) {
                    boolean end = x == (int) Math.floor(x1) && y == (int) Math.floor(y1);
                    if (end || distance2(x + 0.5, y + 0.5, x0, y0, x1, y1) <= radius * radius) {
                        expected[y * COLUMNS + x] = 1;
                    }
                }
            }
            byte[] covered = new byte[COLUMNS * ROWS];
            new Capsule(x0, y0, x1, y1, radius).forEachRow(COLUMNS, ROWS, (row, from, to) -> {
                for (int x = from; x < to; x++) {
                    covered[row * COLUMNS + x] = 1;
                }
            });
            assertArrayEquals(expected, covered, x0 + ", " + y0 + " to " + x1 + ", " + y1 + " with radius " + radius);
        }
    }

    private static double number(Random random, int least, int most, boolean round) {
        double number = random.nextDouble(least, most);
        return round ? Math.rint(number * 2) / 2 : number;
    }

    private static double distance2(double x, double y, double x0, double y0, double x1, double y1) {
        double dx = x1 - x0;
        double dy = y1 - y0;
        double length2 = dx * dx + dy * dy;
        double t = length2 == 0 ? 0 : Math.clamp(((x - x0) * dx + (y - y0) * dy) / length2, 0.0, 1.0);
        double ex = x - x0 - t * dx;
        double ey = y - y0 - t * dy;
        return ex * ex + ey * ey;
    }
}
