package org.credence.annotation.ui.internal;

/** What the left button of the pointer does on panes; places are image columns and rows. UI thread only. */
interface PointerTool {

    /** Whether something was begun and is not finished, which may take many clicks. */
    boolean isUnderWay();

    /** Whether Esc, Enter and Backspace mean something to it now. */
    default boolean takesKeys() {
        return isUnderWay();
    }

    void press(PaneReading on, double column, double row);

    /** The button is pressed with the key that makes the opposite of it, where there is one. */
    default void pressOpposite(PaneReading on, double column, double row) {
        press(on, column, row);
    }

    /** The pointer moves with the button pressed. */
    void drag(double column, double row);

    void release(double column, double row);

    /** The pointer moves with no button pressed. */
    void hover(PaneReading on, double column, double row);

    /** The pointer has left the pane. */
    void leave(PaneReading pane);

    /** Finishes what was begun, if nothing is missing. */
    void confirm();

    /** Takes back the last of several clicks. */
    void back();

    /** Gives up what was begun. */
    void cancel();

    /** Finishes what was begun as far as it goes, since the reader turns to something else. */
    void end();
}
