package org.credence.benchmarks;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.credence.dicom.DicomImageSource;
import org.credence.imaging.Attribute;
import org.credence.imaging.Frame;
import org.credence.imaging.ImageDirectory;
import org.credence.imaging.ImageFile;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSources;
import org.credence.imaging.ImagingException;
import org.credence.imaging.OtherObject;
import org.credence.imaging.OverlayPlane;
import org.credence.imaging.PresentationState;

/**
 * One picture of all files below a folder, to look at: the middle frame of each under its default window and with its
 * aspect, and what it is; for what is no image, a gray tile that says so.
 *
 * <p>{@code java -Djava.awt.headless=true -cp benchmarks.jar org.credence.benchmarks.ContactSheet FOLDER SHEET.png
 * [COLUMNS]}
 */
public final class ContactSheet {

    private static final int TILE = 220;
    private static final int TEXT = 44;
    private static final int GAP = 6;
    private static final Color AROUND = new Color(0x30, 0x34, 0x3A);
    private static final Color NO_IMAGE = new Color(0x60, 0x64, 0x6A);
    private static final Color DRAWN = new Color(0xE5, 0x8C, 0xFF);

    private record Tile(BufferedImage picture, String name, String what) {}

    private ContactSheet() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2 || arguments.length > 3) {
            System.err.println("Usage: ContactSheet FOLDER SHEET.png [COLUMNS]");
            System.exit(2);
        }
        Path folder = Path.of(arguments[0]);
        ImageSources sources = new ImageSources(List.of(new DicomImageSource()));
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        List<Tile> tiles = new ArrayList<>();
        for (Path file : files) {
            Tile tile = tile(sources, folder, file);
            System.out.println(tile.name() + "\t" + tile.what());
            tiles.add(tile);
        }
        int across = arguments.length == 3 ? Integer.parseInt(arguments[2]) : 8;
        ImageIO.write(sheet(tiles, across), "png", Path.of(arguments[1]).toFile());
    }

    private static Tile tile(ImageSources sources, Path folder, Path file) {
        String name = folder.relativize(file).toString();
        try {
            ImageFile read = sources.read(file);
            return switch (read) {
                case ImageInstance image -> image(sources, name, image);
                case PresentationState state -> none(name, "Presentation state: " + state.label());
                case ImageDirectory directory ->
                    none(name, "Directory of " + directory.members().size() + " files");
                case OtherObject other -> none(name, other.kind() + ": " + other.title());
            };
        } catch (ImagingException e) {
            return none(name, e.getMessage());
        }
    }

    private static Tile image(ImageSources sources, String name, ImageInstance image) throws ImagingException {
        int index = image.frameCount() / 2;
        Frame frame = image.decoder().decode(index);
        byte[] rgb = frame.rgb8(frame.defaultWindow());
        BufferedImage pixels = new BufferedImage(image.columns(), image.rows(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0, i = 0; y < image.rows(); y++) {
            for (int x = 0; x < image.columns(); x++, i += 3) {
                pixels.setRGB(x, y, (rgb[i] & 0xff) << 16 | (rgb[i + 1] & 0xff) << 8 | rgb[i + 2] & 0xff);
            }
        }
        for (OverlayPlane plane : frame.overlays()) {
            for (int y = 0; y < image.rows(); y++) {
                for (int x = 0; x < image.columns(); x++) {
                    if (plane.at(x, y)) {
                        pixels.setRGB(x, y, DRAWN.getRGB());
                    }
                }
            }
        }
        double aspect = image.geometry().pixelAspect();
        double scale = Math.min((double) TILE / image.columns(), TILE / (image.rows() * aspect));
        int width = Math.max(1, (int) Math.round(image.columns() * scale));
        int height = Math.max(1, (int) Math.round(image.rows() * aspect * scale));
        String what = image.columns() + "x" + image.rows() + (image.frameCount() > 1 ? "x" + image.frameCount() : "")
                + " " + photometric(sources, image.file())
                + (aspect == 1 ? "" : String.format(" aspect %.3f", aspect))
                + (frame.isColor()
                        ? ""
                        : String.format(
                                " C%.6g W%.6g",
                                frame.defaultWindow().center(),
                                frame.defaultWindow().width()));
        return new Tile(reduced(pixels, width, height), name, what);
    }

    private static String photometric(ImageSources sources, Path file) throws ImagingException {
        return sources.describe(file, Set.of()).attributes().stream()
                .filter(a -> a.keyword().equals("PhotometricInterpretation"))
                .map(Attribute::value)
                .findFirst()
                .orElse("");
    }

    /** Averages in halves first, since a single bilinear step would skip pixels. */
    private static BufferedImage reduced(BufferedImage image, int width, int height) {
        BufferedImage now = image;
        while (now.getWidth() >= 2 * width && now.getHeight() >= 2 * height) {
            now = drawn(now, now.getWidth() / 2, now.getHeight() / 2);
        }
        return drawn(now, width, height);
    }

    private static BufferedImage drawn(BufferedImage image, int width, int height) {
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = result.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.drawImage(image, 0, 0, width, height, null);
        g.dispose();
        return result;
    }

    private static Tile none(String name, String what) {
        return new Tile(null, name, what);
    }

    private static BufferedImage sheet(List<Tile> tiles, int across) {
        int down = (tiles.size() + across - 1) / across;
        int stepX = TILE + GAP;
        int stepY = TILE + TEXT + GAP;
        BufferedImage sheet =
                new BufferedImage(across * stepX + GAP, Math.max(1, down) * stepY + GAP, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = sheet.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 10));
        g.setColor(AROUND);
        g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        for (int t = 0; t < tiles.size(); t++) {
            Tile tile = tiles.get(t);
            int x = GAP + t % across * stepX;
            int y = GAP + t / across * stepY;
            if (tile.picture() == null) {
                g.setColor(NO_IMAGE);
                g.fillRect(x, y, TILE, TILE);
            } else {
                BufferedImage picture = tile.picture();
                g.drawImage(picture, x + (TILE - picture.getWidth()) / 2, y + (TILE - picture.getHeight()) / 2, null);
            }
            g.setColor(Color.WHITE);
            lines(g, tile.name(), x, y + TILE + 11, 1);
            lines(g, tile.what(), x, y + TILE + 23, 2);
        }
        g.dispose();
        return sheet;
    }

    private static void lines(Graphics2D g, String text, int x, int y, int most) {
        String rest = text;
        for (int line = 0; line < most && !rest.isEmpty(); line++) {
            int length = rest.length();
            while (length > 1 && g.getFontMetrics().stringWidth(rest.substring(0, length)) > TILE) {
                length--;
            }
            g.drawString(rest.substring(0, length), x, y + 12 * line);
            rest = rest.substring(length);
        }
    }
}
