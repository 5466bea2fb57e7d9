package org.credence.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.AnnotationStores;
import org.credence.annotation.FrameState;
import org.credence.annotation.Reader;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImageSinks;
import org.credence.imaging.ImageSources;
import org.credence.imaging.Progress;
import org.credence.phantom.Cohort;
import org.credence.phantom.CohortPlan;
import org.credence.phantom.PhantomClip;
import org.eclipse.core.runtime.jobs.IJobChangeEvent;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.core.runtime.jobs.JobChangeAdapter;
import org.eclipse.core.runtime.preferences.IEclipsePreferences;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Shell;
import org.eclipse.swt.widgets.Spinner;
import org.eclipse.swt.widgets.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of phantom clips is segmented from the menu of the real workbench, by a model in ONNX Runtime. */
class SegmentFolderTest {

    private static final String COMMAND = "org.credence.workbench.segmentFolder";
    private static final String DIALOG = "Segment clips";
    private static final String OUTCOME = "What the model segmented";
    private static final int CLIPS = 6;
    private static final int FRAMES = 48;

    // One for all tests, as phantoms take their time.
    @TempDir
    static Path shared;

    private static Path images;
    private static Path model;

    @TempDir
    Path folder;

    private final Robot robot = new Robot();
    private final IEclipsePreferences settings = InstanceScope.INSTANCE.getNode("org.credence.workbench");
    private final List<String> told = new ArrayList<>();
    private Path results;

    @BeforeAll
    static void sixClipsAndAModel() throws Exception {
        images = shared.resolve("images");
        model = BrightOnnx.write(shared.resolve("bright.onnx"));
        Cohort cohort = Cohort.simulate(new CohortPlan(CLIPS / 2, 1, 2, FRAMES, 120, 256, 7));
        int n = 0;
        for (PhantomClip clip : cohort.exams().stream()
                .flatMap(e -> e.clips().stream())
                .limit(CLIPS)
                .toList()) {
            Services.get(ImageSinks.class).write(clip.render(Progress.NONE), images.resolve("clip" + n++ + ".dcm"));
        }
    }

    @BeforeEach
    void settings() throws Exception {
        results = folder.resolve("annotations");
        settings.put("annotations.folder", results.toString());
        settings.put("model.file", model.toString());
        Robot.window().getActivePage().showView("org.credence.workbench.studies");
    }

    @AfterEach
    void asBefore() {
        for (String key : List.of("annotations.folder", "model.file", "blinded")) {
            settings.remove(key);
        }
        robot.activate();
    }

    @Test
    void aFolderIsSegmentedOnceAndReadersFindTheModelAmongThem() throws Exception {
        AtomicReference<String> modelShown = new AtomicReference<>();
        tellsAndThen("OK");
        order(shell -> {
            robot.until("the model is named", () -> BrightOnnx.NAME.equals(text(shell, "segment.model")));
            modelShown.set(text(shell, "segment.model"));
            assertEquals(results.toString(), text(shell, "segment.results"), "the annotations of the settings");
            ((Text) robot.findIn(shell, "segment.folder")).setText("");
            assertFalse(robot.findIn(shell, "segment.go").isEnabled(), "without a folder there is nothing to do");
            ((Text) robot.findIn(shell, "segment.folder")).setText(images.toString());
            ((Spinner) robot.findIn(shell, "segment.every")).setSelection(5);
            robot.screenshot(Path.of("target", "segment-folder.png"));
        });
        robot.until("all is told", () -> told.size() == 1);
        assertTrue(told.get(0).contains("Clips segmented: 6."), told.get(0));
        assertTrue(told.get(0).contains("Failed: 0."), told.get(0));

        List<ImageSeries> series = Services.get(ImageSources.class)
                .scan(List.of(images), Progress.NONE)
                .series();
        assertEquals(CLIPS, series.size());
        AnnotationStores stores = Services.get(AnnotationStores.class);
        for (ImageSeries s : series) {
            AnnotationSnapshot said =
                    stores.find(results, new Reader("model", "Any"), s).orElseThrow();
            assertEquals(BrightOnnx.NAME, said.reader().name());
            assertEquals(
                    List.of("Bright"),
                    said.scheme().segments().stream().map(g -> g.label()).toList());
            assertEquals(10, said.states().size(), "frames 1, 6 to 46");
            assertEquals(FrameState.IN_PROGRESS, said.state(s.frames().get(20)));
            assertFalse(said.layers().isEmpty());
            assertEquals(1, stores.list(results, s).size(), "another reader for whoever opens the series");
        }

        List<Path> written = files();
        List<Long> times = modified(written);
        tellsAndThen("OK");
        order(shell -> {
            ((Text) robot.findIn(shell, "segment.folder")).setText(images.toString());
            ((Spinner) robot.findIn(shell, "segment.every")).setSelection(5);
        });
        robot.until("all is told", () -> told.size() == 2);
        assertTrue(told.get(1).contains("Clips segmented: 0."), told.get(1));
        assertTrue(told.get(1).contains("same model, images and options: 6."), told.get(1));
        assertEquals(written, files());
        assertEquals(times, modified(written), "nothing was written again");
    }

