package org.credence.annotation.ui;

/** How painted confidence is shown over an image. */
public enum LayerStyle {
    /** The surer, the more opaque. */
    OPACITY,
    /** By a ramp of lightness in the segment's hue, with a legend. */
    COLOR,
    /** As lines at chosen percents, which leave the image free. */
    OUTLINES,
    /** As the yes or no that results at the threshold. */
    THRESHOLD
}
