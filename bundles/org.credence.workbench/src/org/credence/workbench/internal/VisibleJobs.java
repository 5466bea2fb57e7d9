package org.credence.workbench.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.eclipse.core.runtime.jobs.Job;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The Jobs that people wait for, which the studies view shows with their progress and a way to cancel. UI thread only.
 */
// Immediate: a delayed component would forget its state whenever nobody happens to hold the service.
@Component(service = VisibleJobs.class, immediate = true)
public final class VisibleJobs {

    private final List<Consumer<Job>> watchers = new CopyOnWriteArrayList<>();

    @Activate
    public VisibleJobs() {}

    /** Shows a Job and starts it. */
    void start(Job job) {
        watchers.forEach(w -> w.accept(job));
        job.schedule();
    }

    /** Tells about every Job that starts from now on; the result ends that. */
    Runnable watch(Consumer<Job> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }
}
