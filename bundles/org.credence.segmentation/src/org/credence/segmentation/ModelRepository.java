package org.credence.segmentation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
     * @param model what it is; empty if it is missing, answers prompts, or is no model
     * @param prompts what it is if it answers prompts; its decoder, which has no entry of its own, is part of it
     * @param problem why it is no model, a sentence; empty if it is one
     */
    public record Entry(Path file, State state, Optional<Model> model, Optional<PromptModel> prompts, String problem) {

        /** Whether it is a model of either kind. */
        public boolean isModel() {
            return model.isPresent() || prompts.isPresent();
        }
    }

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
            entries.add(entry(folder.resolve(name), recorded));
        }
        Set<Path> decoders = entries.stream()
                .flatMap(e -> e.prompts().stream())
                .map(PromptModel::decoder)
                .collect(Collectors.toSet());
        entries.removeIf(e -> decoders.contains(e.file()));
        return entries;
    }

    /**
     * Whether a model of the folder is still what was recorded.
     *
     * @throws SegmentationException if the digests cannot be read
     */
    public State state(Model model) throws SegmentationException {
        return state(digests(), model.file(), model.sha256());
    }

    /**
     * Whether both files of a model of the folder are still what was recorded.
     *
     * @throws SegmentationException if the digests cannot be read
     */
    public State state(PromptModel model) throws SegmentationException {
        return state(digests(), model);
    }

    /**
     * Records a model of the folder as it is now, in place of what was recorded under its name.
     *
     * @throws SegmentationException if the digests cannot be read or written
     */
    public void put(Model model) throws SegmentationException {
        put(Map.of(model.file(), model.sha256()));
    }

    /**
     * Records both files of a model of the folder as they are now, in place of what was recorded under their names.
     *
     * @throws SegmentationException if the digests cannot be read or written
     */
    public void put(PromptModel model) throws SegmentationException {
        put(Map.of(
                model.file(),
                model.sha256(),
                model.decoder(),
                model.card().decoder().sha256()));
    }

    private void put(Map<Path, String> models) throws SegmentationException {
        Map<String, String> digests = digests();
        for (Map.Entry<Path, String> model : models.entrySet()) {
            String name = model.getKey().getFileName().toString();
            if (name.matches(".*[\\p{Cntrl}\\\\].*")) {
                throw new SegmentationException(
                        model.getKey() + " has a name that does not fit into a line of " + DIGESTS + "; rename it.");
            }
            digests.put(name, model.getValue());
        }
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

    private static Entry entry(Path file, Map<String, String> recorded) {
        if (!Files.exists(file)) {
            return new Entry(
                    file, State.MISSING, Optional.empty(), Optional.empty(), file + " was recorded and is not there.");
        }
        try {
            if (PromptModel.isOne(file)) {
                PromptModel model = PromptModel.read(file);
                return new Entry(file, state(recorded, model), Optional.empty(), Optional.of(model), "");
            }
            Model model = Model.read(file);
            return new Entry(file, state(recorded, file, model.sha256()), Optional.of(model), Optional.empty(), "");
        } catch (SegmentationException e) {
            // A folder's other models are shown all the same, and this one with the reason.
            State state = recorded.containsKey(file.getFileName().toString()) ? State.CHANGED : State.UNRECORDED;
            return new Entry(file, state, Optional.empty(), Optional.empty(), e.getMessage());
        }
    }

    private static State state(Map<String, String> recorded, PromptModel model) {
        State encoder = state(recorded, model.file(), model.sha256());
        State decoder = state(recorded, model.decoder(), model.card().decoder().sha256());
        // A recorded encoder vouches for its decoder, whose digest is in its card.
        return decoder == State.CHANGED ? decoder : encoder;
    }

    private static State state(Map<String, String> recorded, Path file, String digest) {
        String before = recorded.get(file.getFileName().toString());
        return before == null ? State.UNRECORDED : before.equals(digest) ? State.UNCHANGED : State.CHANGED;
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
