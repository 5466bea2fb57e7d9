package org.credence.imaging.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.credence.imaging.Progress;

/**
 * The same work on many items, done by the thread that asks and a few of the JVM's common pool, which has them anyway.
 * Starts no thread.
 */
public final class SharedWork<T, R> {

    /** More readers than this gain nothing on a disk and annoy a file server. */
    private static final int MOST_HELPERS = 7;

    private static final int LEAST_ITEMS_PER_HELPER = 8;
    private static final long WAIT_MS = 20;

    private final List<T> items;
    private final Function<? super T, ? extends R> work;
    private final List<R> results;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean stopped;

    private SharedWork(List<T> items, Function<? super T, ? extends R> work) {
        this.items = items;
        this.work = work;
        this.results = new ArrayList<>(java.util.Collections.nCopies(items.size(), null));
    }

    /**
     * Works on every item.
     *
     * @param work may be called by several threads at once; results must not be null
     * @param progress told on this thread only
     * @param doing what is being done, for people
     * @return the results, in the order of the items
     * @throws CancellationException if cancelled; helpers end after the item that they are at, and its result is dropped
     */
    public static <T, R> List<R> map(
            List<T> items, Function<? super T, ? extends R> work, Progress progress, String doing) {
        return items.isEmpty() ? List.of() : new SharedWork<T, R>(items, work).run(new PacedProgress(progress), doing);
    }

    private List<R> run(PacedProgress progress, String doing) {
        int helpers = Math.min(
                Math.min(MOST_HELPERS, ForkJoinPool.getCommonPoolParallelism()), items.size() / LEAST_ITEMS_PER_HELPER);
        for (int h = 0; h < helpers; h++) {
            ForkJoinPool.commonPool().execute(() -> {
                while (!stopped && workOnOne()) {
                    // The next one.
                }
            });
        }
        try {
            while (workOnOne()) {
                tell(progress, doing);
            }
            while (!finished.await(WAIT_MS, TimeUnit.MILLISECONDS)) {
                tell(progress, doing);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Interrupted.");
        } finally {
            stopped = true;
        }
        Throwable thrown = failure.get();
        if (thrown == null) {
            return results;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
        throw thrown instanceof RuntimeException e ? e : new IllegalStateException(thrown);
    }

    private void tell(PacedProgress progress, String doing) {
        progress.checkCancelled();
        if (progress.isDue()) {
            int n = done.get();
            progress.report((double) n / items.size(), doing + ", " + n + " of " + items.size());
        }
    }

    /** False if there is nothing left to begin. */
    private boolean workOnOne() {
        int i = next.getAndIncrement();
        if (i >= items.size() || failure.get() != null) {
            return false;
        }
        try {
            results.set(i, work.apply(items.get(i)));
            if (done.incrementAndGet() == items.size()) {
                finished.countDown();
            }
            return true;
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            finished.countDown();
            return false;
        }
    }
}
