package org.credence.workbench.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.credence.autosegmentation.AutoSegmentation;
import org.credence.autosegmentation.ClipOutcome;
import org.eclipse.osgi.util.NLS;

/**
 * What has come of a folder that a model segments, clip by clip. Written by the Job's thread, and read by another only once
 * the Job has handed it over.
 */
final class SegmentTally implements AutoSegmentation.Watcher {

    private final List<String> failures = new ArrayList<>();
    private String accelerator = "";
    private int clips;
    private int done;
    private int before;

    /** @param count of clips that were found */
    void expect(int count) {
        clips = count;
    }

    /** Names what is no clip, such as a file that cannot be read. */
    void fail(String reason) {
        failures.add(reason);
    }

    @Override
    public void finished(ClipOutcome outcome) {
        switch (outcome) {
            case ClipOutcome.Done d when d.before() -> before++;
            case ClipOutcome.Done d -> done++;
            case ClipOutcome.Failed f -> failures.add(NLS.bind(Messages.Segment_failure, f.title(), f.reason()));
        }
    }

    @Override
    public void runsOn(String what) {
        accelerator = what;
    }

    /** What failed, a sentence each. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /**
     * All of it in sentences, but for the failures' own.
     *
     * @param results the folder for the annotations
     */
    String text(Path results, boolean cancelled) {
        StringBuilder text = new StringBuilder();
        if (cancelled) {
            text.append(NLS.bind(Messages.Segment_cancelled, done + before, clips))
                    .append('\n');
        }
        text.append(NLS.bind(Messages.Segment_summary, new Object[] {done, before, failures.size(), results}));
        if (!accelerator.isEmpty()) {
            text.append('\n').append(NLS.bind(Messages.Segment_ranOn, accelerator));
        }
        return text.toString();
    }
}
