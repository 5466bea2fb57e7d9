package org.credence.segmentation;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Who is asked about frames: one model, or several of the same segments, each perhaps about the mirror image too.
 *
 * @param models at least one, at most {@value #MOST}
 * @param mirrored whether each is asked about the mirror image too, and what it says is mirrored back
 */
public record ModelSet(List<Model> models, boolean mirrored) {

    /** How many models can be asked together. */
    public static final int MOST = 64;

    /** @throws IllegalArgumentException if these are none, too many, or of different segments; the message is for people */
    public ModelSet {
        if (models.isEmpty() || models.size() > MOST) {
            throw new IllegalArgumentException("1 to " + MOST + " models are asked together, got: " + models.size());
        }
        models = List.copyOf(models);
        ModelCard first = models.get(0).card();
        for (Model model : models) {
            ModelCard card = model.card();
            if (!card.labels().equals(first.labels())) {
                throw new IllegalArgumentException(
                        "Models that are asked together have the same segments in the same order, got: " + first.name()
                                + " with " + first.labels() + ", " + card.name() + " with " + card.labels()
                                + ". Choose models of one scheme.");
            }
        }
    }

    /** One model on its own. */
    public static ModelSet of(Model model) {
        return new ModelSet(List.of(model), false);
    }

    /**
     * Reads models, as {@link Model#read} does; blocks.
     *
     * @throws SegmentationException if one of them is no model, or they do not go together
     */
    public static ModelSet read(List<Path> files, boolean mirrored) throws SegmentationException {
        List<Model> models = new ArrayList<>();
        for (Path file : files) {
            models.add(Model.read(file));
        }
        try {
            return new ModelSet(models, mirrored);
        } catch (IllegalArgumentException e) {
            throw new SegmentationException(e.getMessage(), e);
        }
    }

    /** Whether there are several opinions, which can differ. */
    public boolean isEnsemble() {
        return mirrored || models.size() > 1;
    }

    /** The card of the first model, whose segments are those of all. */
    public ModelCard card() {
        return models.get(0).card();
    }

    /** For people and for provenance: the first model's name, and how many others there are. */
    public String name() {
        return card().name()
                + (models.size() == 1 ? "" : " and " + (models.size() - 1) + " more")
                + (mirrored ? ", with mirror images" : "");
    }

    /** In hexadecimal: the file's SHA-256 of a model on its own, else one over those of all. */
    public String sha256() {
        if (!isEnsemble()) {
            return models.get(0).sha256();
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Model model : models) {
                digest.update((model.sha256() + "\n").getBytes(StandardCharsets.US_ASCII));
            }
            digest.update((byte) (mirrored ? 1 : 0));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256.", e);
        }
    }
}
