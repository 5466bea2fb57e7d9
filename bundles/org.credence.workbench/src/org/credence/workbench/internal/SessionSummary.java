package org.credence.workbench.internal;

import java.util.List;
import org.credence.annotation.CaseReading;
import org.credence.annotation.ReadingLog;
import org.eclipse.osgi.util.NLS;

/**
 * What a session has come to.
 *
 * @param completed cases
 * @param cases in all
 * @param medianMs time on task of the completed cases; 0 if there are none
 */
record SessionSummary(int completed, int cases, long medianMs) {

    static SessionSummary of(List<CaseReading> readings) {
        long[] times = readings.stream()
                .filter(CaseReading::completed)
                .mapToLong(CaseReading::workMs)
                .sorted()
                .toArray();
        int middle = times.length / 2;
        long median =
                times.length == 0 ? 0 : times.length % 2 == 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2;
        return new SessionSummary(times.length, readings.size(), median);
    }

    /** In words, with the place of the log. */
    static String text(ReadingLog log) {
        SessionSummary summary = of(log.readings());
        String cases = NLS.bind(Messages.Session_completed, summary.completed(), summary.cases());
        String time = summary.completed() == 0
                ? ""
                : NLS.bind(Messages.Session_median, summary.medianMs() / 60_000, summary.medianMs() / 1000 % 60);
        return cases + time + NLS.bind(Messages.Session_log, log.file());
    }
}
