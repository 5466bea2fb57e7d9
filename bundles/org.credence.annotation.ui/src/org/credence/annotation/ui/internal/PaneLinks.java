package org.credence.annotation.ui.internal;

import java.util.EnumSet;

/** In what the panes of an editor follow the one that the reader works in. UI thread only. */
final class PaneLinks {

    /** What can be followed. */
    enum Link {
        /** Steps through frames, and the cine. */
        FRAMES,
        /** The part of the image that is shown. */
        VIEW,
        /** The window, among images of one modality. */
        WINDOW,
        /** A cross where the pointer is. */
        CURSOR
    }

    private final EnumSet<Link> on = EnumSet.allOf(Link.class);

    boolean isOn(Link link) {
        return on.contains(link);
    }

    /** Follows in nothing, or in everything if it follows in nothing. */
    void toggleAll() {
        if (on.isEmpty()) {
            on.addAll(EnumSet.allOf(Link.class));
        } else {
            on.clear();
        }
    }

    void toggle(Link link) {
        if (!on.remove(link)) {
            on.add(link);
        }
    }
}
