package org.credence.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.AnnotationStores;
import org.credence.annotation.FrameState;
import org.credence.annotation.Reader;
import org.credence.annotation.ReadingLog;
import org.credence.annotation.ui.ConfidenceEditor;
import org.credence.annotation.ui.PaintPalette;
import org.credence.annotation.ui.WidgetIds;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImageSinks;
import org.credence.imaging.Progress;
import org.credence.phantom.Cohort;
import org.credence.phantom.CohortPlan;
import org.credence.phantom.PhantomClip;
import org.eclipse.core.runtime.preferences.IEclipsePreferences;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.CTabFolder;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Text;
import org.eclipse.swt.widgets.Tree;
import org.eclipse.swt.widgets.TreeItem;
import org.eclipse.ui.IWorkbenchPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/** A reader goes through a blinded session over two clips, one of them twice, in the real workbench. */
class SessionTest {

    private static final String DO = "org.credence.workbench.";

    // One for all tests: the list of studies keeps what was opened first.
    @TempDir
    static Path images;

    @TempDir
    Path annotations;

    private final Robot robot = new Robot();
    private final IWorkbenchPage page = Robot.window().getActivePage();
    private final IEclipsePreferences settings = InstanceScope.INSTANCE.getNode("org.credence.workbench");
    private final List<PhantomClip> clips = new ArrayList<>();

    @BeforeEach
    void openTwoClips() throws Exception {
        settings.put("annotations.folder", annotations.toString());
        Cohort cohort = Cohort.simulate(CohortPlan.demo().withPatients(3));
        for (int patient = 0; patient < 2; patient++) {
            PhantomClip clip = cohort.exams().get(patient).clips().get(0);
            clips.add(clip);
            Path file = images.resolve("clip" + patient + ".dcm");
            if (!Files.exists(file)) {
                Services.get(ImageSinks.class).write(clip.render(Progress.NONE), file);
            }
        }
        page.showView("org.credence.workbench.studies");
        openImages();
        robot.until("both clips are listed", () -> series() == 2);
    }

    @AfterEach
    void forget() {
        page.closeAllEditors(false);
        settings.remove("annotations.folder");
        settings.remove("reader.id");
        settings.remove("reader.name");
        robot.settle();
    }

