package org.credence.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.jface.preference.PreferenceDialog;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
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
