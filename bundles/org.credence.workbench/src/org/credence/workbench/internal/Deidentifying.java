package org.credence.workbench.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import org.credence.annotation.ui.MonitorProgress;
import org.credence.imaging.Deidentification;
import org.credence.imaging.DeidentificationKey;
import org.credence.imaging.DeidentificationReport;
import org.credence.imaging.DeidentifiedFolder;
import org.credence.imaging.Deidentifiers;
import org.credence.imaging.ImagingException;
import org.credence.imaging.PixelRect;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.MultiStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.dialogs.ErrorDialog;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Shell;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Copies files without what identifies their patients, and tells what came of it. Called on the UI thread; works in a Job. */
@Component(service = Deidentifying.class)
public final class Deidentifying {

    /** What came of it: copies, warnings and how many files they are about, and files that were not copied. */
    record Outcome(int copies, int changes, int masked, Map<String, Integer> warnings, List<String> failures) {}

    private final Deidentifiers deidentifiers;
    private final VisibleJobs jobs;

    @Activate
    public Deidentifying(@Reference Deidentifiers deidentifiers, @Reference VisibleJobs jobs) {
        this.deidentifiers = deidentifiers;
        this.jobs = jobs;
    }

    /** Carries out an order, and shows its outcome. */
    void run(DeidentifyOrder order, Shell shell) {
        Display display = shell.getDisplay();
        Job job = Job.create(NLS.bind(Messages.Deidentify_job, order.masks().size()), monitor -> {
            Outcome outcome;
            try {
                outcome = copy(order, new MonitorProgress(monitor, Messages.Deidentify_task));
            } catch (ImagingException e) {
                display.asyncExec(() -> MessageDialog.openError(shell, Messages.Deidentify_title, e.getMessage()));
                return Status.CANCEL_STATUS;
            } catch (CancellationException e) {
                return Status.CANCEL_STATUS;
            }
            display.asyncExec(() -> tell(shell, order.folder(), outcome));
            return Status.OK_STATUS;
        });
        jobs.start(job);
    }

    private Outcome copy(DeidentifyOrder order, MonitorProgress progress) throws ImagingException {
        byte[] key = order.newKey()
                ? DeidentificationKey.create(order.keyFile())
                : DeidentificationKey.read(order.keyFile());
        DeidentifiedFolder folder = new DeidentifiedFolder(deidentifiers, order.folder(), false);
        Map<String, Integer> warnings = new TreeMap<>();
        List<String> failures = new ArrayList<>();
        int copies = 0;
        int changes = 0;
        int masked = 0;
        int done = 0;
        for (Map.Entry<Path, List<PixelRect>> file : order.masks().entrySet()) {
            progress.checkCancelled();
            progress.report((double) done++ / order.masks().size(), NLS.bind(Messages.Deidentify_file, done));
            try {
                DeidentificationReport report =
                        folder.add(file.getKey(), new Deidentification(key, order.options(), file.getValue()));
                copies++;
                changes += report.changes().size();
                masked += report.masked().isEmpty() ? 0 : 1;
                report.warnings().forEach(w -> warnings.merge(w, 1, Integer::sum));
            } catch (ImagingException e) {
                failures.add(e.getMessage());
            }
        }
        return new Outcome(copies, changes, masked, warnings, failures);
    }

    private static void tell(Shell shell, Path folder, Outcome outcome) {
        if (shell.isDisposed()) {
            return;
        }
        String summary = NLS.bind(
                Messages.Deidentify_summary,
                new Object[] {outcome.copies(), folder, outcome.changes(), outcome.masked()});
        List<IStatus> each = new ArrayList<>();
        outcome.failures().forEach(f -> each.add(new Status(IStatus.ERROR, Deidentifying.class, f)));
        outcome.warnings()
                .forEach((warning, files) -> each.add(new Status(
                        IStatus.WARNING, Deidentifying.class, NLS.bind(Messages.Deidentify_warning, files, warning))));
        if (each.isEmpty()) {
            MessageDialog.openInformation(shell, Messages.Deidentify_title, summary);
            return;
        }
        String failed = outcome.failures().isEmpty()
                ? summary
                : summary + "\n"
                        + NLS.bind(
                                Messages.Deidentify_failures, outcome.failures().size());
        ErrorDialog.openError(
                shell,
                Messages.Deidentify_title,
                null,
                new MultiStatus(Deidentifying.class, IStatus.WARNING, each.toArray(IStatus[]::new), failed, null));
    }
}
