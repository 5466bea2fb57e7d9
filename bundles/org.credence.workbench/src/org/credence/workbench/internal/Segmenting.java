package org.credence.workbench.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.credence.annotation.AnnotationStores;
import org.credence.autosegmentation.AnnotationFiles;
import org.credence.autosegmentation.AutoSegmentation;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImageSources;
import org.credence.imaging.Progress;
import org.credence.segmentation.ModelSet;
import org.credence.segmentation.SegmentationEngines;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.ISchedulingRule;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.jface.window.Window;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Shell;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Has a model segment a folder of series, or series that were chosen, and tells what came of it. Called on the UI thread; the
 * model runs in a Job.
 */
@Component(service = Segmenting.class)
public final class Segmenting {

    /** Two runs would want the same accelerator, and perhaps the same files. */
    private record OneAtATime() implements ISchedulingRule {
        @Override
        public boolean contains(ISchedulingRule rule) {
            return rule instanceof OneAtATime;
        }

        @Override
        public boolean isConflicting(ISchedulingRule rule) {
            return rule instanceof OneAtATime;
        }
    }

    private final ImageSources sources;
    private final SegmentationEngines engines;
    private final AnnotationStores stores;
    private final Proposing proposing;
    private final Studies studies;
    private final VisibleJobs jobs;
    private final RunningSession running;

    @Activate
    public Segmenting(
            @Reference ImageSources sources,
            @Reference SegmentationEngines engines,
            @Reference AnnotationStores stores,
            @Reference Proposing proposing,
            @Reference Studies studies,
            @Reference VisibleJobs jobs,
            @Reference RunningSession running) {
        this.sources = sources;
        this.engines = engines;
        this.stores = stores;
        this.proposing = proposing;
        this.studies = studies;
        this.jobs = jobs;
        this.running = running;
    }

    /** Asks for a folder, and the rest; not while readers are blinded. */
    void ask(Shell shell) {
        ask(shell, List.of());
    }

    /** Asks how series are to be segmented, or for a folder if there are none; not while readers are blinded. */
    void ask(Shell shell, List<ImageSeries> series) {
        if (running.isRunning() || new Settings().isBlinded()) {
            MessageDialog.openInformation(shell, Messages.Segment_title, Messages.Propose_blinded);
            return;
        }
        SegmentFolderDialog dialog = new SegmentFolderDialog(shell, series, studies.folder(), proposing);
        if (dialog.open() == Window.OK) {
            run(dialog.order(), shell);
        }
    }

    private void run(SegmentOrder order, Shell shell) {
        Display display = shell.getDisplay();
        String name = order.folder()
                .map(Path::toString)
                .orElse(NLS.bind(Messages.Segment_chosen, order.series().size()));
        Job job = Job.create(NLS.bind(Messages.Segment_job, name), monitor -> {
            SegmentTally tally = new SegmentTally();
            try {
                segment(order, tally, new JobProgress(monitor, Messages.Segment_task));
                display.asyncExec(() -> tell(order, tally, false, shell));
                return Status.OK_STATUS;
            } catch (CancellationException e) {
                display.asyncExec(() -> tell(order, tally, true, shell));
                return Status.CANCEL_STATUS;
            } catch (IOException e) {
                display.asyncExec(() -> refuse(shell, e.getMessage()));
                return Status.CANCEL_STATUS;
            }
        });
        job.setRule(new OneAtATime());
        jobs.start(job);
    }

    private void segment(SegmentOrder order, SegmentTally tally, Progress progress) throws IOException {
        progress.report(0, Messages.Segment_reading);
        ModelSet models = order.models().read();
        progress.checkCancelled();
        List<ImageSeries> series = order.series();
        Optional<Path> folder = order.folder();
        if (folder.isPresent()) {
            ImageSources.Scan scan = sources.scan(List.of(folder.get()), progress.part(0, 0.05));
            scan.problems().forEach(p -> tally.fail(p.message()));
            series = scan.series();
        }
        tally.expect(series.size());
        new AutoSegmentation(models, order.plan(), new AnnotationFiles(stores, order.results()))
                .run(series, set -> engines.open(set, order.models().device()), tally, progress.part(0.05, 1));
    }

    private void tell(SegmentOrder order, SegmentTally tally, boolean cancelled, Shell shell) {
        if (shell.isDisposed()) {
            return;
        }
        // Who is read in a session must not learn here whose images there are.
        List<String> failures = running.isRunning() ? List.of() : tally.failures();
        boolean unfinished = cancelled || !tally.failures().isEmpty();
        SegmentOutcomeDialog dialog =
                new SegmentOutcomeDialog(shell, tally.text(order.results(), cancelled), failures, unfinished);
        if (dialog.open() == SegmentOutcomeDialog.RUN_AGAIN) {
            run(order, shell);
        }
    }

    private static void refuse(Shell shell, String reason) {
        if (!shell.isDisposed()) {
            MessageDialog.openError(shell, Messages.Segment_failed, reason);
        }
    }

    /** What models say that they are: their name, or why they cannot be used. Reads files; any thread but the UI's. */
    static IStatus name(ModelChoice models) {
        try {
            return new Status(IStatus.OK, Segmenting.class, models.read().name());
        } catch (IOException e) {
            return new Status(IStatus.ERROR, Segmenting.class, e.getMessage());
        }
    }
}
