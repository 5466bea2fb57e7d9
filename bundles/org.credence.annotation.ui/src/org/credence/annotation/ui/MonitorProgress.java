package org.credence.annotation.ui;

import org.credence.imaging.Progress;
import org.eclipse.core.runtime.IProgressMonitor;

/** A Job's monitor as the domain reports to it; begins the monitor's task. */
public final class MonitorProgress implements Progress {

    private static final int TICKS = 1000;

    private final IProgressMonitor monitor;
    private int done;

    /**
     * @param task what is done, for people
     */
    public MonitorProgress(IProgressMonitor monitor, String task) {
        this.monitor = monitor;
        monitor.beginTask(task, TICKS);
    }

    @Override
    public void report(double fraction, String message) {
        monitor.subTask(message);
        int next = (int) (TICKS * Math.clamp(fraction, 0.0, 1.0));
        if (next > done) {
            monitor.worked(next - done);
            done = next;
        }
    }

    @Override
    public boolean isCancelled() {
        return monitor.isCanceled();
    }
}
