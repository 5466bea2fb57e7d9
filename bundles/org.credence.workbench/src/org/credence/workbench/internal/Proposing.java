package org.credence.workbench.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.credence.annotation.ui.ConfidenceEditor;
import org.credence.annotation.ui.MonitorProgress;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameCache;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImagingException;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Progress;
import org.credence.segmentation.Model;
import org.credence.segmentation.Predictor;
import org.credence.segmentation.SegmentationEngines;
import org.credence.segmentation.SegmentationException;
import org.credence.segmentation.Segmenter;
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
        Optional<Frame> frame = editor.visibleFrame();
        if (frame.isEmpty()) {
            return;
        }
        FrameRef reference = editor.frame();
        run(
                editor,
                shell,
                (predictor, progress) ->
                        show(editor, shell, reference, predictor.predict(frame.get(), progress), predictor));
    }

    /** Shows what the model proposes for every frame of the series, the visible one first. */
    void proposeSeries(ConfidenceEditor editor, Shell shell) {
        ImageSeries series = editor.series();
        FrameCache frames = editor.input().frames();
        int first = editor.position();
        run(editor, shell, (predictor, progress) -> {
            int count = series.frames().size();
            Set<Integer> damaged = ConcurrentHashMap.newKeySet();
            Segmenter.Source source = n -> {
                try {
                    return frames.get(series, (first + n) % count);
                } catch (ImagingException e) {
                    // The editor shows in the frame's place why it cannot be decoded; the others are proposed for.
                    damaged.add(n);
                    return Frame.gray(series.columns(), series.rows(), new byte[series.columns() * series.rows()]);
                }
            };
            Predictor.Sink sink = (n, frame, mean, deviation) -> {
                if (!damaged.contains(n)) {
                    FrameRef reference = series.frames().get((first + n) % count);
                    show(editor, shell, reference, prediction(predictor, frame, mean, deviation), predictor);
                }
            };
            // What is looked at is not kept waiting for others of its portion.
            predictor.stream(1, source, sink, progress.part(0, 1.0 / count));
            predictor.stream(
                    count - 1,
                    n -> source.frame(n + 1),
                    (n, frame, mean, deviation) -> sink.take(n + 1, frame, mean, deviation),
                    progress.part(1.0 / count, 1));
        });
    }

    private static Predictor.Prediction prediction(
            Predictor predictor, Frame frame, byte[][] mean, byte[][] deviation) {
        List<String> labels = predictor.models().card().labels();
        return new Predictor.Prediction(
                ProbabilityMap.ofPercents(frame.columns(), frame.rows(), labels, mean),
                deviation.length == 0
                        ? Optional.empty()
                        : Optional.of(ProbabilityMap.ofPercents(frame.columns(), frame.rows(), labels, deviation)));
    }

    /** Something that is done with a model; blocks. */
    private interface Work {
        void with(Predictor predictor, Progress progress) throws IOException;
    }

    private void run(ConfidenceEditor editor, Shell shell, Work work) {
        if (editor.input().isBlinded()) {
            MessageDialog.openInformation(shell, Messages.Propose_failed, Messages.Propose_blinded);
            return;
        }
        Settings settings = new Settings();
        Optional<ModelChoice> choice = settings.choice().or(() -> choose(shell));
        if (choice.isEmpty()) {
            return;
        }
        Display display = shell.getDisplay();
        Job job = Job.create(NLS.bind(Messages.Propose_job, choice.get().title()), monitor -> {
            MonitorProgress progress = new MonitorProgress(monitor, Messages.Propose_task);
            progress.report(0.05, Messages.Propose_loading);
            try (Predictor predictor = choice.get().open(engines)) {
                progress.checkCancelled();
                work.with(predictor, progress.part(0.1, 1));
                return Status.OK_STATUS;
            } catch (CancellationException e) {
                return Status.CANCEL_STATUS;
            } catch (IOException e) {
                display.asyncExec(() -> MessageDialog.openError(shell, Messages.Propose_failed, e.getMessage()));
                return Status.CANCEL_STATUS;
            }
        });
        jobs.start(job);
    }

    private static void show(
            ConfidenceEditor editor, Shell shell, FrameRef frame, Predictor.Prediction proposal, Predictor predictor) {
        String name = predictor.models().name();
        shell.getDisplay().asyncExec(() -> {
            if (isOpen(editor)) {
                proposal.deviation()
                        .ifPresentOrElse(
                                deviation -> editor.showProposal(frame, proposal.mean(), deviation, name),
                                () -> editor.showProposal(frame, proposal.mean(), name));
            }
        });
    }

    /** Asks for a model and remembers it; a file that is no model is refused at once. */
    Optional<ModelChoice> choose(Shell shell) {
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
            settings.chooseModels(List.of(file));
        } catch (IOException e) {
            MessageDialog.openWarning(
                    shell, Messages.Propose_chooseTitle, NLS.bind(Messages.Propose_notRemembered, e.getMessage()));
        }
        return Optional.of(new ModelChoice(List.of(file), settings.isMirrored(), settings.accelerator()));
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
