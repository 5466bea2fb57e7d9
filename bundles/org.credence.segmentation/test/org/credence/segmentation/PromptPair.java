package org.credence.segmentation;

import static org.credence.segmentation.OnnxFixture.FLOAT;
import static org.credence.segmentation.OnnxFixture.N;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A pair of encoder and decoder as others export them, which has all names and shapes and computes nothing of use. */
final class PromptPair {

    static final int GRID = 16;
    static final int COARSE = 8;

    private PromptPair() {}

    /** Takes 1 x 3 x grid x grid, gives 1 x 3 x 4 x 4. */
    static OnnxFixture encoder() {
        return encoder(GRID);
    }

    static OnnxFixture encoder(long grid) {
        return pooled(OnnxFixture.empty().input("x", FLOAT, 1, 3, grid, grid))
                .output("image_embeddings", FLOAT, 1, 3, 4, 4);
    }

    static OnnxFixture pooled(OnnxFixture fixture) {
        return fixture.node("MaxPool", "image_embeddings", "x");
    }

    static OnnxFixture decoder() {
        return outputs(inputs(OnnxFixture.empty(), "mask_input"));
    }

    /** Everything that goes into a decoder, the mask under this name. */
    static OnnxFixture inputs(OnnxFixture fixture, String mask) {
        return fixture.input("image_embeddings", FLOAT, 1, 3, 4, 4)
                .input("point_coords", FLOAT, 1, N, 2)
                .input("point_labels", FLOAT, 1, N)
                .input(mask, FLOAT, 1, 1, COARSE, COARSE)
                .input("has_mask_input", FLOAT, 1)
                .input("orig_im_size", FLOAT, 2);
    }

    static OnnxFixture outputs(OnnxFixture fixture) {
        return fixture.node("Identity", "low_res_masks", "mask_input")
                .node("Identity", "masks", "mask_input")
                .node("Identity", "iou_predictions", "has_mask_input")
                .output("masks", FLOAT, N, N, N, N)
                .output("iou_predictions", FLOAT, N, 4)
                .output("low_res_masks", FLOAT, N, 4, N, N);
    }

    /** Imports the pair into this folder as {@code pair.onnx}. */
    static PromptModel model(Path folder) throws IOException {
        Path encoder = Files.write(folder.resolve("e.bin"), encoder().toBytes());
        Path decoder = Files.write(folder.resolve("d.bin"), decoder().toBytes());
        return PromptImport.read(encoder, decoder, new ModelDraft().text("name", "Pair"))
                .write(folder.resolve("pair.onnx"));
    }
}
