package org.credence.segmentation;

import java.util.Arrays;
import java.util.List;

/**
 * What a model is that answers prompts: an encoder that looks at a frame once, and a decoder that is asked as often as
 * somebody points at something.
 *
 * <p>The card travels inside the encoder's ONNX file, as JSON under {@link #METADATA_KEY} in {@code metadata_props}, and names the
 * decoder's file with its digest, so that the two cannot be mixed up with others.
 *
 * @param name of the model, for people and for provenance
 * @param version of the model
 * @param description one or two sentences
 * @param input the image tensor of the encoder
 * @param embeddings what the encoder gives and the decoder takes
 * @param coarse the size of the mask that the decoder gives to be asked again with
 * @param decoder the other file
 * @param license of the weights
 * @param intendedUse what the model is meant for, and what not
 */
public record PromptCard(
        String name,
        String version,
        String description,
        Input input,
        Embeddings embeddings,
        Coarse coarse,
        Decoder decoder,
        String license,
        String intendedUse) {

    /** The key of the card in an encoder's {@code metadata_props}. */
    public static final String METADATA_KEY = "credence.prompts";

    /** The key in a decoder's {@code metadata_props} under which it says whose decoder it is. */
    public static final String DECODER_KEY = "credence.decoder";

    /** What a decoder takes: 1 x channels x rows x columns floats, as the encoder gives them. */
    public static final String IMAGE_EMBEDDINGS = "image_embeddings";

    /** What a decoder takes: 1 x N x 2 floats, column and row on the grid of each prompt. */
    public static final String POINT_COORDS = "point_coords";

    /** What a decoder takes: 1 x N floats, what each prompt is. */
    public static final String POINT_LABELS = "point_labels";

    /** What a decoder takes: 1 x 1 x rows x columns floats, the coarse mask of the answer before. */
    public static final String MASK_INPUT = "mask_input";

    /** What a decoder takes: 1 float, whether there is such a mask. */
    public static final String HAS_MASK_INPUT = "has_mask_input";

    /** What a decoder takes: 2 floats, the frame's rows and columns. */
    public static final String ORIG_IM_SIZE = "orig_im_size";

    /** What a decoder gives before it is imported: logits, 1 x masks x the frame's rows x columns. */
    public static final String MASKS = "masks";

    /** What a decoder gives before it is imported: how well it expects each mask to fit. */
    public static final String IOU_PREDICTIONS = "iou_predictions";

    /** What a decoder gives before it is imported: 1 x masks x rows x columns logits. */
    public static final String LOW_RES_MASKS = "low_res_masks";

    /** What an imported decoder gives: 1 x 1 x the frame's rows x columns floats from 0 to 1, of the best mask. */
    public static final String PROBABILITIES = "credence.probabilities";

    /** What an imported decoder gives: 1 x 1 float, the predicted overlap (IoU) of that mask with what was meant. */
    public static final String QUALITY = "credence.quality";

    /** What an imported decoder gives: that mask as 1 x 1 x rows x columns logits, for {@link #MASK_INPUT}. */
    public static final String COARSE = "credence.coarse";

    /** All that a decoder takes. */
    public static final List<String> DECODER_INPUTS =
            List.of(IMAGE_EMBEDDINGS, POINT_COORDS, POINT_LABELS, MASK_INPUT, HAS_MASK_INPUT, ORIG_IM_SIZE);

    /** All that an imported decoder gives. */
    public static final List<String> DECODER_OUTPUTS = List.of(PROBABILITIES, QUALITY, COARSE);

    /**
     * The image tensor: 1 x 1 x rows x columns unsigned bytes, gray, of at most {@code grid} rows and columns each. The graph
     * normalises them as {@code network} says and adds zeros on the right and below until the grid is full.
     *
     * @param name of the tensor
     * @param grid columns, and as many rows, of what the network takes; a frame's longer side is fitted to it
     * @param network what the graph makes of the bytes
     */
    public record Input(String name, int grid, NetworkInput network) {
        public Input {
            requireName(name);
            if (grid < 1 || grid > 8192 || network == null) {
                throw new IllegalArgumentException(
                        "The image of an encoder has a grid of 1 to 8192 pixels and says what the network takes, got: "
                                + grid + ", " + network);
            }
        }
    }

    /**
     * What is kept of a frame: 1 x channels x rows x columns floats.
     *
     * @param name of the tensor that the encoder gives
     * @param channels of it
     * @param columns of it
     * @param rows of it
     */
    public record Embeddings(String name, int channels, int columns, int rows) {
        public Embeddings {
            requireName(name);
            requireSize("Embeddings have", channels, columns, rows);
        }

        /** The number of floats. */
        public int values() {
            return channels * columns * rows;
        }
    }

    /**
     * The coarse mask: 1 x 1 x rows x columns logits.
     *
     * @param columns of it
     * @param rows of it
     */
    public record Coarse(int columns, int rows) {
        public Coarse {
            requireSize("A coarse mask has", 1, columns, rows);
        }

        /** The number of floats. */
        public int values() {
            return columns * rows;
        }
    }

    /**
     * The other file.
     *
     * @param file its name; it lies in the folder of the encoder
     * @param sha256 of the whole file, in hexadecimal
     */
    public record Decoder(String file, String sha256) {
        public Decoder {
            // Only a name: a path would lead out of the folder.
            if (file == null || !file.matches("[^/\\\\:\\p{Cntrl}]{1,250}\\.onnx")) {
                throw new IllegalArgumentException(
                        "A decoder is a file NAME.onnx of the encoder's folder, got: " + file);
            }
            if (sha256 == null || !sha256.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("A SHA-256 has 64 hexadecimal digits, got: " + sha256);
            }
        }
    }

    public PromptCard {
        if (name == null || name.isBlank() || version == null || version.isBlank()) {
            throw new IllegalArgumentException("A model needs a name and a version, got: " + name + ", " + version);
        }
        if (input == null || embeddings == null || coarse == null || decoder == null) {
            throw new IllegalArgumentException(
                    "The card of a model that answers prompts needs input, embeddings, coarse and decoder: " + name);
        }
        description = description == null ? "" : description;
        license = license == null ? "" : license;
        intendedUse = intendedUse == null ? "" : intendedUse;
    }

    /** What an imported encoder takes. */
    ModelGraph.Tensor encoderInput() {
        return new ModelGraph.Tensor(input.name(), "UINT8", List.of(1L, 1L, ModelGraph.ANY, ModelGraph.ANY));
    }

    /** What an imported encoder gives. */
    ModelGraph.Tensor encoderOutput() {
        return floats(embeddings.name(), 1, embeddings.channels(), embeddings.rows(), embeddings.columns());
    }

    /** What a decoder takes, in the order of {@link #DECODER_INPUTS}. */
    public List<ModelGraph.Tensor> decoderInputs() {
        return List.of(
                floats(IMAGE_EMBEDDINGS, 1, embeddings.channels(), embeddings.rows(), embeddings.columns()),
                floats(POINT_COORDS, 1, ModelGraph.ANY, 2),
                floats(POINT_LABELS, 1, ModelGraph.ANY),
                floats(MASK_INPUT, 1, 1, coarse.rows(), coarse.columns()),
                floats(HAS_MASK_INPUT, 1),
                floats(ORIG_IM_SIZE, 2));
    }

    /** What an imported decoder gives, in the order of {@link #DECODER_OUTPUTS}. */
    public List<ModelGraph.Tensor> decoderOutputs() {
        return List.of(
                floats(PROBABILITIES, 1, 1, ModelGraph.ANY, ModelGraph.ANY),
                floats(QUALITY, 1, 1),
                floats(COARSE, 1, 1, coarse.rows(), coarse.columns()));
    }

    /** The card as JSON, with sorted keys: equal cards give equal texts. */
    public String toJson() {
        return ModelCard.write(this);
    }

    /**
     * Reads a card; keys it does not know are passed over.
     *
     * @throws SegmentationException if the text is no JSON, or lacks or contradicts what a card needs
     */
    public static PromptCard fromJson(String json) throws SegmentationException {
        return ModelCard.read(json, PromptCard.class);
    }

    static ModelGraph.Tensor floats(String name, long... shape) {
        return new ModelGraph.Tensor(name, "FLOAT", Arrays.stream(shape).boxed().toList());
    }

    private static void requireName(String name) {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("A tensor needs a name, got: " + name);
        }
    }

    private static void requireSize(String what, int channels, int columns, int rows) {
        if (channels < 1 || columns < 1 || rows < 1 || (double) channels * columns * rows > ModelCard.MAX_VALUES) {
            throw new IllegalArgumentException(what + " 1 to " + ModelCard.MAX_VALUES + " values, got: " + channels
                    + " x " + rows + " x " + columns);
        }
    }
}
