package org.credence.annotation.ui.internal;

import org.credence.annotation.ui.ConfidenceEditor;
import org.eclipse.core.commands.ExecutionEvent;

/** Marks the frame as complete, or takes that back. */
public final class CompleteCommand extends EditorCommand {

    @Override
    void act(ConfidenceEditor editor, ExecutionEvent event) {
        editor.toggleComplete();
    }
}
