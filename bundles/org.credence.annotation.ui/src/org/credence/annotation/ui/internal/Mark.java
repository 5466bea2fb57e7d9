package org.credence.annotation.ui.internal;

import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;

/** Something thin that is drawn over a pane's image, such as an outline under way, a ruler or a cross. UI thread only. */
interface Mark {

    /** What of the canvas it may touch, in points. */
    Rectangle bounds(FramePane pane);

    void draw(GC gc, FramePane pane);
}
