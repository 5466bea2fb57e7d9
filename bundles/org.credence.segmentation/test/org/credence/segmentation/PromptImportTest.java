package org.credence.segmentation;

import static org.credence.segmentation.OnnxFixture.FLOAT;
import static org.credence.segmentation.OnnxFixture.N;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptImportTest {

    @TempDir
    private Path folder;

    @Test
    void aPairBecomesTwoFilesOfWhichOneVouchesForTheOther() throws Exception {
        PromptModel model = PromptPair.model(folder);
        assertEquals(folder.resolve("pair.decoder.onnx"), model.decoder());
        assertEquals(model, PromptModel.read(folder.resolve("pair.onnx")));
        PromptCard card = model.card();
        assertEquals("Pair", card.name());
        assertEquals(Model.digest(model.decoder()), card.decoder().sha256());
        assertEquals(PromptPair.GRID, card.input().grid());
        assertEquals(new PromptCard.Embeddings("credence.embeddings", 3, 4, 4), card.embeddings());
        assertEquals(new PromptCard.Coarse(PromptPair.COARSE, PromptPair.COARSE), card.coarse());
        assertEquals(
                List.of(123.675, 116.28, 103.53),
                card.input().network().normalization().mean());
        assertEquals(card, PromptCard.fromJson(card.toJson()));
    }

    @Test
    void aPairIsFoundInAFolder() throws Exception {
        assertTrue(PromptImport.find(folder, new ModelDraft()).isEmpty());
        Files.write(folder.resolve("a.onnx"), PromptPair.decoder().toBytes());
        Files.write(folder.resolve("b.onnx"), PromptPair.encoder().toBytes());
        PromptImport found = PromptImport.find(folder, new ModelDraft()).orElseThrow();
        assertEquals(folder.resolve("b.onnx"), found.encoder().file());
        assertEquals(folder.resolve("a.onnx"), found.decoder().file());
        Files.write(folder.resolve("c.onnx"), PromptPair.encoder().toBytes());
        String message = refused(() -> PromptImport.find(folder, new ModelDraft()));
        assertTrue(message.contains("2 encoders and 1 decoders"), message);
    }

    @Test
    void aGridThatIsLeftOpenHasToBeSaid() throws Exception {
        PromptImport open = read(PromptPair.encoder(N), PromptPair.decoder(), new ModelDraft());
        assertTrue(open.missing().get(0).contains("--grid"), open.missing().toString());
        assertEquals(
                64,
                read(PromptPair.encoder(N), PromptPair.decoder(), new ModelDraft().grid(64, 64))
                        .write(folder.resolve("m.onnx"))
                        .card()
                        .input()
                        .grid());
        assertRefused(PromptPair.encoder(), PromptPair.decoder(), new ModelDraft().grid(64, 64), "a grid of 64");
        assertRefused(PromptPair.encoder(N), PromptPair.decoder(), new ModelDraft().grid(64, 32), "64 x 32");
    }

    @Test
    void whatDoesNotMatchIsRefusedWithNamesAndShapes() throws Exception {
        OnnxFixture renamed = PromptPair.outputs(PromptPair.inputs(OnnxFixture.empty(), "previous"));
        assertRefused(
                PromptPair.encoder(),
                renamed,
                "input mask_input of FLOAT [1, 1, N, N] is missing",
                "input previous of FLOAT [1, 1, 8, 8] is not known");

        OnnxFixture small = PromptPair.pooled(OnnxFixture.empty().input("x", FLOAT, 1, 3, 16, 16))
                .output("image_embeddings", FLOAT, 1, 3, 2, 2);
        assertRefused(small, PromptPair.decoder(), "are no pair", "[1, 3, 2, 2]", "[1, 3, 4, 4]");

        OnnxFixture fixed = OnnxFixture.empty()
                .input("image_embeddings", FLOAT, 1, 3, 4, 4)
                .input("point_coords", FLOAT, 1, 5, 3)
                .input("point_labels", OnnxFixture.INT64, 1, 5)
                .input("mask_input", FLOAT, 1, 1, 8, 8)
                .input("has_mask_input", FLOAT, 1)
                .input("orig_im_size", FLOAT, 2);
        assertRefused(
                PromptPair.encoder(),
                PromptPair.outputs(fixed),
                "input point_coords of FLOAT [1, 5, 3] should be point_coords of FLOAT [1, N, 2]",
                "input point_labels of INT64 [1, 5] should be",
                "fixed number of prompts");
    }

    @Test
    void encodersThatTakeNoImageAreRefusedWithWhatTheyTake() throws Exception {
        OnnxFixture volume = PromptPair.pooled(OnnxFixture.empty().input("x", FLOAT, 1, 3, 16, 16, 16))
                .output("image_embeddings", FLOAT, 1, 3, 4, 4);
        assertRefused(volume, PromptPair.decoder(), "[1, 3, 16, 16, 16]");
        OnnxFixture oblong = PromptPair.pooled(OnnxFixture.empty().input("x", FLOAT, 1, 3, 16, 32))
                .output("image_embeddings", FLOAT, 1, 3, 4, 4);
        assertRefused(oblong, PromptPair.decoder(), "square grid");
    }

    @Test
    void severalFeatureMapsAreNamedAndRefused() throws Exception {
        OnnxFixture encoder = PromptPair.encoder()
                .node("Identity", "high_res_feats_0", "image_embeddings")
                .output("high_res_feats_0", FLOAT, 1, 32, 256, 256);
        assertRefused(encoder, PromptPair.decoder(), "high_res_feats_0 of FLOAT [1, 32, 256, 256]", "SAM 2");
        OnnxFixture decoder = PromptPair.decoder().input("high_res_feats_0", FLOAT, 1, 32, 256, 256);
        assertRefused(PromptPair.encoder(), decoder, "input high_res_feats_0 of FLOAT", "SAM 2");
    }

    @Test
    void weightsInOtherFilesMoveInOnBothSides() throws Exception {
        Files.write(folder.resolve("w.bin"), new byte[4]);
        Path encoder = Files.write(
                folder.resolve("e.onnx"),
                PromptPair.encoder().external("w", "w.bin", 1).toBytes());
        Path decoder = Files.write(
                folder.resolve("d.onnx"),
                PromptPair.decoder().external("w", "w.bin", 1).toBytes());
        PromptModel model =
                PromptImport.read(encoder, decoder, new ModelDraft()).write(folder.resolve("m.onnx"));
        assertTrue(ModelGraph.read(model.file()).external().isEmpty());
        assertTrue(ModelGraph.read(model.decoder()).external().isEmpty());
    }

    @Test
    void nothingIsWrittenOverAndNothingIsLeftBehind() throws Exception {
        Files.writeString(folder.resolve("m.onnx"), "mine");
        PromptImport pair = read(PromptPair.encoder(), PromptPair.decoder(), new ModelDraft());
        String message = refused(() -> pair.write(folder.resolve("m.onnx")));
        assertTrue(message.contains("in the way"), message);
        assertFalse(Files.exists(folder.resolve("m.decoder.onnx")));
        assertEquals("mine", Files.readString(folder.resolve("m.onnx")));
    }

    @Test
    void aChangedDecoderIsNoticedAndAMissingOneNamed() throws Exception {
        PromptModel model = PromptPair.model(folder);
        byte[] decoder = Files.readAllBytes(model.decoder());
        // A text that nobody reads: the same graph, but another file.
        byte[] changed = Arrays.copyOf(decoder, decoder.length + 3);
        System.arraycopy(new byte[] {0x32, 1, 'x'}, 0, changed, decoder.length, 3);
        Files.write(model.decoder(), changed);
        String message = refused(() -> PromptModel.read(model.file()));
        assertTrue(message.contains("pair.decoder.onnx is not the one"), message);
        assertTrue(message.contains(model.card().decoder().sha256()), message);
        Files.delete(model.decoder());
        message = refused(() -> PromptModel.read(model.file()));
        assertTrue(message.contains("pair.decoder.onnx, which is not there"), message);
    }

    @Test
    void damagedFilesAreRefused() throws Exception {
        PromptModel model = PromptPair.model(folder);
        for (Path file : List.of(model.file(), model.decoder())) {
            byte[] sound = Files.readAllBytes(file);
            for (int length = 0; length < sound.length; length += 7) {
                Files.write(file, Arrays.copyOf(sound, length));
                assertTrue(refused(() -> PromptModel.read(model.file())).endsWith("."));
            }
            Files.write(file, sound);
        }
        assertEquals(model, PromptModel.read(model.file()));
    }

    @Test
    void aCardOfAnotherGraphIsRefusedWithBothSides() throws Exception {
        PromptModel model = PromptPair.model(folder);
        byte[] bytes = Files.readAllBytes(model.file());
        String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        Files.writeString(
                model.file(),
                text.replace("\"channels\":3,\"columns\":4", "\"channels\":5,\"columns\":4"),
                java.nio.charset.StandardCharsets.ISO_8859_1);
        String message = refused(() -> PromptModel.read(model.file()));
        assertTrue(message.contains("[1, 5, 4, 4]") && message.contains("[1, 3, 4, 4]"), message);
    }

    @Test
    void neitherFileIsAModelThatSegmentsByItself() throws Exception {
        PromptModel model = PromptPair.model(folder);
        for (Path file : List.of(model.file(), model.decoder())) {
            String message = refused(() -> Model.read(file));
            assertTrue(message.contains("needs prompts"), message);
        }
        String message = refused(() -> PromptImport.read(model.file(), model.decoder(), new ModelDraft()));
        assertTrue(message.contains("imported already"), message);
    }

    @Test
    void cardsThatSayNonsenseAreRefused() {
        for (String decoder : List.of("../d.onnx", "C:\\d.onnx", "", "d.txt")) {
            assertThrows(IllegalArgumentException.class, () -> new PromptCard.Decoder(decoder, "0".repeat(64)));
        }
        assertThrows(IllegalArgumentException.class, () -> new PromptCard.Decoder("d.onnx", "abc"));
        assertThrows(IllegalArgumentException.class, () -> new PromptCard.Embeddings("e", 1 << 20, 1 << 10, 1 << 10));
        for (String json : List.of("", "{}", "null", "[]", "{\"name\":\"a\",\"version\":\"1\"}")) {
            assertThrows(SegmentationException.class, () -> PromptCard.fromJson(json), json);
        }
    }

    @Test
    void aRepositoryKnowsBothFilesAndListsOneModel() throws Exception {
        PromptModel model = PromptPair.model(folder);
        ModelRepository repository = new ModelRepository(folder);
        assertEquals(
                List.of(ModelRepository.State.UNRECORDED), states(repository).toList());
        repository.put(model);
        assertEquals(
                model.card().decoder().sha256() + "  pair.decoder.onnx\n" + model.sha256() + "  pair.onnx\n",
                Files.readString(folder.resolve(ModelRepository.DIGESTS)));
        assertEquals(
                List.of(ModelRepository.State.UNCHANGED), states(repository).toList());
        assertEquals(model, repository.list().get(0).prompts().orElseThrow());
        assertEquals(ModelRepository.State.UNCHANGED, repository.state(model));

        Files.writeString(model.decoder(), "damage");
        List<ModelRepository.Entry> entries = repository.list();
        assertEquals(2, entries.size());
        assertTrue(entries.stream()
                .allMatch(e -> !e.isModel()
                        && e.state() == ModelRepository.State.CHANGED
                        && !e.problem().isEmpty()));
    }

    private static Stream<ModelRepository.State> states(ModelRepository repository) throws SegmentationException {
        return repository.list().stream().map(ModelRepository.Entry::state);
    }

    private PromptImport read(OnnxFixture encoder, OnnxFixture decoder, ModelDraft draft) throws Exception {
        Path e = Files.write(folder.resolve("encoder.onnx"), encoder.toBytes());
        Path d = Files.write(folder.resolve("decoder.onnx"), decoder.toBytes());
        return PromptImport.read(e, d, draft);
    }

    private void assertRefused(OnnxFixture encoder, OnnxFixture decoder, String... words) {
        assertRefused(encoder, decoder, new ModelDraft(), words);
    }

    private void assertRefused(OnnxFixture encoder, OnnxFixture decoder, ModelDraft draft, String... words) {
        String message = refused(() -> read(encoder, decoder, draft));
        for (String word : words) {
            assertTrue(message.contains(word), () -> word + ": " + message);
        }
    }

    private static String refused(org.junit.jupiter.api.function.Executable reading) {
        return assertThrows(SegmentationException.class, reading).getMessage();
    }
}
