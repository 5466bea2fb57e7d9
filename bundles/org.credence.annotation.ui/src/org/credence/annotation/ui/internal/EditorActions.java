package org.credence.annotation.ui.internal;

import org.credence.annotation.ui.ConfidenceEditor;
import org.credence.annotation.ui.LayerStyle;
import org.credence.annotation.ui.PaintPalette;
import org.eclipse.core.commands.ExecutionEvent;

/** The commands of the editor that take no parameter; what to do is the last part of the command's id. */
public final class EditorActions extends EditorCommand {

    private static final double SPEED_STEP = Math.sqrt(2);

    @Override
    void act(ConfidenceEditor editor, ExecutionEvent event) {
        String id = event.getCommand().getId();
        act(editor.getAdapter(EditorBody.class), id.substring(id.lastIndexOf('.') + 1));
    }

    private static void act(EditorBody body, String what) {
        PaintPalette palette = body.palette();
        switch (what) {
            case "complete" -> body.toggleComplete();
            case "completeAndNext" -> body.completeAndNext();
            case "nextUnsure" -> body.edits().goToUnsure();
            case "onePane" -> body.layout(1, 1);
            case "twoPanes" -> body.layout(2, 1);
            case "fourPanes" -> body.layout(2, 2);
            case "nextPane" -> body.grid().activateNext(1);
            case "previousPane" -> body.grid().activateNext(-1);
            case "linkPanes" -> body.grid().links().toggleAll();
            case "turnRight" -> body.turn(o -> o.turned(1));
            case "turnLeft" -> body.turn(o -> o.turned(-1));
            case "flipAcross" -> body.turn(Orientation::flippedAcross);
            case "flipDown" -> body.turn(Orientation::flippedDown);
            case "faster" -> body.speed(body.speed() * SPEED_STEP);
            case "slower" -> body.speed(body.speed() / SPEED_STEP);
            case "loop" -> body.loop(!body.isLooping());
            case "measure" -> body.hands().toggleMeasuring();
            case "nextMeasure" -> body.hands().nextMeasure();
            case "removeMeasure" ->
                body.hands().removeMeasure(body.grid().active(), body.grid().panes());
            case "nextStyle" -> palette.chooseStyle(next(palette.style()));
            case "hidePaint" -> body.contents().toggleBare();
            case "hideSegment" -> {
                int segment = palette.segment().number();
                palette.show(segment, !palette.isVisible(segment));
            }
            case "lockSegment" -> {
                int segment = palette.segment().number();
                palette.lock(segment, !palette.isLocked(segment));
            }
            case "ownWork" -> body.contents().showOwn();
            case "nextContent" -> body.contents().showNext();
            case "adjudicate" -> body.adjudicate();
            case "acceptProposal" -> body.edits().acceptProposal();
            case "rejectProposal" -> body.edits().rejectProposal();
            case "copyPrevious" -> body.edits().copyFrom(-1);
            case "copyNext" -> body.edits().copyFrom(1);
            case "interpolate" -> body.edits().interpolate();
            case "propagate" -> body.edits().propagate();
            case "clearFrame" -> body.edits().clear();
            default -> throw new IllegalArgumentException("The editor has no command called " + what);
        }
    }

    private static LayerStyle next(LayerStyle style) {
        LayerStyle[] all = LayerStyle.values();
        return all[(style.ordinal() + 1) % all.length];
    }
}
