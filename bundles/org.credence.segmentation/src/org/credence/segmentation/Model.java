package org.credence.segmentation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A model in a file: an ONNX graph that carries its card. Reading one needs no engine and runs nothing of it.
 *
 * @param file where it lies
 * @param card what it is
 * @param sha256 of the whole file, in hexadecimal; names the model in provenance
 */
public record Model(Path file, ModelCard card, String sha256) {

    /**
     * Reads a model's card and holds the graph against it; blocks for the time of one pass over the file. No runtime is
     * loaded, and nothing of the graph is run.
     *
     * @throws SegmentationException if the file is missing, no ONNX file that the runtime could run, keeps weights in
     *     another file, or carries no card, or one that cannot be read or is not of this graph
     */
    public static Model read(Path onnxFile) throws SegmentationException {
        ModelGraph graph = ModelGraph.read(onnxFile);
        String json = graph.metadata().get(ModelCard.METADATA_KEY);
        if (graph.metadata().containsKey(PromptCard.METADATA_KEY)
                || graph.metadata().containsKey(PromptCard.DECODER_KEY)) {
            throw new SegmentationException("Model " + onnxFile + " is "
                    + (graph.metadata().containsKey(PromptCard.METADATA_KEY) ? "a" : "the decoder of a")
                    + " model that needs prompts: somebody has to point at what is meant, which the Prompt tool of the"
                    + " workbench is for. Choose another model.");
        }
        if (json == null) {
            throw new SegmentationException(
                    "Model " + onnxFile + " carries no model card (key " + ModelCard.METADATA_KEY
                            + " of its metadata), so nobody knows what its inputs and outputs mean; import it: credence models"
                            + " import " + onnxFile + " --out FILE.");
        }
        ModelCard card;
        try {
            card = ModelCard.fromJson(json);
        } catch (SegmentationException e) {
            throw new SegmentationException("Model " + onnxFile + ": " + e.getMessage(), e);
        }
        graph.requireSelfContained();
        graph.requireFits(card);
        try {
            return new Model(onnxFile, card, digest(onnxFile));
        } catch (IOException e) {
            throw unreadable(onnxFile, e);
        }
    }

    static SegmentationException unreadable(Path onnxFile, IOException e) {
        return new SegmentationException(
                "Model " + onnxFile + " cannot be read: " + e.getMessage() + "; check its permissions.", e);
    }

    /** SHA-256 of a file in hexadecimal. */
    static String digest(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digested = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digested.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digested.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256.", e);
        }
    }
}
