package org.credence.annotation.ui.internal;

import org.credence.annotation.Segment;
import org.credence.annotation.ui.PaintPalette;
import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.e4.core.contexts.IEclipseContext;
import org.eclipse.ui.handlers.HandlerUtil;

/**
 * Changes the palette: {@code confidence:80}, {@code segment:2} (the digit that chooses it), {@code tool:org.credence.brush},
 * {@code radius:-1} (steps) or {@code threshold:toggle}.
 */
public final class PaletteCommand extends AbstractHandler {

    @Override
    public Object execute(ExecutionEvent event) {
        IEclipseContext context = HandlerUtil.getActiveWorkbenchWindow(event).getService(IEclipseContext.class);
        PaintPalette palette = context.get(PaintPalette.class);
        String change = event.getParameter("org.credence.annotation.ui.palette.change");
        int colon = change.indexOf(':');
        String value = change.substring(colon + 1);
        switch (change.substring(0, colon)) {
            case "confidence" -> palette.chooseConfidence(Integer.parseInt(value));
            case "tool" -> palette.chooseTool(value);
            case "radius" -> palette.growRadius(Integer.parseInt(value));
            case "threshold" -> palette.showThreshold(palette.shownThreshold().isEmpty());
            case "segment" ->
                palette.segmentOfKey(Integer.parseInt(value))
                        .map(Segment::number)
                        .ifPresent(palette::chooseSegment);
            default -> throw new IllegalArgumentException("The palette has nothing to change called " + change);
        }
        return null;
    }
}
