package org.credence.annotation.ui.internal;

import java.util.List;
import java.util.Optional;
import org.credence.annotation.ui.WindowChoice;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.PresentationState;
import org.credence.imaging.Window;

/** The window that the frames of a series are shown under, and where it comes from. Needs no display. */
final class Windowing {

    private final List<PresentationState> presentations;
    private Window window;
    private boolean inverted;
    private Optional<PresentationState> presentation = Optional.empty();

    /** @param presentations that can be chosen besides the file's own windows */
    Windowing(List<PresentationState> presentations) {
        this.presentations = List.copyOf(presentations);
    }

    /** Empty until the first frame is there. */
    Optional<Window> window() {
        return Optional.ofNullable(window);
    }

    /** Whether bright and dark of gray frames are exchanged. */
    boolean isInverted() {
        return inverted;
    }

    void toggleInverted() {
        inverted = !inverted;
    }

    /** Takes the window that holds for a frame: the presentation's, else the one so far; false if it stays the same. */
    boolean enter(Frame frame, FrameRef reference) {
        Window before = window;
        window = presentation.flatMap(p -> p.window(reference)).orElse(window == null ? frame.defaultWindow() : window);
        return !window.equals(before);
    }

    /** Goes back to what the file asks for. */
    void reset(Frame frame) {
        window = frame.defaultWindow();
        inverted = false;
        presentation = Optional.empty();
    }

    /** Moves the window by hand. */
    void set(Window next) {
        window = next;
        presentation = Optional.empty();
    }

    /** Takes the window and the inversion of another. */
    void follow(Windowing other) {
        window = other.window;
        inverted = other.inverted;
        presentation = other.presentation;
    }

    List<WindowChoice> choices(Frame frame, FrameRef reference) {
        return Windows.choices(frame, reference, presentations);
    }

    void choose(WindowChoice choice, Frame frame) {
        if (choice.presentation().isPresent()) {
            inverted =
                    choice.presentation().get().inverted() != frame.grayValues().inverted();
        } else if (presentation.isPresent()) {
            inverted = false;
        }
        window = choice.window();
        presentation = choice.presentation();
    }

    /** The choice after the current one; the first after the last, or where the window was moved by hand. */
    WindowChoice next(Frame frame, FrameRef reference) {
        List<WindowChoice> choices = choices(frame, reference);
        int now = -1;
        for (int i = 0; i < choices.size(); i++) {
            if (choices.get(i).window().equals(window)
                    && choices.get(i).presentation().equals(presentation)) {
                now = i;
            }
        }
        return choices.get((now + 1) % choices.size());
    }
}
