package org.credence.annotation.ui.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.credence.annotation.Annotation;
import org.credence.annotation.AnnotationEdit;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.Brush;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.FrameEdits;
import org.credence.annotation.KeyFrames;
import org.credence.annotation.LayerKey;
import org.credence.annotation.ModelProposal;
import org.credence.annotation.Propagation;
import org.credence.annotation.Provenance;
import org.credence.annotation.Revision;
import org.credence.annotation.Segment;
import org.credence.annotation.ui.MonitorProgress;
import org.credence.annotation.ui.PaintPalette;
import org.credence.annotation.ui.SeriesEditorInput;
import org.credence.imaging.FrameRef;
import org.credence.imaging.Progress;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.jface.window.Window;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Shell;

/**
 * Edits of whole frames and of several frames at once. What may take long is worked out in a Job from a snapshot, and done
 * as one edit if nothing of it was changed meanwhile. UI thread only.
 */
final class WholeEdits {

    /** Works out an edit from a snapshot. */
    private interface Work {
        Revision of(AnnotationSnapshot snapshot, Progress progress);
    }

    private final EditorBody body;
    private final SeriesEditorInput input;
    private final Annotation annotation;
    private final PaintPalette palette;
    private final EditHistory history;
    private final Display display;
    private Optional<Job> running = Optional.empty();

    WholeEdits(EditorBody body, EditHistory history, Display display) {
        this.body = body;
        this.input = body.input();
        this.annotation = input.annotation();
        this.palette = body.palette();
        this.history = history;
        this.display = display;
    }

    /** Reads what other readers have painted on the series, so that it can be compared. */
    void loadOthers() {
        Job job = Job.create(NLS.bind(Messages.Others_job, input.getName()), monitor -> {
            try {
                List<AnnotationSnapshot> found = input.companions().readings(input.series());
                double[] disagreement =
                        found.size() < 2 ? new double[0] : FrameOverlays.disagreement(input.series(), found);
                later(() -> {
                    body.showDisagreement(disagreement);
                    body.overlays().compare(found);
                    body.grid().refresh();
                });
            } catch (AnnotationException e) {
                later(() -> body.hint(NLS.bind(Messages.Others_failed, e.getMessage())));
            }
            return Status.OK_STATUS;
        });
        job.setSystem(true);
        job.schedule();
    }

    /** Goes to the next frame on which the reader was not sure, or that is in progress. */
    void goToUnsure() {
        body.endGesture();
        Optional<Integer> next = annotation
                .snapshot()
                .nextUnsure(body.frame(), AnnotationSnapshot.UNSURE_BELOW)
                .flatMap(input.series()::position);
        next.ifPresentOrElse(body::goTo, () -> body.hint(Messages.Whole_noneUnsure));
    }

    /** Makes the chosen segment of the frame what it is on a frame beside it. */
    void copyFrom(int steps) {
        body.endGesture();
        int from = body.position() + steps;
        if (refused() || from < 0 || from >= input.series().frames().size()) {
            return;
        }
        Segment segment = palette.segment();
        FrameRef source = input.series().frames().get(from);
        if (annotation.layer(source, segment.number()).isEmpty()) {
            body.hint(NLS.bind(Messages.Whole_nothingThere, segment.label(), from + 1));
            return;
        }
        now(
                NLS.bind(Messages.Whole_copy, segment.label(), from + 1),
                FrameEdits.copy(
                        annotation.snapshot(), source, body.frame(), List.of(segment.number()), palette.mode()));
    }

    /** Removes all paint of the chosen segment from the frame. */
    void clear() {
        body.endGesture();
        if (!refused()) {
            Segment segment = palette.segment();
            now(
                    NLS.bind(Messages.Whole_clear, segment.label()),
                    FrameEdits.clear(annotation.snapshot(), body.frame(), List.of(segment.number())));
        }
    }

    /** Fills the gap between painted frames in which the frame lies, or the one after it. */
    void interpolate() {
        body.endGesture();
        if (refused()) {
            return;
        }
        Segment segment = palette.segment();
        List<FrameRef> painted = KeyFrames.painted(annotation.snapshot(), segment.number()).stream()
                .filter(f -> !annotation.layer(f, segment.number()).isEmpty())
                .toList();
        int here = body.position();
        Optional<FrameRef> before =
                painted.stream().filter(f -> position(f) <= here).reduce((a, b) -> b);
        Optional<FrameRef> after =
                painted.stream().filter(f -> position(f) > here).findFirst();
        if (before.isEmpty() || after.isEmpty()) {
            body.hint(NLS.bind(Messages.Whole_noGap, segment.label()));
            return;
        }
        List<FrameRef> keys = List.of(before.get(), after.get());
        inJob(
                NLS.bind(Messages.Whole_interpolate, segment.label()),
                (snapshot, progress) -> KeyFrames.interpolate(snapshot, segment.number(), keys, progress));
    }

