package org.credence.annotation.ui.internal;

import org.credence.annotation.ui.ConfidenceEditor;
import org.eclipse.core.commands.ExecutionEvent;

/** Plays the clip, or pauses it. */
public final class PlayCommand extends EditorCommand {

    @Override
    void act(ConfidenceEditor editor, ExecutionEvent event) {
        editor.togglePlaying();
    }
}
