package org.credence.headless.internal;

import java.util.List;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.imaging.ImageSeries;
import org.credence.phantom.PhantomClip;
import org.credence.phantom.PhantomExam;

/**
 * One exam of the demo: what was simulated, and the same as it came back from files.
 *
 * @param exam as simulated, with its truth and outcome
 * @param clips as read back
 */
record Study(PhantomExam exam, List<ReadClip> clips) {

    Study {
        clips = List.copyOf(clips);
    }

    /**
     * A clip read back from DICOM with the readers' annotations read back from SEG.
     *
     * @param truth what was simulated
     * @param series the frames, from the file
     * @param readers the annotations, from their files
     */
    record ReadClip(PhantomClip truth, ImageSeries series, List<AnnotationSnapshot> readers) {

        ReadClip {
            readers = List.copyOf(readers);
        }
    }
}
