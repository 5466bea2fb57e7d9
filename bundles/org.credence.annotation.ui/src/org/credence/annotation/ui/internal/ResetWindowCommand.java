package org.credence.annotation.ui.internal;

import org.credence.annotation.ui.ConfidenceEditor;
import org.eclipse.core.commands.ExecutionEvent;

/** Goes back to the file's window. */
public final class ResetWindowCommand extends EditorCommand {

    @Override
    void act(ConfidenceEditor editor, ExecutionEvent event) {
        editor.resetWindow();
    }
}
