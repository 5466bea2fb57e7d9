package org.credence.headless.internal;

import java.io.PrintWriter;
import java.util.Locale;
import org.credence.imaging.Progress;

/**
 * Progress on stderr: one line that is rewritten on a terminal, else a line per tenth of the way and per new step.
 *
 * <p>Never cancelled by itself; Ctrl+C ends the process, and every writer of files moves them into place only when whole.
 */
final class TerminalProgress implements Progress {

    private static final int WIDTH = 24;
    private static final int COLUMNS = 79;

    private final PrintWriter err;
    private final boolean rewrites;
    private final long startedNanos = System.nanoTime();
    private String lastLine = "";
    private String lastStep = "";
    private int lastTenth = -1;

    TerminalProgress(PrintWriter err, boolean rewrites) {
        this.err = err;
        this.rewrites = rewrites;
    }

    /** Progress that rewrites its line where a person is watching: the launcher knows, and says so in a property. */
    static TerminalProgress on(PrintWriter err) {
        return new TerminalProgress(err, Boolean.getBoolean("credence.terminal"));
    }

    @Override
    public synchronized void report(double fraction, String text) {
        String message = printable(text);
        double done = Math.clamp(fraction, 0.0, 1.0);
        int percent = (int) (100 * done);
        if (rewrites) {
            String bar = "#".repeat((int) (WIDTH * done)) + "-".repeat(WIDTH - (int) (WIDTH * done));
            String line = String.format(Locale.ROOT, "[%s] %3d %%  %s", bar, percent, message);
            // What wraps cannot be rewritten.
            line = line.length() <= COLUMNS ? line : line.substring(0, COLUMNS - 1) + "\u2026";
            if (!line.equals(lastLine)) {
                err.print("\r" + line + " ".repeat(Math.max(0, lastLine.length() - line.length())));
                err.flush();
                lastLine = line;
            }
            return;
        }
        // Steps are told apart by their words; counters and losses within a step change all the time.
        String step = message.replaceAll("[-0-9.,]+", "#");
        if (!step.equals(lastStep) || percent / 10 != lastTenth) {
            lastStep = step;
            lastTenth = percent / 10;
            err.printf(
                    Locale.ROOT, "%3d %%  %5.1f s  %s%n", percent, (System.nanoTime() - startedNanos) / 1e9, message);
            err.flush();
        }
    }

    /** Text of a file's header on one line, and without the codes that steer a terminal. */
    static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    @Override
    public boolean isCancelled() {
        return Thread.currentThread().isInterrupted();
    }

    /** Ends the rewritten line. */
    synchronized void end() {
        if (rewrites && !lastLine.isEmpty()) {
            err.println();
            lastLine = "";
        }
    }
}