    /** Asks how far and how, and carries the chosen segment of the frame to the frames beside it. */
    void propagate() {
        body.endGesture();
        if (refused()) {
            return;
        }
        Segment segment = palette.segment();
        FrameRef source = body.frame();
        if (annotation.layer(source, segment.number()).isEmpty()) {
            body.hint(NLS.bind(Messages.Whole_nothingHere, segment.label()));
            return;
        }
        Shell shell = body.grid().control().getShell();
        PropagationDialog dialog = new PropagationDialog(
                shell, segment.label(), input.series().frames().size() - 1);
        boolean agreed = dialog.open() == Window.OK;
        body.takeFocus();
        if (agreed) {
            Propagation propagation = new Propagation(dialog.decayPerFrame(), Brush.Mode.RAISE);
            int frames = dialog.frames();
            inJob(
                    NLS.bind(Messages.Whole_propagate, segment.label()),
                    (snapshot, progress) ->
                            propagation.from(snapshot, source, frames, List.of(segment.number()), progress));
        }
    }

    /** Takes over all that a model proposes for the frame. */
    void acceptProposal() {
        body.endGesture();
        FrameRef frame = body.frame();
        Proposals proposals = body.proposals();
        Optional<ModelProposal> proposal = proposals.of(frame);
        if (proposal.isEmpty()) {
            body.hint(Messages.Whole_noProposal);
            return;
        }
        AnnotationSnapshot snapshot = annotation.snapshot();
        Revision revision;
        try {
            revision = proposal.get().accept(snapshot, palette.mode(), Progress.NONE);
        } catch (IllegalArgumentException e) {
            body.hint(e.getMessage());
            return;
        }
        Map<LayerKey, ConfidenceLayer> open = revision.layers().entrySet().stream()
                .filter(e -> !palette.isLocked(e.getKey().segment()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        Map<Integer, Provenance> provenance = revision.provenance().entrySet().stream()
                .filter(e -> !palette.isLocked(e.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        proposals.remove(frame);
        now(
                NLS.bind(Messages.Whole_accept, proposal.get().model()),
                new Revision(revision.base(), open, revision.states(), provenance));
        body.grid().refresh();
    }

    /** Takes what a model proposes for the frame away. */
    void rejectProposal() {
        body.endGesture();
        body.proposals().remove(body.frame());
        body.grid().refresh();
    }

    void dispose() {
        running.ifPresent(Job::cancel);
    }

    private int position(FrameRef frame) {
        return input.series().position(frame).orElseThrow();
    }

    private boolean refused() {
        if (body.grid().active().series() != input.series()) {
            body.hint(Messages.Paint_notOwn);
            return true;
        }
        if (palette.isLocked(palette.segment().number())) {
            body.hint(NLS.bind(Messages.Paint_locked, palette.segment().label()));
            return true;
        }
        return false;
    }

    private void now(String label, Revision revision) {
        body.stay(true);
        try {
            AnnotationEdit edit = annotation.apply(revision);
            if (!edit.isEmpty()) {
                history.add(label, edit);
            }
            body.hint("");
        } catch (AnnotationException e) {
            body.hint(e.getMessage());
        } finally {
            body.stay(false);
        }
    }

    private void inJob(String label, Work work) {
        if (running.isPresent()) {
            body.hint(Messages.Whole_busy);
            return;
        }
        AnnotationSnapshot snapshot = annotation.snapshot();
        Job job = Job.create(label, monitor -> {
            IStatus outcome = Status.OK_STATUS;
            try {
                Revision revision = work.of(snapshot, new MonitorProgress(monitor, label));
                later(() -> {
                    body.endGesture();
                    now(label, revision);
                });
            } catch (CancellationException e) {
                outcome = Status.CANCEL_STATUS;
            } finally {
                later(() -> running = Optional.empty());
            }
            return outcome;
        });
        job.setUser(true);
        running = Optional.of(job);
        job.schedule();
    }

    private void later(Runnable news) {
        if (!display.isDisposed()) {
            display.asyncExec(() -> {
                if (!body.isDisposed()) {
                    news.run();
                }
            });
        }
    }
}
