package org.credence.annotation.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DistanceMapTest {

    @Test
    void isTheLeastDistanceOfAllPixelsOfTheSet() {
        Random random = new Random(2);
        for (int i = 0; i < 60; i++) {
            int width = 1 + random.nextInt(25);
            int height = 1 + random.nextInt(25);
            boolean[] set = new boolean[width * height];
            for (int p = random.nextInt(6); p > 0; p--) {
                set[random.nextInt(set.length)] = true;
            }
            double pixelWidth = 0.2 + random.nextDouble();
            double pixelHeight = 0.2 + random.nextDouble();
            DistanceMap map = DistanceMap.to(set, width, height, pixelWidth, pixelHeight);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double least = Double.POSITIVE_INFINITY;
                    for (int p = 0; p < set.length; p++) {
                        if (set[p]) {
                            least = Math.min(
                                    least, Math.hypot((p % width - x) * pixelWidth, (p / width - y) * pixelHeight));
                        }
                    }
                    assertEquals(least, map.at(x, y), 1e-9);
                    int nearest = map.nearest(x, y);
                    if (nearest >= 0) {
                        assertEquals(
                                least,
                                Math.hypot((nearest % width - x) * pixelWidth, (nearest / width - y) * pixelHeight),
                                1e-9);
                    }
                }
            }
        }
    }
}
