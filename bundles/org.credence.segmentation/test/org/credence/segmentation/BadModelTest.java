package org.credence.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.credence.segmentation.OnnxFixture.Proto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that must not come before a runtime. None of these tests has one. */
class BadModelTest {

    @TempDir
    private Path folder;

    @Test
    void aCardThatNamesAnotherTensorIsRefusedWithBothNames() throws Exception {
        String card = card().toJson();
        refused(sound().card(card.replace("\"image\"", "\"picture\"")), "picture of UINT8", "image of UINT8");
        refused(
                sound().card(card.replace("\"probabilities\"", "\"masks\"")),
                "masks of FLOAT",
                "probabilities of FLOAT");
    }

    @Test
    void aGraphOfAnotherTypeRankOrSizeIsRefusedWithBothShapes() throws Exception {
        refused(of(card(), OnnxFixture.FLOAT, -1, 1, 8, 8), "UINT8 [N, 1, 8, 8]", "FLOAT [N, 1, 8, 8]");
        refused(of(card(), OnnxFixture.UINT8, -1, 8, 8), "[N, 1, 8, 8]", "[N, 8, 8]");
        refused(of(card(), OnnxFixture.UINT8, -1, 3, 8, 8), "[N, 1, 8, 8]", "[N, 3, 8, 8]");
        refused(of(card(), OnnxFixture.UINT8, -1, 1, 8, 16), "[N, 1, 8, 8]", "[N, 1, 8, 16]");
        refused(of(card(), OnnxFixture.UINT8, 4, 1, 8, 8), "[N, 1, 8, 8]", "[4, 1, 8, 8]");
    }

    @Test
    void aGraphForOneFrameAtATimeIsLeftToTheEngine() throws Exception {
        Model model = Model.read(write(of(card(), OnnxFixture.UINT8, 1, 1, 8, 8).toBytes()));
        assertEquals(card(), model.card());
    }

    @Test
    void aCardWithMoreSegmentsThanTheGraphHasOutputsIsRefused() throws Exception {
        refused(
                sound().card(ModelCardTest.card(8, "A-line", "B-line").toJson()),
                "probabilities of FLOAT [N, 2, 8, 8]",
                "probabilities of FLOAT [N, 1, 8, 8]");
    }

    @Test
    void aSecondInputIsRefusedByName() throws Exception {
        refused(sound().input("prompt", OnnxFixture.FLOAT, 2), "one input", "prompt of FLOAT [2]");
    }

    @Test
    void aModelWithoutCardSaysWhatToDo() throws Exception {
        refused(OnnxFixture.empty(), "carries no model card", "credence models import");
    }

    @Test
    void weightsInOtherFilesAreNeverRead() throws Exception {
        Files.write(folder.resolve("weights.bin"), new byte[16]);
        for (String location : List.of("weights.bin", "../secret", "/etc/hostname", "C:\\secret", "")) {
            refused(sound().external("w", location, 4), "another file", location, "values of w");
        }
    }

    @Test
    void weightsInOtherFilesAreFoundInNodesAndInGraphsWithinGraphs() throws Exception {
        Proto tensor = OnnxFixture.tensor("", OnnxFixture.FLOAT, 4)
                .message(13, new Proto().text(1, "location").text(2, "../secret"));
        Proto constant = OnnxFixture.proto("Constant", "c")
                .message(5, new Proto().text(1, "value").message(5, tensor).number(20, 4));
        refused(sound().node(constant), "../secret");
        Proto branch = new Proto()
                .text(1, "then_branch")
                .message(6, new Proto().message(1, constant))
                .number(20, 5);
        refused(sound().node(OnnxFixture.proto("If", "x", "gray").message(5, branch)), "../secret");
    }

    @Test
    void weightsThatAreSaidToBeInsideAndOutsideAreRefused() throws Exception {
        refused(
                sound().initializer(OnnxFixture.tensor("w", OnnxFixture.INT64, 2)
                        .bytes(9, new byte[4])
                        .number(14, 1)),
                "another file",
                "values of w");
    }

    @Test
    void operatorsThatTheRuntimeLacksAreNamedAllAtOnce() throws Exception {
        refused(
                sound().node("Mystery", "x", "gray")
                        .node(OnnxFixture.proto("Fast", "y", "gray").text(7, "org.vendor")),
                "Mystery",
                "org.vendor.Fast");
    }

    @Test
    void versionsThatTheRuntimeLacksAreRefused() throws Exception {
        Model.read(write(sound().versions(13, 26).toBytes()));
        refused(sound().versions(9, 27), "version 27 of the operators", "7 to 26");
        refused(sound().versions(9, 6), "version 6 of the operators");
        refused(sound().versions(14, 17), "version 14 of the file format", "13");
    }

