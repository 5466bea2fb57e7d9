package org.credence.annotation.ui.internal;

import java.util.Optional;
import java.util.function.Supplier;
import org.credence.annotation.ui.PromptedModel;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ProbabilityMap;

/** Connects the hand that points with its editor, which may be closed by the time that an answer comes. UI thread only. */
final class EditorPrompts implements PromptingHand.Surroundings {

    private final EditorBody body;
    private final Supplier<Optional<PromptedModel>> model;

    EditorPrompts(EditorBody body, Supplier<Optional<PromptedModel>> model) {
        this.body = body;
        this.model = model;
    }

    @Override
    public Optional<PromptedModel> model() {
        return model.get();
    }

    @Override
    public boolean isBlinded() {
        return body.input().isBlinded();
    }

    @Override
    public void propose(FrameRef frame, ProbabilityMap map, String name) {
        if (!body.isDisposed()) {
            body.showProposal(frame, map, Optional.empty(), name);
        }
    }

    @Override
    public void withdraw(FrameRef frame) {
        body.proposals().remove(frame);
        if (!body.isDisposed()) {
            body.grid().refresh();
        }
    }

    @Override
    public void hint(String text) {
        if (!body.isDisposed()) {
            body.hint(text);
        }
    }
}
