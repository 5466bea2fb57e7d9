package org.credence.segmentation.onnx.internal;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.credence.segmentation.SegmentationException;

/**
 * Work that one thread hands to another and waits for. Other than with a {@link java.util.concurrent.FutureTask}, who
 * withdraws it knows whether it had begun, and waiting in steps makes no exceptions.
 */
public final class Handover<T> implements Runnable {

    private final Callable<T> work;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final CountDownLatch done = new CountDownLatch(1);
    private T result;
    private Throwable failure;

    public Handover(Callable<T> work) {
        this.work = work;
    }

    @Override
    public void run() {
        if (!taken.compareAndSet(false, true)) {
            return;
        }
        try {
            result = work.call();
        } catch (Throwable e) {
            // Whatever it is goes to the thread that waits.
            failure = e;
        } finally {
            done.countDown();
        }
    }

    /** Takes the work back; true if it had not begun, and then it never will. */
    public boolean withdraw() {
        return taken.compareAndSet(false, true);
    }

    /** Waits for so long; whether the work is done. */
    public boolean done(int timeoutMs) throws InterruptedException {
        return done.await(timeoutMs, TimeUnit.MILLISECONDS);
    }

    /**
     * What came of it, once it is done.
     *
     * @throws SegmentationException if the work failed; errors and cancellation come as they are
     */
    public T result() throws SegmentationException {
        switch (failure) {
            case null -> {
                return result;
            }
            case SegmentationException e -> throw e;
            case java.util.concurrent.CancellationException e -> throw e;
            case Error e -> throw e;
            default -> throw new SegmentationException("ONNX Runtime failed: " + failure + ".", failure);
        }
    }
}
