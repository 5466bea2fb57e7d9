package org.credence.workbench.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.credence.annotation.ui.ConfidenceEditor;
import org.credence.annotation.ui.MonitorProgress;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ProbabilityMap;
import org.credence.segmentation.Model;
import org.credence.segmentation.SegmentationEngines;
import org.credence.segmentation.SegmentationException;
import org.credence.segmentation.Segmenter;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.BusyIndicator;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Shell;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Runs the chosen model over the frame that an editor shows. Called on the UI thread; the model runs in a Job. */
@Component(service = Proposing.class)
public final class Proposing {

    private final SegmentationEngines engines;
    private final VisibleJobs jobs;

    @Activate
    public Proposing(@Reference SegmentationEngines engines, @Reference VisibleJobs jobs) {
        this.engines = engines;
        this.jobs = jobs;
    }

    /** Shows what the model of the settings proposes for the visible frame; asks for a model if none was chosen yet. */
    void propose(ConfidenceEditor editor, Shell shell) {
        if (editor.input().isBlinded()) {
            MessageDialog.openInformation(shell, Messages.Propose_failed, Messages.Propose_blinded);
            return;
        }
        Optional<Frame> frame = editor.visibleFrame();
        if (frame.isEmpty()) {
            return;
        }
        Optional<Path> file = new Settings().model().or(() -> choose(shell));
        if (file.isEmpty()) {
            return;
        }
        FrameRef reference = editor.frame();
        Display display = shell.getDisplay();
        Job job = Job.create(NLS.bind(Messages.Propose_job, file.get().getFileName()), monitor -> {
            try {
                Model model = Model.read(file.get());
                ProbabilityMap map = run(model, frame.get(), monitor);
                display.asyncExec(() -> {
                    if (!monitor.isCanceled() && isOpen(editor)) {
                        editor.showProposal(reference, map, model.card().name());
                    }
                });
                return Status.OK_STATUS;
            } catch (CancellationException e) {
                return Status.CANCEL_STATUS;
            } catch (SegmentationException e) {
                display.asyncExec(() -> MessageDialog.openError(shell, Messages.Propose_failed, e.getMessage()));
                return Status.CANCEL_STATUS;
            }
        });
        jobs.start(job);
    }

    /** Asks for a model and remembers it; a file that is no model is refused at once. */
    Optional<Path> choose(Shell shell) {
        Settings settings = new Settings();
        FileDialog dialog = new FileDialog(shell, SWT.OPEN);
        dialog.setText(Messages.Propose_chooseTitle);
        dialog.setFilterPath(settings.models().toString());
        dialog.setFilterExtensions(new String[] {"*.onnx"});
        dialog.setFilterNames(new String[] {Messages.Propose_onnxFiles});
        String chosen = dialog.open();
        if (chosen == null) {
            return Optional.empty();
        }
        Path file = Path.of(chosen);
        Display display = shell.getDisplay();
        IStatus[] outcome = {Status.CANCEL_STATUS};
        BusyIndicator.showWhile(display, () -> outcome[0] = read(file));
        if (!outcome[0].isOK()) {
            MessageDialog.openError(shell, Messages.Propose_refused, outcome[0].getMessage());
            return Optional.empty();
        }
        try {
            settings.chooseModel(file);
        } catch (IOException e) {
            MessageDialog.openWarning(
                    shell, Messages.Propose_chooseTitle, NLS.bind(Messages.Propose_notRemembered, e.getMessage()));
        }
        return Optional.of(file);
    }

    private ProbabilityMap run(Model model, Frame frame, IProgressMonitor monitor) throws SegmentationException {
        MonitorProgress progress = new MonitorProgress(monitor, Messages.Propose_task);
        progress.report(0.1, Messages.Propose_loading);
        try (Segmenter segmenter = engines.open(model)) {
            progress.checkCancelled();
            return segmenter.segment(List.of(frame), progress.part(0.3, 1)).get(0);
        }
    }

    private static IStatus read(Path file) {
        try {
            Model.read(file);
            return Status.OK_STATUS;
        } catch (SegmentationException e) {
            return new Status(IStatus.ERROR, Proposing.class, e.getMessage());
        }
    }

    private static boolean isOpen(ConfidenceEditor editor) {
        return editor.getSite().getPage().getActiveEditor() == editor
                || editor.getSite().getPage().findEditor(editor.getEditorInput()) == editor;
    }
}
