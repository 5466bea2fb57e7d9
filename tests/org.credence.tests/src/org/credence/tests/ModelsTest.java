package org.credence.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.credence.segmentation.Model;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.jface.preference.PreferenceDialog;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.dialogs.PreferencesUtil;
import org.eclipse.ui.preferences.ScopedPreferenceStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The view of models says what the folder holds, and why a file of it is none. */
class ModelsTest {

    private static final String VIEW = "org.credence.workbench.models";

    @TempDir
    Path folder;

    private final Robot robot = new Robot();
    private final IWorkbenchPage page = Robot.window().getActivePage();
    private final ScopedPreferenceStore settings =
            new ScopedPreferenceStore(InstanceScope.INSTANCE, "org.credence.workbench");
    private final String before = settings.getString("models.folder");

    @AfterEach
    void asBefore() {
        page.hideView(page.findView(VIEW));
        settings.setValue("models.folder", before);
        robot.settle();
    }

    @Test
    void aFileThatIsNoModelIsListedWithTheReason() throws Exception {
        Files.write(folder.resolve("broken.onnx"), new byte[] {1, 2, 3});
        settings.setValue("models.folder", folder.toString());
        page.showView(VIEW);
        robot.until("the folder is listed", () -> ((Table) robot.find("models.table")).getItemCount() == 1);
        Table table = (Table) robot.find("models.table");
        assertEquals("Not recorded", table.getItem(0).getText(2));
        assertEquals("broken.onnx", table.getItem(0).getText(3));
        String reason = ((Text) robot.find("models.card")).getText();
        assertTrue(reason.contains("broken.onnx"), reason);
        assertFalse(reason.isBlank());
    }

    @Test
    void aNetworkOfOthersIsImportedOnceEverythingIsSaid() throws Exception {
        Path models = folder.resolve("models");
        Path source = BrightOnnx.writeForeign(folder.resolve("net.onnx"));
        settings.setValue("models.folder", models.toString());
        page.showView(VIEW);
        AtomicReference<String> found = new AtomicReference<>("");
        robot.onShell("Import a model", shell -> {
            Button go = (Button) robot.findIn(shell, "import.go");
            ((Text) robot.findIn(shell, "import.source")).setText(source.toString());
            Text says = (Text) robot.findIn(shell, "import.found");
            robot.until("the graph is shown", () -> says.getText().contains("missing: "));
            found.set(says.getText());
            assertFalse(go.isEnabled());
            ((Text) robot.findIn(shell, "import.segments")).setText("Bright");
            ((Combo) robot.findIn(shell, "import.activation")).setText("sigmoid");
            ((Combo) robot.findIn(shell, "import.normalization")).setText("fixed:0.1,twelve,1");
            robot.settle();
            robot.settle();
            assertFalse(go.isEnabled(), "twelve is no number");
            ((Combo) robot.findIn(shell, "import.normalization")).setText("fixed:0.1,12,1");
            robot.until("nothing is missing", go::isEnabled);
            robot.screenshot(Path.of("target", "import-model.png"));
            go.notifyListeners(SWT.Selection, new Event());
        });
        robot.find("models.import").notifyListeners(SWT.Selection, new Event());
        assertTrue(found.get().contains("takes image of FLOAT [N, 1, 64, 64]"), found.get());
        assertTrue(found.get().contains("missing: what the output's channels mean"), found.get());
        assertFalse(found.get().contains("--"), "options are for the command line: " + found.get());
        robot.until("the model is listed", () -> ((Table) robot.find("models.table")).getItemCount() == 1);
        assertEquals(
                "As recorded", ((Table) robot.find("models.table")).getItem(0).getText(2));
        Model model = Model.read(models.resolve("net.onnx"));
        assertEquals(List.of("Bright"), model.card().labels());
        assertEquals(12, model.card().input().network().normalization().mean().get(0));
        robot.activate();
    }

    @Test
    void thePreferencesSayWhyADeviceCannotBeUsed() {
        PreferenceDialog dialog = PreferencesUtil.createPreferenceDialogOn(
                Robot.window().getShell(), "org.credence.workbench.accelerator", null, null);
        dialog.setBlockOnOpen(false);
        dialog.open();
        try {
            Composite devices = (Composite) robot.findIn(dialog.getShell(), "accelerator.devices");
            robot.until("devices were looked for", () -> texts(devices).contains("Looked for by ONNX Runtime"));
            String said = texts(devices);
            assertTrue(said.contains("(cpu)"), said);
            assertTrue(said.contains("(cuda:0)"), said);
            assertTrue(said.contains("The fastest that works"), said);
            for (Control control : devices.getChildren()) {
                if (control instanceof Button device && !device.isEnabled()) {
                    assertTrue(said.contains("Cannot be used: "), said);
                }
                if (control instanceof Button device && "cpu".equals(device.getData())) {
                    assertTrue(device.isEnabled(), "the CPU can always be used");
                }
            }
        } finally {
            dialog.close();
            robot.activate();
        }
    }

    private static String texts(Composite of) {
        StringBuilder texts = new StringBuilder();
        for (Control control : of.getChildren()) {
            texts.append(control instanceof Button b ? b.getText() : control instanceof Label l ? l.getText() : "")
                    .append('\n');
        }
        return texts.toString();
    }

    @Test
    void anEmptyFolderSaysHowToGetAModel() throws Exception {
        settings.setValue("models.folder", folder.toString());
        page.showView(VIEW);
        robot.until(
                "the view says so",
                () -> ((Text) robot.find("models.card")).getText().contains("credence demo"));
    }
}
