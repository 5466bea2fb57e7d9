package org.credence.annotation.ui;

import java.util.Optional;
import org.credence.imaging.PresentationState;
import org.credence.imaging.Window;

/**
 * A window that a reader can choose by name.
 *
 * @param label for people
 * @param window for the frame that is shown
 * @param presentation whose window it is; it then holds for the other frames too, as the presentation says
 */
public record WindowChoice(String label, Window window, Optional<PresentationState> presentation) {}
