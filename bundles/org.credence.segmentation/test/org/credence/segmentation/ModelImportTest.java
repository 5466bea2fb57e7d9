package org.credence.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelImportTest {

    private static final NetworkInput.Normalization BY_255 = NetworkInput.Normalization.fixed(1 / 255.0, 0, 1);

    @TempDir
    private Path folder;

    @Test
    void aBareFileSaysWhatIsMissingThenTakesIt() throws Exception {
        Path file = write("net.onnx", net(1, 2, -1, 16, 8));
        ModelImport first = ModelImport.read(file, new ModelDraft());
        assertEquals("[x of FLOAT [N, 1, 16, 8]]", first.graph().inputs().toString());
        assertEquals("[y of FLOAT [N, 2, 16, 8]]", first.graph().outputs().toString());
        assertEquals(3, first.missing().size(), first.missing().toString());
        SegmentationException e = assertThrows(SegmentationException.class, first::card);
        assertTrue(e.getMessage().contains("--segments") && e.getMessage().contains("--normalization"), e.getMessage());

        Model model = ModelImport.read(file, draft()).write(folder.resolve("out.onnx"));
        assertEquals(List.of("Nerve", "Vessel"), model.card().labels());
        assertEquals(8, model.card().input().columns());
        assertEquals(16, model.card().input().rows());
        assertEquals("net", model.card().name());
        assertEquals(0, model.card().input().network().batch());
    }

    @Test
    void whatContradictsTheGraphIsRefusedWithBothSides() throws Exception {
        Path file = write("net.onnx", net(1, 3, -1, 8, 8));
        refused(file, draft(), "y of FLOAT [N, 3, 8, 8]", "2 segments");
        refused(file, draft().grid(16, 16), "[N, 1, 8, 8]", "16 columns");
        refused(file, draft().order(NetworkInput.Order.RGB), "[N, 1, 8, 8]", "rgb");
        refused(file, draft().output("z"), "--output");
    }

    @Test
    void whatIsNoImageModelIsRefused() throws Exception {
        refused(write("a.onnx", net(2, 2, -1, 8, 8)), draft(), "1 channel (gray) or 3");
        refused(write("b.onnx", net(1, 2, 4, 8, 8)), draft(), "4 images at a time");
        refused(write("c.onnx", identity(new long[] {-1, 1, 8, 8, 8}, new long[] {-1, 2, 8, 8, 8})), draft(), "volume");
        refused(write("d.onnx", identity(new long[] {-1, 1, 8, 8}, new long[] {-1, 2, 4, 4})), draft(), "[N, 2, 4, 4]");
        refused(write("e.onnx", identity(new long[] {-1, 1, 8, 8}, new long[] {-1, 2})), draft(), "[N, 2]");
        refused(write("f.onnx", net(1, 2, -1, 8, 8).versions(8, 11)), draft(), "version 11");
        refused(write("g.onnx", OnnxFixture.of(ModelCardTest.card(8, "x"))), draft(), "carries a card already");
    }

    @Test
    void aSoftmaxAtTheEndIsSeenAndNotAppliedTwice() throws Exception {
        OnnxFixture net = OnnxFixture.empty()
                .input("x", OnnxFixture.FLOAT, -1, 1, 8, 8)
                .node(OnnxFixture.proto("Concat", "z", "x", "x", "x")
                        .message(
                                5,
                                new OnnxFixture.Proto()
                                        .text(1, "axis")
                                        .number(3, 1)
                                        .number(20, 2)))
                .node("Softmax", "y", "z")
                .output("y", OnnxFixture.FLOAT, -1, 3, 8, 8);
        ModelDraft said =
                new ModelDraft().segments(List.of("A", "B")).background(1).normalization(BY_255);
        Model model = ModelImport.read(write("s.onnx", net), said).write(folder.resolve("out.onnx"));
        assertEquals("softmax", model.card().output().activation());
        assertEquals(1, model.card().output().background());
        String bytes = Files.readString(model.file(), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertEquals(bytes.indexOf("Softmax"), bytes.lastIndexOf("Softmax"));
        refused(write("t.onnx", net), draft().activation("sigmoid"), "ends with Softmax");
    }

    @Test
    void weightsBesideTheModelMoveIn() throws Exception {
        Files.write(folder.resolve("weights.bin"), new byte[24]);
        Model model = ModelImport.read(write("net.onnx", net(1, 2, -1, 8, 8).external("w", "weights.bin", 6)), draft())
                .write(folder.resolve("out.onnx"));
        assertEquals(List.of(), ModelGraph.read(model.file()).external());
    }

    @Test
    void weightsThatLeadOutOfTheFolderAreNotRead() throws Exception {
        Path inner = Files.createDirectories(folder.resolve("inner"));
        Files.write(folder.resolve("secret"), new byte[24]);
        Files.createSymbolicLink(inner.resolve("link"), folder.resolve("secret"));
        Files.createSymbolicLink(inner.resolve("up"), folder);
        Files.createDirectory(inner.resolve("weights"));
        String absolute = folder.resolve("secret").toString();
        for (String location : List.of(
                "../secret",
                "x/../../secret",
                absolute,
                "link",
                "up/secret",
                "C:secret",
                "..\\secret",
                "",
                "weights",
                "none")) {
            Path file = Files.write(
                    inner.resolve("net.onnx"),
                    net(1, 2, -1, 8, 8).external("w", location, 6).toBytes());
            Path out = folder.resolve("out.onnx");
            SegmentationException e = assertThrows(
                    SegmentationException.class,
                    () -> ModelImport.read(file, draft()).write(out),
                    location);
            assertTrue(e.getMessage().contains("tensor w is said to lie in '" + location + "'"), e.getMessage());
            assertFalse(Files.exists(out));
        }
    }

    @Test
    void weightsOfAnotherLengthAreRefused() throws Exception {
        Files.write(folder.resolve("weights.bin"), new byte[20]);
        Path file = write("net.onnx", net(1, 2, -1, 8, 8).external("w", "weights.bin", 6));
        SegmentationException e = assertThrows(
                SegmentationException.class,
                () -> ModelImport.read(file, draft()).write(folder.resolve("out.onnx")));
        assertTrue(e.getMessage().contains("needs 24 bytes"), e.getMessage());
    }

    @Test
    void aFileIsNeverReplaced() throws Exception {
        Path file = write("net.onnx", net(1, 2, -1, 8, 8));
        SegmentationException e = assertThrows(
                SegmentationException.class,
                () -> ModelImport.read(file, draft()).write(file));
        assertTrue(e.getMessage().contains("in the way"), e.getMessage());
    }

    @Test
    void aMonaiBundleIsReadWithItsChannelsAndTransforms() throws Exception {
        monai("""
                {"name": "Spleen", "version": "0.3.1", "description": "d", "intended_use": "research",
                 "network_data_format": {
                  "inputs": {"image": {"type": "image", "format": "magnitude", "num_channels": 1,
                    "spatial_shape": [16, 8], "value_range": [0, 1]}},
                  "outputs": {"pred": {"type": "image", "format": "segmentation", "num_channels": 2,
                    "spatial_shape": [16, 8], "channel_def": {"0": "background", "1": "spleen"}}}}}""");
        Files.createDirectories(folder.resolve("bundle/models"));
        write("bundle/models/model.onnx", net(1, 2, 1, 16, 8));
        ModelImport bundle = ModelImport.read(folder.resolve("bundle"), new ModelDraft());
        assertEquals("MONAI bundle", bundle.kind());
        ModelCard card = bundle.write(folder.resolve("out.onnx")).card();
        assertEquals("Spleen", card.name());
        assertEquals("0.3.1", card.version());
        assertEquals("research", card.intendedUse());
        assertEquals(List.of("spleen"), card.labels());
        assertEquals(new ModelCard.Output("credence.probabilities", "softmax", 0, 250), card.output());
        assertEquals(1 / 255.0, card.input().network().normalization().scale(), 1e-12);
        assertEquals(1, card.input().network().batch());

        Files.writeString(
                folder.resolve("bundle/configs/inference.json"),
                "{\"preprocessing\":{\"transforms\":[{\"_target_\":\"LoadImaged\"},"
                        + "{\"_target_\":\"monai.transforms.NormalizeIntensityd\",\"keys\":\"image\"}]}}");
        assertEquals(
                NetworkInput.Kind.ZSCORE,
                ModelImport.read(folder.resolve("bundle"), new ModelDraft())
                        .card()
                        .input()
                        .network()
                        .normalization()
                        .kind());
        Files.writeString(
                folder.resolve("bundle/configs/inference.json"),
                "{\"preprocessing\":{\"transforms\":[{\"_target_\":\"ScaleIntensityRanged\",\"a_min\":-57,\"a_max\":164,"
                        + "\"b_min\":0,\"b_max\":1,\"clip\":true}]}}");
        List<String> missing =
                ModelImport.read(folder.resolve("bundle"), new ModelDraft()).missing();
        assertEquals(1, missing.size());
        assertTrue(missing.get(0).contains("-57.0 to 164.0"), missing.get(0));
    }

    @Test
    void aMonaiBundleForVolumesIsRefused() throws Exception {
        monai("""
                {"network_data_format": {"inputs": {"image": {"spatial_shape": [96, 96, 96]}},
                  "outputs": {"pred": {"channel_def": {"0": "a"}}}}}""");
        refused(folder.resolve("bundle"), new ModelDraft(), "volumes", "[96,96,96]");
    }

    @Test
    void anNnUnetExportIsReadWithItsLabelsAndNormalization() throws Exception {
        nnunet("\"ZScoreNormalization\"", "{\"background\": 0, \"lesion\": 2, \"cyst\": 1}");
        ModelImport export = ModelImport.read(folder.resolve("nnunet"), new ModelDraft());
        assertEquals("nnU-Net export", export.kind());
        ModelCard card = export.write(folder.resolve("out.onnx")).card();
        assertEquals(List.of("cyst", "lesion"), card.labels());
        assertEquals("Dataset007_Breast", card.name());
        NetworkInput network = card.input().network();
        assertEquals(NetworkInput.Kind.ZSCORE, network.normalization().kind());
        assertEquals(new NetworkInput.Spacing("mm", 0.25, 0.5), network.spacing());
        assertEquals(new NetworkInput.Tiling(8, 16, 50), network.tiling());
        assertEquals(0, card.output().background());
    }

    @Test
    void regionsOfNnUnetOverlapAndSoHaveASigmoid() throws Exception {
        nnunet(
                "\"RescaleTo01Normalization\"",
                "{\"background\": 0, \"whole\": [1, 2], \"core\": 2, \"extra\": [3], \"ignore\": 4}");
        ModelCard card =
                ModelImport.read(folder.resolve("nnunet"), new ModelDraft()).card();
        assertEquals(List.of("whole", "core", "extra"), card.labels());
        assertEquals("sigmoid", card.output().activation());
        assertEquals(
                NetworkInput.Kind.RANGE, card.input().network().normalization().kind());
    }

    @Test
    void percentilesOfNnUnetAreTakenWhereTheyAreGrayValues() throws Exception {
        nnunet("\"CTNormalization\"", "{\"background\": 0, \"lesion\": 1, \"cyst\": 2}");
        Path plans = folder.resolve("nnunet/plans.json");
        NetworkInput.Normalization n = ModelImport.read(folder.resolve("nnunet"), new ModelDraft())
                .card()
                .input()
                .network()
                .normalization();
        assertEquals(
                new NetworkInput.Normalization(NetworkInput.Kind.FIXED, 4, 200, 1, List.of(90.5), List.of(30.0)), n);
        Files.writeString(
                plans, Files.readString(plans).replace("\"percentile_00_5\": 4", "\"percentile_00_5\": -1000"));
        List<String> missing =
                ModelImport.read(folder.resolve("nnunet"), new ModelDraft()).missing();
        assertTrue(missing.get(0).contains("-1000.0 to 200.0"), missing.toString());
    }

    @Test
    void foldersOfOtherKindsAndBrokenJsonAreRefused() throws Exception {
        refused(folder, new ModelDraft(), "neither a MONAI bundle");
        monai("[1]");
        refused(folder.resolve("bundle"), new ModelDraft(), "no JSON object");
        monai("{");
        refused(folder.resolve("bundle"), new ModelDraft(), "no JSON");
        monai("{\"network_data_format\": 3}");
        refused(folder.resolve("bundle"), new ModelDraft(), "names 0 network_data_format.inputs");
        refused(folder.resolve("absent"), new ModelDraft(), "does not exist");
    }

    private void monai(String metadata) throws Exception {
        Files.createDirectories(folder.resolve("bundle/configs"));
        Files.writeString(folder.resolve("bundle/configs/metadata.json"), metadata);
    }

    private void nnunet(String scheme, String labels) throws Exception {
        Files.createDirectories(folder.resolve("nnunet"));
        write("nnunet/model.onnx", net(1, 3, -1, 16, 8));
        Files.writeString(folder.resolve("nnunet/plans.json"), """
                {"dataset_name": "Dataset007_Breast", "image_reader_writer": "SimpleITKIO",
                 "configurations": {"base": {"patch_size": [16, 8], "spacing": [0.5, 0.25]},
                  "2d": {"inherits_from": "base", "normalization_schemes": [SCHEME], "use_mask_for_norm": [false]}},
                 "foreground_intensity_properties_per_channel":
                  {"0": {"mean": 90.5, "std": 30.0, "percentile_00_5": 4, "percentile_99_5": 200}}}""".replace("SCHEME", scheme));
        Files.writeString(
                folder.resolve("nnunet/dataset.json"),
                "{\"channel_names\": {\"0\": \"ultrasound\"}, \"labels\": " + labels + ", \"file_ending\": \".png\"}");
    }

    private ModelDraft draft() {
        return new ModelDraft()
                .segments(List.of("Nerve", "Vessel"))
                .activation("sigmoid")
                .normalization(BY_255);
    }

    private static OnnxFixture net(int channels, int outputs, long batch, long rows, long columns) {
        return identity(new long[] {batch, channels, rows, columns}, new long[] {batch, outputs, rows, columns});
    }

    private static OnnxFixture identity(long[] input, long[] output) {
        return OnnxFixture.empty()
                .input("x", OnnxFixture.FLOAT, input)
                .node("Identity", "y", "x")
                .output("y", OnnxFixture.FLOAT, output);
    }

    private void refused(Path source, ModelDraft draft, String... parts) {
        SegmentationException e = assertThrows(
                SegmentationException.class,
                () -> ModelImport.read(source, draft).card());
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), e.getMessage());
        }
    }

    private Path write(String name, OnnxFixture model) throws Exception {
        return Files.write(folder.resolve(name), model.toBytes());
    }
}
