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
        Services services = new Services(null, null, null, null, null, null, null, null, null, null, null, null);
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] all = new String[args.length + 1];
        all[0] = "models";
        System.arraycopy(args, 0, all, 1, args.length);
        return Credence.run(services, all, new PrintWriter(out), new PrintWriter(err));
    }
}
