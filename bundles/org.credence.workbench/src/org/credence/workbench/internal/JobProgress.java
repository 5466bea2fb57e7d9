package org.credence.workbench.internal;

import java.util.Optional;
import org.credence.annotation.ui.MonitorProgress;
import org.credence.imaging.Progress;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.QualifiedName;
import org.eclipse.core.runtime.jobs.Job;

/**
 * How far a Job is, for its monitor and for the studies view, which looks every now and then: a Job that reports every frame
 * must not keep the UI thread busy. Made and used on the Job's thread.
 */
final class JobProgress implements Progress {

    private static final QualifiedName KEY = new QualifiedName(Settings.BUNDLE, "advance");

    /** How far a Job is; immutable. */
    record Advance(double fraction, String text) {}

    private final Job job = Job.getJobManager().currentJob();
    private final MonitorProgress monitor;

    /** @param task what is done, for people */
    JobProgress(IProgressMonitor monitor, String task) {
        this.monitor = new MonitorProgress(monitor, task);
    }

    /** How far a Job is; empty if it does not say. Any thread. */
    static Optional<Advance> of(Job job) {
        return Optional.ofNullable((Advance) job.getProperty(KEY));
    }

    @Override
    public void report(double fraction, String message) {
        monitor.report(fraction, message);
        job.setProperty(KEY, new Advance(Math.clamp(fraction, 0.0, 1.0), message));
    }

    @Override
    public boolean isCancelled() {
        return monitor.isCancelled();
    }
}
