package org.credence.segmentation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.credence.imaging.WholeFile;

/**
 * A folder of models, with their digests in {@value #DIGESTS} as {@code sha256sum -c} reads them: whether a model is still the
 * one that was taken in can be said by anybody. Methods block.
 *
 * @param folder where the models lie
 */
public record ModelRepository(Path folder) {

    /** The name of the file with the digests. */
    public static final String DIGESTS = "models.sha256";

    private static final int MAX_BYTES = 1 << 22;

    /** How a file compares to what was recorded. */
    public enum State {
        UNCHANGED,
        CHANGED,
        UNRECORDED,
        MISSING
    }

    /**
     * A file of the folder.
     *
     * @param file where it lies, or lay
     * @param state of its bytes
     * @param model what it is; empty if it is missing or no model
     * @param problem why it is no model, a sentence; empty if it is one
     */
    public record Entry(Path file, State state, Optional<Model> model, String problem) {}

    /**
     * All models of the folder by name, and those that are missing.
     *
     * @throws SegmentationException if the folder or its digests cannot be read
     */
    public List<Entry> list() throws SegmentationException {
        Map<String, String> recorded = digests();
        TreeSet<String> names = new TreeSet<>(recorded.keySet());
        try (Stream<Path> files = Files.list(folder)) {
            files.map(f -> f.getFileName().toString())
                    .filter(n -> n.endsWith(".onnx"))
                    .forEach(names::add);
        } catch (IOException e) {
            throw new SegmentationException("Folder " + folder + " cannot be read: " + e.getMessage() + ".", e);
        }
        List<Entry> entries = new ArrayList<>();
        for (String name : names) {
            entries.add(entry(folder.resolve(name), recorded.get(name)));
        }
        return entries;
    }

    /**
     * Whether a model of the folder is still what was recorded.
     *
     * @throws SegmentationException if the digests cannot be read
     */
    public State state(Model model) throws SegmentationException {
        return state(digests().get(model.file().getFileName().toString()), model.sha256());
    }

    /**
     * Records a model of the folder as it is now, in place of what was recorded under its name.
     *
     * @throws SegmentationException if the digests cannot be read or written
     */
    public void put(Model model) throws SegmentationException {
        String name = model.file().getFileName().toString();
        if (name.matches(".*[\\p{Cntrl}\\\\].*")) {
            throw new SegmentationException(
                    model.file() + " has a name that does not fit into a line of " + DIGESTS + "; rename it.");
        }
        Map<String, String> digests = digests();
        digests.put(name, model.sha256());
        StringBuilder lines = new StringBuilder();
        digests.forEach(
                (file, digest) -> lines.append(digest).append("  ").append(file).append('\n'));
        try {
            WholeFile.write(folder.resolve(DIGESTS), lines.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new SegmentationException(
                    folder.resolve(DIGESTS) + " cannot be written: " + e.getMessage() + "; check its permissions.", e);
        }
    }

    private static Entry entry(Path file, String recorded) {
        if (!Files.exists(file)) {
            return new Entry(file, State.MISSING, Optional.empty(), file + " was recorded and is not there.");
        }
        try {
            Model model = Model.read(file);
            return new Entry(file, state(recorded, model.sha256()), Optional.of(model), "");
        } catch (SegmentationException e) {
            // A folder's other models are shown all the same, and this one with the reason.
            State state = recorded == null ? State.UNRECORDED : State.CHANGED;
            return new Entry(file, state, Optional.empty(), e.getMessage());
        }
    }

    private static State state(String recorded, String digest) {
        return recorded == null ? State.UNRECORDED : recorded.equals(digest) ? State.UNCHANGED : State.CHANGED;
    }

    private Map<String, String> digests() throws SegmentationException {
        Map<String, String> digests = new TreeMap<>();
        Path file = folder.resolve(DIGESTS);
        if (!Files.exists(file)) {
            return digests;
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new SegmentationException(file + " has more than " + MAX_BYTES + " bytes; remove it.");
            }
            for (String line : Files.readAllLines(file)) {
                // Only names: a path would lead out of the folder.
                if (!line.matches("[0-9a-f]{64} [ *][^/\\\\]+")) {
                    throw new SegmentationException(
                            file + " has the line '" + line + "', which is no SHA-256 and name; mend or remove it.");
                }
                digests.put(line.substring(66), line.substring(0, 64));
            }
            return digests;
        } catch (SegmentationException e) {
            throw e;
        } catch (IOException e) {
            throw new SegmentationException(file + " cannot be read: " + e.getMessage() + "; mend or remove it.", e);
        }
    }
}
