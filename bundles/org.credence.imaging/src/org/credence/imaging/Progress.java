package org.credence.imaging;

import java.util.concurrent.CancellationException;

/**
 * How long-running work reports and learns that it is no longer wanted.
 *
 * <p>Implemented by whoever starts the work (a Job, a command line, a test); called on the thread that works.
 */
public interface Progress {

    /** Reports nothing and is never cancelled. */
    Progress NONE = new Progress() {
        @Override
        public void report(double fraction, String message) {}

        @Override
        public boolean isCancelled() {
            return false;
        }
    };

    /**
     * Says how far the work is.
     *
     * @param fraction done so far, 0 to 1
     * @param message what is being done, a short phrase for people
     */
    void report(double fraction, String message);

    /** Whether the work is no longer wanted; the worker stops soon and leaves nothing half-written. */
    boolean isCancelled();

    /**
     * Stops the work if it is no longer wanted.
     *
     * @throws CancellationException if {@link #isCancelled()}
     */
    default void checkCancelled() {
        if (isCancelled()) {
            throw new CancellationException("Cancelled.");
        }
    }

    /** The part of this progress between two fractions, as a whole of its own for a step of the work. */
    default Progress part(double from, double to) {
        Progress whole = this;
        return new Progress() {
            @Override
            public void report(double fraction, String message) {
                whole.report(from + (to - from) * fraction, message);
            }

            @Override
            public boolean isCancelled() {
                return whole.isCancelled();
            }
        };
    }
}
