package org.credence.annotation.ui.internal;

import org.credence.annotation.AnnotationSnapshot;
import org.credence.imaging.ImageSeries;

/**
 * What a pane shows: images, and what is said about them.
 *
 * @param series the images
 * @param layers what lies over them; all but {@link Theirs} and {@link Bare} are about the editor's own series
 */
record PaneContent(ImageSeries series, Layers layers) {

    /** What lies over the images. */
    sealed interface Layers permits Own, Theirs, Everyone, Proposed, Doubt, Map, Bare {}

    /** What the reader of the editor painted, with proposals; the only one that can be painted on. */
    record Own() implements Layers {}

    /**
     * What another reader painted, or a model that its file calls a reader.
     *
     * @param work as it was stored
     */
    record Theirs(AnnotationSnapshot work) implements Layers {}

    /** Outlines of all readers, one colour each, of the segment that is chosen. */
    record Everyone() implements Layers {}

    /** What a model proposes. */
    record Proposed() implements Layers {}

    /** How far the opinions of several models are apart on the segment that is chosen. */
    record Doubt() implements Layers {}

    /** How the readers agree on the segment that is chosen. */
    record Map(Kind kind) implements Layers {
        /** What is mapped. */
        enum Kind {
            /** The mean of the readers' confidence. */
            MEAN,
            /** The highest confidence less the lowest. */
            SPREAD
        }
    }

    /** Nothing. */
    record Bare() implements Layers {}
}
