package org.credence.annotation.ui.internal;

import org.credence.annotation.ui.ConfidenceEditor;
import org.eclipse.core.commands.ExecutionEvent;

/** Zooms in or out, to fit or to the image's own pixels. */
public final class ZoomCommand extends EditorCommand {

    @Override
    void act(ConfidenceEditor editor, ExecutionEvent event) {
        String to = event.getParameter("org.credence.annotation.ui.zoom.to");
        switch (to) {
            case "in" -> editor.zoom(1.25);
            case "out" -> editor.zoom(0.8);
            case "fit" -> editor.fit();
            case "actual" -> editor.actualSize();
            default -> throw new IllegalArgumentException("There is no zoom called " + to);
        }
    }
}