    @Test
    void aRepeatedCaseIsReadAgainUnderAnotherReaderAndNothingTellsWhoseItIs() throws Exception {
        Reader reader = readAs("ses.test", "Session Test");
        start("7", "1");
        ConfidenceEditor first = caseOf("Case 1 of 3");
        assertTrue(first.input().isBlinded());
        Services.get(PaintPalette.class).chooseSegment(3);
        stroke();
        first.toggleComplete();
        AnnotationSnapshot painted = first.input().annotation().snapshot();
        assertEquals(FrameState.COMPLETE, painted.state(first.frame()));
        robot.screenshot(Path.of("target", "session.png"));
        nothingTellsThePatient();

        ImageSeries repeated = first.series();
        robot.command(DO + "nextCase");
        ConfidenceEditor second = caseOf("Case 2 of 3");
        assertFalse(second.series() == repeated, "the repeat is as far away as two cases allow");
        nothingTellsThePatient();

        robot.command(DO + "header");
        robot.until(
                "the header view is open", () -> !robot.findAll("header.tree").isEmpty());
        robot.settle();
        assertEquals(0, ((Tree) robot.find("header.tree")).getItemCount(), "the header names the patient");
        nothingTellsThePatient();
        page.hideView(page.findView("org.credence.workbench.header"));
        page.activate(second);

        robot.onShell("Blinded session", shell -> robot.press(button(shell, "OK")));
        openImages();
        robot.settle();
        assertSame(second, page.getActiveEditor(), "nothing else opens while the session runs");

        robot.command(DO + "nextCase");
        ConfidenceEditor third = caseOf("Case 3 of 3");
        assertSame(repeated, third.series());
        assertTrue(third.input().annotation().snapshot().layers().isEmpty(), "the first reading is not shown");
        nothingTellsThePatient();

        List<String> summary = new ArrayList<>();
        robot.onShell("The session has ended", shell -> {
            summary.addAll(texts(shell));
            robot.press(button(shell, "OK"));
        });
        robot.command(DO + "nextCase");
        robot.until("the session is over", () -> !robot.findAll("studies.tree").isEmpty());
        Path log = ReadingLog.fileFor(annotations, 7, reader);
        assertTrue(String.join("\n", summary).contains(log.toString()), summary.toString());
        assertTrue(String.join("\n", summary).contains("3 of 3"), summary.toString());

        AnnotationStores stores = Services.get(AnnotationStores.class);
        assertEquals(painted, stores.find(annotations, reader, repeated).orElseThrow());
        AnnotationSnapshot again =
                stores.find(annotations, reader.second(), repeated).orElseThrow();
        assertEquals("ses.test-2", again.reader().id());
        assertTrue(again.layers().isEmpty());
        assertTrue(stores.find(annotations, reader, second.series()).isPresent());
        assertTrue(stores.find(annotations, reader.second(), second.series()).isEmpty());
        aboutNobody(Files.readString(log));
        String completed = Files.readAllLines(log).stream()
                .filter(l -> l.contains("case-completed"))
                .findFirst()
                .orElseThrow();
        assertTrue(completed.matches(".*\"pass\":1,\"workMs\":[1-9][0-9]*,\"frames\":1.*"), completed);
        assertEquals(
                List.of(
                        "session-begun",
                        "case-begun",
                        "case-completed",
                        "case-begun",
                        "case-completed",
                        "case-begun",
                        "case-completed",
                        "session-ended"),
                events(log));
    }

    @Test
    void aSessionThatWasLeftGoesOnWhereItWas() throws Exception {
        Reader reader = readAs("ses.again", "Session Again");
        start("8", "0");
        caseOf("Case 1 of 2");
        robot.chord(SWT.CTRL, SWT.SHIFT, 'n');
        ConfidenceEditor left = caseOf("Case 2 of 2");
        Services.get(PaintPalette.class).chooseSegment(3);
        stroke();
        AnnotationSnapshot painted = left.input().annotation().snapshot();
        assertFalse(painted.layers().isEmpty());
        robot.onShell("The session has ended", shell -> robot.press(button(shell, "OK")));
        robot.press(robot.find("session.end"));
        robot.until(
                "the list is shown again", () -> !robot.findAll("studies.tree").isEmpty());

        start("8", "0");
        ConfidenceEditor again = caseOf("Case 2 of 2");
        assertSame(left.series(), again.series());
        assertEquals(painted, again.input().annotation().snapshot(), "with what was painted");
        robot.onShell("The session has ended", shell -> robot.press(button(shell, "OK")));
        robot.press(robot.find("session.next"));
        robot.until(
                "the list is shown again", () -> !robot.findAll("studies.tree").isEmpty());
        assertEquals(
                List.of(
                        "session-begun",
                        "case-begun",
                        "case-completed",
                        "case-begun",
                        "case-left",
                        "session-ended",
                        "session-begun",
                        "case-begun",
                        "case-completed",
                        "session-ended"),
                events(ReadingLog.fileFor(annotations, 8, reader)));
    }

    private Reader readAs(String id, String name) {
        settings.put("reader.id", id);
        settings.put("reader.name", name);
        return new Reader(id, name);
    }

    private void start(String seed, String repeats) throws Exception {
        robot.onShell("Blinded session", shell -> {
            ((Text) robot.findIn(shell, "session.seed")).setText("seven");
            assertFalse(robot.findIn(shell, "session.go").isEnabled(), "a seed is a number");
            ((Text) robot.findIn(shell, "session.seed")).setText(seed);
            ((Text) robot.findIn(shell, "session.repeats")).setText("3");
            assertFalse(robot.findIn(shell, "session.go").isEnabled(), "there are two cases only");
            ((Text) robot.findIn(shell, "session.repeats")).setText(repeats);
            robot.screenshot(Path.of("target", "session-dialog-" + seed + ".png"));
            robot.press(robot.findIn(shell, "session.go"));
        });
        robot.command(DO + "startSession");
    }

