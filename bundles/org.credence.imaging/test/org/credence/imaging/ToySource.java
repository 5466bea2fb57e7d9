package org.credence.imaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.credence.imaging.spi.ImageSource;

/**
 * A format of one line: "IMG UID POSITION" is a slice of 2 x 1 pixels, "DIR NAME..." lists files, "REP TITLE" is a report,
 * "STATE" a presentation state, and "IMG" followed by anything else is damaged. Counts the headers it read.
 */
final class ToySource implements ImageSource {

    final AtomicInteger headers = new AtomicInteger();

    @Override
    public String name() {
        return "Toy";
    }

    @Override
    public boolean accepts(Path file) throws ImagingException {
        return Set.of("IMG", "DIR", "REP", "STATE").contains(words(file).get(0));
    }

    @Override
    public ImageFile read(Path file) throws ImagingException {
        headers.incrementAndGet();
        List<String> words = words(file);
        SeriesInfo info = new SeriesInfo("P1", "Pätient^Æ", "1.2", "20260101", "Study", "1.2.3", 1, "Sweep", "OT");
        return switch (words.get(0)) {
            case "DIR" ->
                new ImageDirectory(
                        file,
                        words.subList(1, words.size()).stream()
                                .map(file.toAbsolutePath().getParent()::resolve)
                                .toList());
            case "REP" -> new OtherObject(file, info, "Report", words.get(1));
            case "STATE" -> new PresentationState(file, info, "Bone", List.of(), false, Set.of());
            default -> image(file, info, words);
        };
    }

    private static ImageInstance image(Path file, SeriesInfo info, List<String> words) throws ImagingException {
        if (words.size() != 3) {
            throw new ImagingException("File " + file + " is damaged.");
        }
        ImageRegion region = new ImageRegion(
                new PixelRect(0, 0, 2, 1),
                ImageRegion.Kind.SPECTRAL,
                "PW Spectral Doppler",
                "s",
                "cm/s",
                0.01,
                -0.5,
                1,
                2,
                3,
                Double.NaN);
        ImageGeometry geometry = new ImageGeometry(
                Optional.of(new PixelSpacing(0.5, 0.25)),
                ImageGeometry.Calibration.DETECTOR,
                0.5,
                1.25,
                List.of(ImagePlane.axial(Double.parseDouble(words.get(2)))),
                List.of(region));
        byte first = (byte) words.get(1).charAt(words.get(1).length() - 1);
        return new ImageInstance(
                info,
                words.get(1),
                "1.2.840",
                7,
                file,
                2,
                1,
                1,
                geometry,
                new FrameTiming(15, List.of(10.0, 20.0)),
                i -> Frame.gray(2, 1, new byte[] {first, 0}));
    }

    @Override
    public FileDescription describe(Path file, Set<FileDescription.Detail> details) {
        throw new UnsupportedOperationException("describe is not part of this test");
    }

    private static List<String> words(Path file) throws ImagingException {
        try {
            return Arrays.asList(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1)
                    .strip()
                    .split(" "));
        } catch (IOException e) {
            throw new ImagingException("File " + file + " cannot be read.", e);
        }
    }
}
