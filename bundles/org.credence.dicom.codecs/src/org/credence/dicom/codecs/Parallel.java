package org.credence.dicom.codecs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Independent pieces of one frame, on the caller's thread and on as many of the common pool as are free. The caller never
 * waits for a thread that has not started on a piece, so that it gets done however busy the pool is, and from within the
 * pool too.
 */
final class Parallel {

    /** One of several pieces, with what its thread works with. */
    interface Piece<S> {
        void run(S scratch, int index) throws CodecException;
    }

    /** The work of one thread: pieces until there are none left, or one has failed. */
    private static final class Worker<S> {

        private final int pieces;
        private final AtomicInteger next;
        private final AtomicReference<Throwable> failure;
        private final Supplier<S> scratch;
        private final Piece<S> piece;

        Worker(
                int pieces,
                AtomicInteger next,
                AtomicReference<Throwable> failure,
                Supplier<S> scratch,
                Piece<S> piece) {
            this.pieces = pieces;
            this.next = next;
            this.failure = failure;
            this.scratch = scratch;
            this.piece = piece;
        }

        void work() {
            try {
                S own = null;
                for (int i = next.getAndIncrement(); i < pieces && failure.get() == null; i = next.getAndIncrement()) {
                    own = own == null ? scratch.get() : own;
                    piece.run(own, i);
                }
            } catch (CodecException | RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            }
        }
    }

    /**
     * What the pool gets: a worker that somebody takes once, to work or to call it off. A pool without a free thread keeps
     * tasks for long, one without any thread for ever, and then must not keep the frame with them.
     */
    private static final class Offer<S> extends AtomicReference<Worker<S>> implements Runnable {

        private static final long serialVersionUID = 1;

        Offer(Worker<S> worker) {
            super(worker);
        }

        @Override
        public void run() {
            Worker<S> taken = getAndSet(null);
            if (taken != null) {
                taken.work();
            }
        }
    }

    private Parallel() {}

    /**
     * Runs all pieces, in any order, and returns when they are done.
     *
     * @param worthwhile whether they take so long that other threads should help
     * @param scratch for each thread that takes part
     * @throws CodecException the first one that a piece threw; others may then not have been run
     */
    static <S> void run(boolean worthwhile, int pieces, Supplier<S> scratch, Piece<S> piece) throws CodecException {
        int helpers = worthwhile ? Math.min(pieces - 1, ForkJoinPool.getCommonPoolParallelism()) : 0;
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Worker<S> worker = new Worker<>(pieces, next, failure, scratch, piece);
        List<Offer<S>> offers = new ArrayList<>();
        List<ForkJoinTask<?>> tasks = new ArrayList<>();
        for (int i = 0; i < helpers; i++) {
            offers.add(new Offer<>(worker));
            tasks.add(ForkJoinPool.commonPool().submit(offers.get(i)));
        }
        worker.work();
        for (int i = helpers - 1; i >= 0; i--) {
            if (offers.get(i).getAndSet(null) == null) {
                tasks.get(i).join();
            } else {
                // Out of the queue, if it is still the latest there.
                tasks.get(i).tryUnfork();
            }
        }
        switch (failure.get()) {
            case null -> {}
            case CodecException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw (RuntimeException) e;
        }
    }
}
