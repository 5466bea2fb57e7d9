package org.credence.analytics;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.credence.analytics.spi.ReportWriter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Writes reports in whichever formats are installed. Thread-safe.
 *
 * <p>Policy: for one format, the writer with the highest service ranking writes.
 */
@Component(service = ReportWriters.class)
public final class ReportWriters {

    private final List<ReportWriter> writers;

    /**
     * @param byRank as Declarative Services orders services: the first is preferred
     */
    @Activate
    public ReportWriters(@Reference(policyOption = ReferencePolicyOption.GREEDY) List<ReportWriter> byRank) {
        this.writers = List.copyOf(byRank);
    }

    /** The formats that can be written. */
    public List<String> formats() {
        return writers.stream().map(ReportWriter::format).distinct().toList();
    }

    /**
     * Writes a report in every format.
     *
     * @param folder made if it does not exist
     * @return the files written
     * @throws AnalyticsException if no format is installed or writing fails
     */
    public List<Path> writeAll(Report report, Path folder) throws AnalyticsException {
        List<Path> files = new ArrayList<>();
        for (String format : formats()) {
            files.add(write(report, format, folder));
        }
        if (files.isEmpty()) {
            throw new AnalyticsException(
                    "The report cannot be written: no format is installed; install the bundle org.credence.analytics.");
        }
        return files;
    }

    /**
     * Writes a report in one format.
     *
     * @param folder made if it does not exist
     * @return the file written
     * @throws AnalyticsException if the format is not installed or writing fails
     */
    public Path write(Report report, String format, Path folder) throws AnalyticsException {
        for (ReportWriter writer : writers) {
            if (writer.format().equals(format)) {
                return writer.write(report, folder);
            }
        }
        throw new AnalyticsException(
                "Reports cannot be written as " + format + "; known formats: " + String.join(", ", formats()) + ".");
    }
}
