package org.credence.annotation.ui.internal;

import java.util.List;
import java.util.concurrent.CancellationException;
import org.credence.annotation.Annotation;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.ui.SeriesEditorInput;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.widgets.Display;

/** Edits of whole frames and of several, and what takes longer than the UI thread may. UI thread; works in Jobs. */
final class FrameEdits {

    private final EditorBody body;
    private final SeriesEditorInput input;
    private final Annotation annotation;
    private final EditHistory history;
    private final Display display;

    FrameEdits(EditorBody body, EditHistory history, Display display) {
        this.body = body;
        this.input = body.input();
        this.annotation = input.annotation();
        this.history = history;
        this.display = display;
    }

    /** Reads what other readers have painted on the series, so that it can be compared. */
    void loadOthers() {
        Job job = Job.create(NLS.bind(Messages.Others_job, input.getName()), monitor -> {
            try {
                List<AnnotationSnapshot> found = input.companions().readings(input.series());
                later(() -> body.overlays().compare(found));
            } catch (AnnotationException e) {
                later(() -> body.hint(NLS.bind(Messages.Others_failed, e.getMessage())));
            }
            return Status.OK_STATUS;
        });
        job.setSystem(true);
        job.schedule();
    }

    void dispose() {
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
