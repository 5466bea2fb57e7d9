package org.credence.headless.internal;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.credence.analytics.Overlay;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.Segment;
import org.credence.imaging.Frame;
import org.credence.imaging.WholeFile;

/** One picture per clip with what a model said, all on one sheet. */
final class ContactSheet {

    private static final int TILE = 220;
    private static final int CAPTION = 18;
    private static final int GAP = 6;
    private static final int LEGEND = 30;

    /**
     * A clip on the sheet.
     *
     * @param caption what it is called
     * @param image one of its frames with what was said about it, no larger than the tile
     */
    record Tile(String caption, BufferedImage image) {

        /**
         * A tile that keeps nothing but its small picture, so that a sheet may show any number of clips.
         *
         * @param layers what was said about the frame, in the order of the scheme's segments
         */
        static Tile of(String caption, Frame frame, List<ConfidenceLayer> layers, LabelScheme scheme) {
            List<Overlay.Layer> shown = new ArrayList<>();
            for (int s = 0; s < layers.size(); s++) {
                shown.add(Overlay.Layer.of(scheme.segments().get(s), layers.get(s)));
            }
            BufferedImage whole = Overlay.draw(frame, shown);
            double scale = Math.min((double) TILE / whole.getWidth(), (double) TILE / whole.getHeight());
            int width = Math.max(1, (int) Math.round(scale * whole.getWidth()));
            int height = Math.max(1, (int) Math.round(scale * whole.getHeight()));
            BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            Graphics2D g = small.createGraphics();
            try {
                g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
                g.drawImage(whole, 0, 0, width, height, null);
            } finally {
                g.dispose();
            }
            return new Tile(caption, small);
        }
    }

    private ContactSheet() {}

    /** Writes the sheet as PNG, whole or not at all. */
    static void write(List<Tile> tiles, LabelScheme scheme, Path file) throws IOException {
        int across = (int) Math.ceil(Math.sqrt(tiles.size()));
        int down = (tiles.size() + across - 1) / across;
        BufferedImage sheet = new BufferedImage(
                Math.max(4, across) * (TILE + GAP) + GAP,
                down * (TILE + CAPTION + GAP) + GAP + LEGEND,
                BufferedImage.TYPE_INT_RGB);
        Graphics2D g = sheet.createGraphics();
        try {
            g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
            for (int i = 0; i < tiles.size(); i++) {
                draw(g, tiles.get(i), GAP + i % across * (TILE + GAP), GAP + i / across * (TILE + CAPTION + GAP));
            }
            legend(g, scheme, sheet.getHeight() - LEGEND / 2 + 4);
        } finally {
            g.dispose();
        }
        WholeFile.write(file, unfinished -> {
            if (!ImageIO.write(sheet, "png", unfinished.toFile())) {
                throw new IOException("This Java runtime writes no PNG.");
            }
        });
    }

    private static void draw(Graphics2D g, Tile tile, int x, int y) {
        BufferedImage image = tile.image();
        g.drawImage(image, x + (TILE - image.getWidth()) / 2, y + (TILE - image.getHeight()) / 2, null);
        g.setColor(Color.LIGHT_GRAY);
        g.drawString(fitting(tile.caption(), g.getFontMetrics()), x, y + TILE + CAPTION - 5);
    }

    private static void legend(Graphics2D g, LabelScheme scheme, int baseline) {
        int x = GAP;
        for (Segment segment : scheme.segments()) {
            g.setColor(new Color(segment.rgb()));
            g.fillRect(x, baseline - 10, 12, 12);
            g.setColor(Color.LIGHT_GRAY);
            g.drawString(segment.label(), x + 17, baseline);
            x += 17 + g.getFontMetrics().stringWidth(segment.label()) + 20;
        }
    }

    private static String fitting(String caption, FontMetrics metrics) {
        String shown = caption;
        while (metrics.stringWidth(shown) > TILE && shown.length() > 4) {
            shown = shown.substring(0, shown.length() - 2) + "\u2026";
        }
        return shown;
    }
}