    @Test
    void aCancelledRunEndsAtOnceLeavesWholeFilesAndGoesOn() throws Exception {
        AtomicLong endedNanos = new AtomicLong();
        tellsAndThen("Run again");
        order(shell -> {
            ((Text) robot.findIn(shell, "segment.folder")).setText(images.toString());
            ((Spinner) robot.findIn(shell, "segment.smoothing")).setSelection(5);
        });
        robot.until("the Job runs", () -> running() != null);
        running().addJobChangeListener(new JobChangeAdapter() {
            @Override
            public void done(IJobChangeEvent event) {
                endedNanos.set(System.nanoTime());
            }
        });
        robot.until("a clip is done", () -> notes() >= 1);
        long cancelledNanos = System.nanoTime();
        // Not by the mouse, whose way there takes longer than a clip.
        robot.find("studies.cancel").notifyListeners(SWT.Selection, new Event());
        robot.until("the Job has ended", () -> endedNanos.get() > 0);
        int done = notes();
        nothingIsHalfWritten();
        double seconds = (endedNanos.get() - cancelledNanos) / 1e9;
        // Some milliseconds where nothing else runs.
        assertTrue(seconds < 0.5, "cancelled after " + seconds + " s");

        robot.until("it is told", () -> told.size() == 1);
        assertTrue(done < CLIPS, "nothing was left to cancel");
        assertTrue(told.get(0).startsWith("Cancelled: " + done + " of 6 clips are done."), told.get(0));
        tellsAndThen("OK");
        robot.until("the strip says how far it is", () -> advance().startsWith("Clip "));
        String advance = advance();
        assertTrue(advance.matches("(?s)Clip \\d of 6( \\(\\d+ s left in all\\))?, .*"), advance);
        robot.until("the rest is told", () -> told.size() == 2);
        assertTrue(told.get(1).contains("Clips segmented: " + (CLIPS - done) + "."), told.get(1));
        assertTrue(told.get(1).contains("options: " + done + "."), told.get(1));
        assertEquals(CLIPS, notes());
        nothingIsHalfWritten();
    }

    @Test
    void aDamagedClipIsNamedAndAFolderWithoutImagesIsRefused() throws Exception {
        Path some = Files.createDirectories(folder.resolve("some"));
        Files.copy(images.resolve("clip0.dcm"), some.resolve("whole.dcm"));
        byte[] bytes = Files.readAllBytes(images.resolve("clip1.dcm"));
        Files.write(some.resolve("cut.dcm"), Arrays.copyOf(bytes, bytes.length - bytes.length / 8));
        tellsAndThen("OK");
        order(shell -> ((Text) robot.findIn(shell, "segment.folder")).setText(some.toString()));
        robot.until("it is told", () -> told.size() == 1);
        assertTrue(told.get(0).contains("Clips segmented: 1."), told.get(0));
        assertTrue(told.get(0).contains("Failed: 1."), told.get(0));

        Path none = Files.createDirectories(folder.resolve("none"));
        List<String> refused = new ArrayList<>();
        robot.onShell("The model could not segment anything", shell -> {
            refused.add(words(shell));
            press(shell, "OK");
        });
        order(shell -> ((Text) robot.findIn(shell, "segment.folder")).setText(none.toString()));
        robot.until("it is refused", () -> refused.size() == 1);
        assertTrue(refused.get(0).contains(none.toString()), refused.get(0));
    }