    @Test
    void loopsAreRefusedAsTheyMayNotEnd() throws Exception {
        refused(sound().node("Loop", "x", "", "true"), "Loop", "without end");
    }

    @Test
    void twentyGigabytesAreRefusedHoweverTheyAreAskedFor() throws Exception {
        long[] shape = {50, 100_000, 1000};
        refused(sound().longs("shape", shape).node("ConstantOfShape", "x", "shape"), "20.0 GB", "ConstantOfShape");
        refused(sound().longs("shape", shape).node("Expand", "x", "scale", "shape"), "20.0 GB", "Expand");
        refused(sound().longs("shape", shape).node("Tile", "x", "scale", "shape"), "20.0 GB", "Tile");
        refused(sound().input("large", OnnxFixture.FLOAT, shape), "20.0 GB", "large");
        refused(sound().initializer(OnnxFixture.tensor("w", OnnxFixture.FLOAT, shape)), "20.0 GB", "w");
        refused(sound().external("w", "weights", shape), "20.0 GB", "w");
    }

    @Test
    void aTensorThatDoublesFortyTimesIsRefused() throws Exception {
        OnnxFixture model = sound();
        String last = "gray";
        for (int i = 0; i < 40; i++) {
            model.node("Concat", "x" + i, last, last);
            last = "x" + i;
        }
        refused(model, "too much memory", "Concat");
    }

    @Test
    void aTensorThatHoldsLessThanItSaysIsDamage() throws Exception {
        refused(
                sound().initializer(
                                OnnxFixture.tensor("w", OnnxFixture.FLOAT, 1000).bytes(9, new byte[4])),
                "tensor w of FLOAT [1000]",
                "4 bytes where 4000 are due");
        refused(sound().initializer(OnnxFixture.tensor("w", OnnxFixture.FLOAT, 1000)), "fewer values");
        refused(sound().initializer(OnnxFixture.tensor("w", OnnxFixture.FLOAT, -5)), "dimension of -5");
    }

    @Test
    void twoGraphsAreRefusedAsReadersDifferOnThem() throws Exception {
        byte[] bytes = new Proto()
                .raw(sound().toBytes())
                .message(7, OnnxFixture.empty().graph())
                .toBytes();
        assertMessage(write(bytes), "two graphs");
    }

    @Test
    void graphsNestedWithoutEndAreRefused() throws Exception {
        Proto graph = new Proto();
        for (int i = 0; i < 1000; i++) {
            Proto branch = new Proto().text(1, "then_branch").message(6, graph);
            graph = new Proto().message(1, OnnxFixture.proto("If", "x", "gray").message(5, branch));
        }
        byte[] bytes = new Proto().number(1, 9).message(7, graph).toBytes();
        assertMessage(write(bytes), "nested");
    }

    @Test
    void aMillionEmptyFieldsEndInTime() throws Exception {
        byte[] bytes = new byte[10_000_000];
        for (int i = 0; i < bytes.length; i += 2) {
            bytes[i] = 4 << 3;
        }
        assertMessage(write(bytes), "fields");
    }

    @Test
    void theGraphSaysWhatItTakesAndGives() throws Exception {
        ModelGraph graph = ModelGraph.read(write(sound().toBytes()));
        assertEquals("[image of UINT8 [N, 1, 8, 8]]", graph.inputs().toString());
        assertEquals("[probabilities of FLOAT [N, 1, 8, 8]]", graph.outputs().toString());
        assertEquals("Concat", graph.lastOperators().get("probabilities"));
        assertEquals(17, graph.opsets().get(""));
    }

    private static ModelCard card() {
        return ModelCardTest.card(8, "B-line");
    }

    private static OnnxFixture sound() {
        return OnnxFixture.of(card());
    }

    private static OnnxFixture of(ModelCard card, int type, long... input) {
        return OnnxFixture.empty()
                .card(card.toJson())
                .input("image", type, input)
                .output("probabilities", OnnxFixture.FLOAT, -1, 1, 8, 8);
    }

    private void refused(OnnxFixture model, String... parts) throws Exception {
        assertMessage(write(model.toBytes()), parts);
    }

    private void assertMessage(Path file, String... parts) {
        SegmentationException e = assertThrows(SegmentationException.class, () -> Model.read(file));
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), e.getMessage());
        }
        assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
        assertTrue(e.getMessage().endsWith("."), e.getMessage());
    }

    private Path write(byte[] bytes) throws Exception {
        return Files.write(folder.resolve("model.onnx"), bytes);
    }
}
