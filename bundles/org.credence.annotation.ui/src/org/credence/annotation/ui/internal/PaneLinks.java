package org.credence.annotation.ui.internal;

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

    private final java.util.EnumSet<Link> on = java.util.EnumSet.allOf(Link.class);

    boolean isOn(Link link) {
        return on.contains(link);
    }

    void toggle(Link link) {
        if (!on.remove(link)) {
            on.add(link);
        }
    }
}
