package org.credence.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.util.List;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.Segment;
import org.credence.imaging.Frame;
import org.junit.jupiter.api.Test;

class OverlayTest {

    private final Segment bLine = LabelScheme.lungUltrasound().segment("B-line").orElseThrow();
    private final Frame black = Frame.gray(5, 5, new byte[25]);

    @Test
    void opacity_follows_confidence() {
        byte[] percent = new byte[25];
        percent[6] = 50;
        percent[7] = 100;
        BufferedImage image = Overlay.draw(black, List.of(Overlay.Layer.of(bLine, ConfidenceLayer.of(5, 5, percent))));

        int red = bLine.rgb() >> 16;
        assertEquals(0, image.getRGB(0, 0) & 0xffffff);
        assertEquals(Math.round(red * .31), image.getRGB(1, 1) >> 16 & 0xff);
        assertEquals(Math.round(red * .62), image.getRGB(2, 1) >> 16 & 0xff);
    }

    @Test
    void an_outline_leaves_the_inside_as_it_is() {
        boolean[] all = new boolean[25];
        java.util.Arrays.fill(all, true);
        BufferedImage image =
                Overlay.draw(black, List.of(Overlay.Layer.of(bLine, all).outline()));

        assertEquals(bLine.rgb(), image.getRGB(0, 2) & 0xffffff);
        assertEquals(0, image.getRGB(2, 2) & 0xffffff);
    }

    @Test
    void a_layer_of_another_size_is_refused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Overlay.draw(black, List.of(Overlay.Layer.of(bLine, new boolean[24]))));
    }
}
