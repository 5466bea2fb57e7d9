package org.credence.annotation.ui.internal;

import org.credence.annotation.Annotation;
import org.credence.annotation.AnnotationEdit;
import org.eclipse.core.commands.operations.AbstractOperation;
import org.eclipse.core.runtime.IAdaptable;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;

/** One gesture in the workbench's operation history. It has happened before it is added there. */
final class LayerOperation extends AbstractOperation {

    private final EditHistory history;
    private final Annotation annotation;
    private final AnnotationEdit edit;
    private final long versionBefore;
    private final long versionAfter;

    LayerOperation(
            String label,
            EditHistory history,
            Annotation annotation,
            AnnotationEdit edit,
            long versionBefore,
            long versionAfter) {
        super(label);
        this.history = history;
        this.annotation = annotation;
        this.edit = edit;
        this.versionBefore = versionBefore;
        this.versionAfter = versionAfter;
    }

    AnnotationEdit edit() {
        return edit;
    }

    long versionAfter() {
        return versionAfter;
    }

    long sizeBytes() {
        return edit.sizeBytes();
    }

    @Override
    public boolean canUndo() {
        return !history.isBusy();
    }

    @Override
    public boolean canRedo() {
        return !history.isBusy();
    }

    @Override
    public IStatus execute(IProgressMonitor monitor, IAdaptable info) {
        return redo(monitor, info);
    }

    @Override
    public IStatus redo(IProgressMonitor monitor, IAdaptable info) {
        annotation.redo(edit);
        history.done(edit, versionAfter);
        return Status.OK_STATUS;
    }

    @Override
    public IStatus undo(IProgressMonitor monitor, IAdaptable info) {
        annotation.undo(edit);
        history.undone(edit, versionBefore);
        return Status.OK_STATUS;
    }
}
