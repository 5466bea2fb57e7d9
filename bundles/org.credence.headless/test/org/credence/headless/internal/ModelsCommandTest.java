package org.credence.headless.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.credence.segmentation.Model;
import org.credence.segmentation.NetworkInput;
import org.credence.segmentation.PromptModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a network that gives what it takes. */
class ModelsCommandTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path network;
    private Path model;

    @BeforeEach
    void aForeignNetwork() throws Exception {
        network = Files.write(folder.resolve("net.onnx"), ToyOnnx.identity("x", "y", 8));
        model = folder.resolve("models/nerve.onnx");
    }

    @Test
    void anImportShowsTheGraphAndWhatIsMissingAndWritesNothing() {
        assertEquals(Credence.BAD_INPUT, run("import", network.toString(), "--out", model.toString()));
        assertTrue(out.toString().contains("input  x of FLOAT [N, 1, 8, 8]"), out.toString());
        assertTrue(out.toString().contains("output y of FLOAT [N, 1, 8, 8]"), out.toString());
        for (String option : new String[] {"--segments", "--activation", "--normalization"}) {
            assertTrue(err.toString().contains(option), err.toString());
        }
        assertFalse(Files.exists(model));
    }

    @Test
    void anImportTakesWhatOptionsSay() throws Exception {
        assertEquals(0, importModel(), err.toString());
        Model written = Model.read(model);
        assertEquals("Nerve", written.card().labels().get(0));
        assertEquals("CC0-1.0", written.card().license());
        assertEquals(
                new NetworkInput.Spacing("mm", 0.5, 0.5),
                written.card().input().network().spacing());
        assertEquals(
                NetworkInput.Normalization.fixed(0.01, 0.5, 2),
                written.card().input().network().normalization());
        assertTrue(out.toString().contains(written.sha256()), out.toString());
    }

    @Test
    void optionsThatSayNothingSensibleAreWrongUsage() {
        for (String[] bad : new String[][] {
            {"--activation", "argmax"},
            {"--grid", "8"},
            {"--normalization", "minmax"},
            {"--normalization", "fixed:a"},
            {"--normalization", "fixed:1,0,0"},
            {"--order", "cmyk"},
            {"--spacing", "-1"}
        }) {
            assertEquals(2, run("import", network.toString(), "--out", model.toString(), bad[0], bad[1]), bad[1]);
        }
    }

    @Test
    void aListSaysWhatBecameOfEveryModel() throws Exception {
        assertEquals(0, importModel());
        assertEquals(0, run("list", model.getParent().toString()), err.toString());
        assertTrue(out.toString().contains("unchanged"), out.toString());
        assertEquals(0, run("info", model.toString()));
        assertTrue(out.toString().contains("unchanged since it was recorded"), out.toString());

        Path copy = Files.copy(model, folder.resolve("copy.onnx"));
        assertEquals(0, run("info", copy.toString()));
        assertTrue(out.toString().contains("not recorded"), out.toString());

        // A text that nobody reads: still a model, but another file.
        byte[] bytes = Files.readAllBytes(model);
        Files.write(model, ToyOnnx.concat(bytes, new byte[] {0x32, 1, 'x'}));
        assertEquals(Credence.BAD_INPUT, run("info", "--json", model.toString()));
        assertTrue(out.toString().contains("\"state\" : \"changed\""), out.toString());
        assertEquals(Credence.BAD_INPUT, run("list", model.getParent().toString()));
        assertTrue(out.toString().contains("changed"), out.toString());

        Files.writeString(model, "no model");
        assertEquals(Credence.BAD_INPUT, run("list", "--json", model.getParent().toString()));
        assertTrue(err.toString().contains("no intact ONNX file"), err.toString());
    }

    @Test
    void anEncoderAndADecoderBecomeOneModelOfTwoFiles() throws Exception {
        Path encoder = Files.write(folder.resolve("e.onnx"), ToyOnnx.encoder());
        Path decoder = Files.write(folder.resolve("d.onnx"), ToyOnnx.decoder());
        String[] pair = {
            "import",
            "--encoder",
            encoder.toString(),
            "--decoder",
            decoder.toString(),
            "--out",
            model.toString(),
            "--name",
            "Toy",
            "--license",
            "CC0-1.0"
        };
        assertEquals(0, run(pair), err.toString());
        PromptModel written = PromptModel.read(model);
        assertEquals("CC0-1.0", written.card().license());
        assertTrue(out.toString().contains("input  point_coords of FLOAT [1, N, 2]"), out.toString());
        assertTrue(out.toString()
                .contains(
                        "nerve.decoder.onnx, sha256 " + written.card().decoder().sha256()));

        assertEquals(0, run("list", model.getParent().toString()), err.toString());
        assertEquals(1, out.toString().lines().count(), out.toString());
        assertTrue(out.toString().contains("unchanged") && out.toString().contains("prompts"), out.toString());
        assertEquals(0, run("list", "--json", model.getParent().toString()));
        assertTrue(out.toString().contains("\"promptCard\""), out.toString());
        assertEquals(0, run("info", model.toString()), err.toString());
        assertTrue(out.toString().contains("unchanged since it was recorded"), out.toString());
        assertEquals(
                2, Files.readAllLines(model.resolveSibling("models.sha256")).size());

        String[] segment = {"segment", "--model", model.toString(), "--in", "a", "--out", "b"};
        assertEquals(Credence.BAD_INPUT, runAll(segment));
        assertTrue(err.toString().contains("needs prompts"), err.toString());

        Files.write(written.decoder(), ToyOnnx.decoder());
        assertEquals(Credence.BAD_INPUT, run("list", model.getParent().toString()));
        assertTrue(err.toString().contains("is not the one"), err.toString());
    }

    @Test
    void aFolderThatHoldsAPairIsImportedAsOne() throws Exception {
        Path exported = Files.createDirectory(folder.resolve("exported"));
        Files.write(exported.resolve("a.onnx"), ToyOnnx.decoder());
        Files.write(exported.resolve("b.onnx"), ToyOnnx.encoder());
        assertEquals(0, run("import", exported.toString(), "--out", model.toString()), err.toString());
        assertEquals("b", PromptModel.read(model).card().name());
    }

    @Test
    void aPairIsSaidWholeAndWithoutSegments() throws Exception {
        Path encoder = Files.write(folder.resolve("e.onnx"), ToyOnnx.encoder());
        Path decoder = Files.write(folder.resolve("d.onnx"), ToyOnnx.decoder());
        assertEquals(2, run("import", "--out", model.toString()));
        assertEquals(2, run("import", "--encoder", encoder.toString(), "--out", model.toString()));
        assertEquals(
                2,
                run(
                        "import",
                        "--encoder",
                        encoder.toString(),
                        "--decoder",
                        decoder.toString(),
                        "--segments",
                        "A",
                        "--out",
                        model.toString()));
        assertEquals(
                Credence.BAD_INPUT,
                run(
                        "import",
                        "--encoder",
                        decoder.toString(),
                        "--decoder",
                        encoder.toString(),
                        "--out",
                        model.toString()));
        assertTrue(err.toString().contains("so it is a decoder"), err.toString());
        assertFalse(Files.exists(model));
    }

    private int importModel() {
        return run(
                "import",
                network.toString(),
                "--out",
                model.toString(),
                "--segments",
                "Nerve",
                "--activation",
                "sigmoid",
                "--normalization",
                "fixed:0.01,0.5,2",
                "--spacing",
                "0.5",
                "--license",
                "CC0-1.0");
    }

    private int run(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "models";
        System.arraycopy(args, 0, all, 1, args.length);
        return runAll(all);
    }

    private int runAll(String... args) {
        Services services = new Services(null, null, null, null, null, null, null, null, null, null, null, null);
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Credence.run(services, args, new PrintWriter(out), new PrintWriter(err));
    }
}