    private ConfidenceEditor caseOf(String title) {
        robot.until(
                title + " is shown",
                () -> page.getActiveEditor() instanceof ConfidenceEditor e
                        && e.getTitle().equals(title)
                        && e.visibleFrame().isPresent());
        robot.settle();
        assertEquals(title, ((Label) robot.find("session.title")).getText());
        return (ConfidenceEditor) page.getActiveEditor();
    }

    private void stroke() {
        Control canvas = robot.find(WidgetIds.CANVAS);
        Point size = canvas.getSize();
        robot.drag(canvas, new Point(size.x / 2 - 40, size.y / 2), new Point(size.x / 2 + 40, size.y / 2));
    }

    private void nothingTellsThePatient() {
        List<String> texts = texts(Robot.window().getShell());
        texts.add(page.getActiveEditor().getTitleToolTip());
        aboutNobody(String.join("\n", texts));
    }

    private void aboutNobody(String text) {
        for (PhantomClip clip : clips) {
            for (String telling : List.of(
                    clip.series().patientId(),
                    clip.series().patientName(),
                    clip.series().seriesDescription(),
                    clip.series().seriesUid(),
                    clip.sopInstanceUid(),
                    "second reading",
                    images.getFileName().toString())) {
                assertFalse(text.contains(telling), telling + " in " + text);
            }
        }
    }

    /** All that is written on visible widgets. */
    private static List<String> texts(Control control) {
        List<String> texts = new ArrayList<>();
        if (!control.isVisible()) {
            return texts;
        }
        if (control.getToolTipText() != null) {
            texts.add(control.getToolTipText());
        }
        switch (control) {
            case Label label -> texts.add(label.getText());
            case Button button -> texts.add(button.getText());
            case Text text -> texts.add(text.getText());
            case Tree tree -> {
                for (TreeItem item : tree.getItems()) {
                    texts.add(item.getText());
                }
            }
            case CTabFolder tabs ->
                Arrays.stream(tabs.getItems()).forEach(i -> texts.add(i.getText() + " " + i.getToolTipText()));
            default -> {}
        }
        if (control instanceof Shell shell) {
            texts.add(shell.getText());
        }
        if (control instanceof Composite composite) {
            for (Control child : composite.getChildren()) {
                texts.addAll(texts(child));
            }
        }
        return texts;
    }

    private static Button button(Composite parent, String label) {
        for (Control child : parent.getChildren()) {
            if (child instanceof Button button
                    && button.getText().replace("&", "").equals(label)) {
                return button;
            }
            if (child instanceof Composite composite) {
                Button found = button(composite, label);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static List<String> events(Path log) throws Exception {
        return Files.readAllLines(log).stream()
                .map(line -> line.replaceFirst(".*\"event\":\"([a-z-]*)\".*", "$1"))
                .filter(event -> !event.equals("case-paused"))
                .toList();
    }

    private int series() {
        int count = 0;
        for (Control control : robot.findAll("studies.tree")) {
            for (TreeItem patient : ((Tree) control).getItems()) {
                for (TreeItem study : patient.getItems()) {
                    count += study.getItemCount();
                }
            }
        }
        return count;
    }

    /** Does what the command does once a folder is chosen, which a test cannot do in a dialog of the window system. */
    private static void openImages() throws Exception {
        BundleContext context = FrameworkUtil.getBundle(SessionTest.class).getBundleContext();
        ServiceReference<?> reference = context.getServiceReference("org.credence.workbench.internal.Opening");
        Object opening = context.getService(reference);
        Method open = opening.getClass().getDeclaredMethod("open", List.class);
        open.setAccessible(true);
        open.invoke(opening, List.of(images));
    }
}
