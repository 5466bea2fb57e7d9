package org.credence.annotation.ui;

import java.util.List;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.imaging.ImageSeries;

/** What a host lets an editor show beside its own series and its reader's work. */
public interface Companions {

    /** Nothing. */
    Companions NONE = new Companions() {
        @Override
        public List<ImageSeries> series() {
            return List.of();
        }

        @Override
        public List<AnnotationSnapshot> readings(ImageSeries series) {
            return List.of();
        }
    };

    /** The series that panes can show, in the order in which they are offered. UI thread; must not block. */
    List<ImageSeries> series();

    /**
     * What other readers, and models that were stored like readers, have painted on a series. Blocks; called in a Job.
     *
     * @throws AnnotationException if something that is stored cannot be read
     */
    List<AnnotationSnapshot> readings(ImageSeries series) throws AnnotationException;
}
