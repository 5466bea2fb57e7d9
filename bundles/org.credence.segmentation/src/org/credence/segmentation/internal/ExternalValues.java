package org.credence.segmentation.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.credence.segmentation.SegmentationException;

/**
 * Weights that lie beside a model that is imported. Only files of the model's own folder are read: no absolute paths, no way
 * up, no links. Who sends a model must not choose what else of this machine is read into it.
 */
final class ExternalValues {

    private final Path model;
    private int count;

    ExternalValues(Path model) {
        this.model = model;
    }

    /** How many tensors were taken in. */
    int count() {
        return count;
    }

    /**
     * A tensor with its values inside; empty if they are inside already.
     *
     * @throws SegmentationException if they lie where they must not, or are not as many as they should
     */
    Optional<Piece> inside(ProtoMessage tensor) throws IOException {
        Piece.Message copy = new Piece.Message();
        Map<String, String> entries = new HashMap<>();
        boolean elsewhere = false;
        String name = "";
        long type = 0;
        double values = 1;
        while (tensor.next()) {
            switch (tensor.field()) {
                case 1 -> {
                    for (long d : tensor.numbers(64)) {
                        values *= d;
                    }
                    copy.add(tensor.whole());
                }
                case 2 -> {
                    type = tensor.number();
                    copy.add(tensor.whole());
                }
                case 8 -> {
                    name = tensor.text();
                    copy.add(tensor.whole());
                }
                case 13 -> GraphReader.entry(tensor.message(), entries);
                case 14 -> elsewhere = tensor.number() == 1;
                default -> copy.add(tensor.whole());
            }
        }
        if (!elsewhere && entries.isEmpty()) {
            return Optional.empty();
        }
        count++;
        Path file = file(name, entries.getOrDefault("location", ""));
        long due = TensorReader.sizeBytes(type, values);
        long offset = number(name, entries.getOrDefault("offset", "0"));
        long length = number(name, entries.getOrDefault("length", Long.toString(due)));
        long there = Files.size(file);
        if (due < 0 || length != due || offset > there - length) {
            throw refused(
                    name,
                    "needs " + due + " bytes, but is said to have " + length + " from byte " + offset + " of " + file
                            + ", which has " + there);
        }
        return Optional.of(copy.field(9, new Piece.Part(file, offset, length)));
    }

    private Path file(String tensor, String location) throws IOException {
        Path folder = model.toRealPath().getParent();
        Path file;
        try {
            // A drive or the other system's separator is as much a way out as a slash.
            boolean plain = !location.isBlank() && location.chars().noneMatch(c -> c == '\\' || c == ':' || c < ' ');
            Path relative = Path.of(plain ? location : "..");
            file = folder.resolve(relative).normalize();
            boolean up = false;
            for (Path step : relative) {
                up |= step.toString().equals("..");
            }
            if (up || relative.isAbsolute() || !file.startsWith(folder)) {
                throw refused(tensor, "is said to lie in '" + location + "', which leads out of the model's folder");
            }
        } catch (InvalidPathException e) {
            throw refused(tensor, "is said to lie in '" + location + "', which is no path");
        }
        if (!Files.exists(file)) {
            throw refused(tensor, "is said to lie in '" + location + "', which is not there");
        }
        if (!Files.isRegularFile(file) || !file.toRealPath().equals(file)) {
            throw refused(tensor, "is said to lie in '" + location + "', which is a link or no file");
        }
        return file;
    }

    private long number(String tensor, String text) throws SegmentationException {
        try {
            long number = Long.parseLong(text.strip());
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw refused(tensor, "has the offset or length '" + text + "'");
    }

    private SegmentationException refused(String tensor, String why) {
        return new SegmentationException("Model " + model + " cannot be imported: tensor " + tensor + " " + why
                + ". Put the model and its data into one folder, or export it into one file.");
    }
}
