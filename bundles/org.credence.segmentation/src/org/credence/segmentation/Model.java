package org.credence.segmentation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.credence.segmentation.internal.OnnxMetadata;

/**
 * A model in a file: an ONNX graph that carries its card. Reading one needs no engine and runs nothing of it.
 *
 * @param file where it lies
 * @param card what it is
 * @param sha256 of the whole file, in hexadecimal; names the model in provenance
 */
public record Model(Path file, ModelCard card, String sha256) {

    /**
     * Reads the card of a model; blocks for the time of one pass over the file.
     *
     * @throws SegmentationException if the file is missing, no ONNX file, carries no card, or one that cannot be read
     */
    public static Model read(Path onnxFile) throws SegmentationException {
        try {
            Map<String, String> metadata = OnnxMetadata.read(onnxFile);
            String json = metadata.get(ModelCard.METADATA_KEY);
            if (json == null) {
                throw new SegmentationException("Model " + onnxFile + " carries no model card (key "
                        + ModelCard.METADATA_KEY + " of its metadata); use a model that Credence trained or imported.");
            }
            ModelCard card;
            try {
                card = ModelCard.fromJson(json);
            } catch (SegmentationException e) {
                throw new SegmentationException("Model " + onnxFile + ": " + e.getMessage(), e);
            }
            return new Model(onnxFile, card, digest(onnxFile));
        } catch (NoSuchFileException e) {
            throw new SegmentationException("Model " + onnxFile + " does not exist; check the path.", e);
        } catch (SegmentationException e) {
            throw e;
        } catch (IOException e) {
            throw new SegmentationException(
                    "Model " + onnxFile + " cannot be read: " + e.getMessage() + "; check its permissions.", e);
        }
    }

    private static String digest(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digested = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digested.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digested.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256.", e);
        }
    }
}
