package org.credence.annotation.ui.internal;

import org.credence.annotation.ui.ConfidenceEditor;
import org.eclipse.core.commands.ExecutionEvent;

/** Goes to the next, previous, first or last frame. */
public final class FrameCommand extends EditorCommand {

    @Override
    void act(ConfidenceEditor editor, ExecutionEvent event) {
        int last = editor.series().frames().size() - 1;
        String to = event.getParameter("org.credence.annotation.ui.frame.to");
        editor.goTo(
                switch (to) {
                    case "next" -> Math.min(last, editor.position() + 1);
                    case "previous" -> Math.max(0, editor.position() - 1);
                    case "first" -> 0;
                    case "last" -> last;
                    default -> throw new IllegalArgumentException("There is no way to go to a frame called " + to);
                });
    }
}
