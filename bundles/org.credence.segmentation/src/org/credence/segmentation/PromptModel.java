package org.credence.segmentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A model that answers prompts, in two files: an encoder that carries the card, and beside it the decoder that the card names.
 * Reading one needs no engine and runs nothing of it.
 *
 * @param file the encoder
 * @param decoder the decoder
 * @param card what the model is
 * @param sha256 of the whole encoder's file, in hexadecimal; as the card is in it, it stands for the decoder too
 */
public record PromptModel(Path file, Path decoder, PromptCard card, String sha256) {

    /**
     * Whether a file says of itself that it is the encoder of such a model; blocks for a walk over its structure.
     *
     * @throws SegmentationException if the file is missing, or no ONNX file that the runtime could run
     */
    public static boolean isOne(Path onnxFile) throws SegmentationException {
        return ModelGraph.read(onnxFile).metadata().containsKey(PromptCard.METADATA_KEY);
    }

    /**
     * Reads a model's card and holds both graphs against it; blocks for the time of one pass over the files. No runtime is
     * loaded, and nothing of the graphs is run.
     *
     * @param encoder the file with the card
     * @throws SegmentationException if a file is missing, no ONNX file that the runtime could run, or keeps weights in another
     *     file, if the decoder is not the one that was imported with the encoder, or if there is no card, or one that cannot be
     *     read or is not of these graphs
     */
    public static PromptModel read(Path encoder) throws SegmentationException {
        ModelGraph graph = ModelGraph.read(encoder);
        String json = graph.metadata().get(PromptCard.METADATA_KEY);
        if (json == null) {
            throw new SegmentationException("Model " + encoder + " does not say how it answers prompts (key "
                    + PromptCard.METADATA_KEY + " of its metadata); import encoder and decoder: credence models import"
                    + " --encoder FILE --decoder FILE --out FILE.");
        }
        PromptCard card;
        try {
            card = PromptCard.fromJson(json);
        } catch (SegmentationException e) {
            throw new SegmentationException("Model " + encoder + ": " + e.getMessage(), e);
        }
        graph.requireSelfContained();
        graph.requireFits(card);
        Path decoder = encoder.resolveSibling(card.decoder().file());
        if (!Files.isRegularFile(decoder)) {
            throw new SegmentationException("Model " + encoder + " needs its decoder " + decoder
                    + ", which is not there; put both into one folder.");
        }
        try {
            String digest = Model.digest(decoder);
            if (!digest.equals(card.decoder().sha256())) {
                throw new SegmentationException("Decoder " + decoder + " is not the one that model " + encoder
                        + " was imported with: its SHA-256 is " + digest + ", and the card says "
                        + card.decoder().sha256() + ". Import the model again.");
            }
            ModelGraph answering = ModelGraph.read(decoder);
            answering.requireSelfContained();
            answering.requireDecoderOf(card);
            return new PromptModel(encoder, decoder, card, Model.digest(encoder));
        } catch (SegmentationException e) {
            throw e;
        } catch (IOException e) {
            throw Model.unreadable(decoder, e);
        }
    }
}
