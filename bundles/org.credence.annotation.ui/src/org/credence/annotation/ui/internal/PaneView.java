package org.credence.annotation.ui.internal;

/**
 * What part of an image a pane shows, in terms that hold for panes and images of other sizes too.
 *
 * @param fitted whether the whole image is shown, however the pane's size changes
 * @param magnification 1 where the whole image just fits
 * @param centerAcross what part of the image's width lies left of the pane's middle, as it is seen
 * @param centerDown what part of the image's height lies above it
 */
record PaneView(boolean fitted, double magnification, double centerAcross, double centerDown) {

    /** The whole image. */
    static final PaneView WHOLE = new PaneView(true, 1, 0.5, 0.5);
}
