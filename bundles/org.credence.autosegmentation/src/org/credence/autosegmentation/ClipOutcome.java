package org.credence.autosegmentation;

import org.credence.imaging.ImageSeries;

/** What came of one clip of a run. */
public sealed interface ClipOutcome {

    /**
     * The clip's files are there.
     *
     * @param name of the clip's files
     * @param before whether an earlier run had made them, so that the model was not asked
     */
    record Done(ImageSeries series, String name, ClipReport report, boolean before) implements ClipOutcome {}

    /**
     * There are no new files; another run tries again.
     *
     * @param reason a sentence for people
     */
    record Failed(ImageSeries series, String reason) implements ClipOutcome {}

    /** The clip. */
    ImageSeries series();

    /** What people call the clip: its patient's id and its description. */
    default String title() {
        return title(series());
    }

    /** What people call a clip. */
    static String title(ImageSeries series) {
        return series.info().patientId() + " " + series.info().seriesDescription();
    }
}