    @Test
    void blindedReadersAreRefusedAsForProposals() throws Exception {
        settings.putBoolean("blinded", true);
        robot.onShell(DIALOG, shell -> {
            told.add(words(shell));
            press(shell, "OK");
        });
        robot.command(COMMAND);
        assertEquals(1, told.size());
        assertTrue(told.get(0).contains("Readers are blinded: models are not asked."), told.get(0));
        assertFalse(Files.exists(results));
    }

    @Test
    void aReaderWhoIsCalledAsModelsAreIsNotOverwritten() throws Exception {
        settings.put("reader.id", "model");
        try {
            robot.onShell(DIALOG, shell -> {
                robot.until("the model is named", () -> BrightOnnx.NAME.equals(text(shell, "segment.model")));
                ((Text) robot.findIn(shell, "segment.folder")).setText(images.toString());
                assertFalse(robot.findIn(shell, "segment.go").isEnabled());
                ((Text) robot.findIn(shell, "segment.results"))
                        .setText(folder.resolve("other").toString());
                assertTrue(robot.findIn(shell, "segment.go").isEnabled());
                press(shell, "Cancel");
            });
            robot.command(COMMAND);
        } finally {
            settings.remove("reader.id");
        }
    }

    /** Fills in the dialog and presses its button. */
    private void order(Consumer<Shell> fill) throws Exception {
        boolean[] pressed = new boolean[1];
        robot.onShell(DIALOG, shell -> {
            robot.until("the model is named", () -> BrightOnnx.NAME.equals(text(shell, "segment.model")));
            fill.accept(shell);
            pressed[0] = true;
            press(shell, "Segment");
        });
        robot.command(COMMAND);
        robot.until("the dialog was filled in", () -> pressed[0]);
    }

    /** Keeps what the next dialog tells, and presses a button of it. */
    private void tellsAndThen(String button) {
        robot.onShell(OUTCOME, shell -> {
            robot.screenshot(Path.of("target", "segment-outcome-" + button.replace(' ', '-') + ".png"));
            told.add(words(shell));
            press(shell, button);
        });
    }

    private String text(Shell shell, String id) {
        return ((Text) robot.findIn(shell, id)).getText();
    }

    private static void press(Composite in, String label) {
        for (Control child : in.getChildren()) {
            if (child instanceof Button b && b.getText().replace("&", "").equals(label)) {
                b.notifyListeners(SWT.Selection, new Event());
                return;
            }
            if (child instanceof Composite c && !c.isDisposed()) {
                press(c, label);
            }
            if (in.isDisposed()) {
                return;
            }
        }
    }

    private static String words(Composite in) {
        List<String> words = new ArrayList<>();
        for (Control child : in.getChildren()) {
            if (child instanceof Label l && !l.getText().isBlank()) {
                words.add(l.getText());
            } else if (child instanceof Composite c) {
                words.add(words(c));
            }
        }
        return String.join(" ", words).strip();
    }

    private static Job running() {
        for (Job job : Job.getJobManager().find(null)) {
            if (job.getName().startsWith("Segmenting ") && job.getState() == Job.RUNNING) {
                return job;
            }
        }
        return null;
    }

    /** What the strip of the studies view says; nothing where it is hidden. */
    private String advance() {
        List<Control> shown = robot.findAll("studies.advance");
        return shown.isEmpty() ? "" : ((Label) shown.get(0)).getText();
    }

    private int notes() {
        try (Stream<Path> notes = Files.list(results.resolve("done"))) {
            return (int) notes.filter(f -> f.toString().endsWith(".json")).count();
        } catch (IOException e) {
            // The first clip is not done yet.
            return 0;
        }
    }

    private void nothingIsHalfWritten() throws Exception {
        for (Path file : files()) {
            assertTrue(
                    file.toString().endsWith(".model.seg.dcm")
                            || file.toString().endsWith(".model.json"),
                    "left behind: " + file);
        }
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> files = Files.walk(results)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static List<Long> modified(List<Path> files) throws Exception {
        List<Long> times = new ArrayList<>();
        for (Path file : files) {
            times.add(Files.getLastModifiedTime(file).toMillis());
        }
        return times;
    }
}
