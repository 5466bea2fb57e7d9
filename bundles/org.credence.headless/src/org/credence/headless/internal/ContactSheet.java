package org.credence.headless.internal;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.credence.analytics.Overlay;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.Segment;
import org.credence.imaging.Frame;

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
     * @param frame one of its frames
     * @param layers what was said about it, in the order of the scheme's segments
     */
    record Tile(String caption, Frame frame, List<ConfidenceLayer> layers) {}

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
            g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
            for (int i = 0; i < tiles.size(); i++) {
                draw(
                        g,
                        tiles.get(i),
                        scheme,
                        GAP + i % across * (TILE + GAP),
                        GAP + i / across * (TILE + CAPTION + GAP));
            }
            legend(g, scheme, sheet.getHeight() - LEGEND / 2 + 4);
        } finally {
            g.dispose();
        }
        Path temporary = Files.createTempFile(file.toAbsolutePath().getParent(), ".writing", null);
        try {
            ImageIO.write(sheet, "png", temporary.toFile());
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void draw(Graphics2D g, Tile tile, LabelScheme scheme, int x, int y) {
        List<Overlay.Layer> layers = new ArrayList<>();
        for (int s = 0; s < tile.layers().size(); s++) {
            layers.add(Overlay.Layer.of(scheme.segments().get(s), tile.layers().get(s)));
        }
        BufferedImage image = Overlay.draw(tile.frame(), layers);
        double scale = Math.min((double) TILE / image.getWidth(), (double) TILE / image.getHeight());
        int width = (int) Math.round(scale * image.getWidth());
        int height = (int) Math.round(scale * image.getHeight());
        g.drawImage(image, x + (TILE - width) / 2, y + (TILE - height) / 2, width, height, null);
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
