package org.credence.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.Text;
import org.eclipse.ui.IWorkbenchPage;
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
    void anEmptyFolderSaysHowToGetAModel() throws Exception {
        settings.setValue("models.folder", folder.toString());
        page.showView(VIEW);
        robot.until(
                "the view says so",
                () -> ((Text) robot.find("models.card")).getText().contains("credence demo"));
    }
}
