package org.credence.analytics.spi;

import java.nio.file.Path;
import org.credence.analytics.AnalyticsException;
import org.credence.analytics.Report;
import org.osgi.annotation.versioning.ConsumerType;

/** Writes reports in one format. Implemented by format bundles and registered as an OSGi service. Thread-safe. */
@ConsumerType
public interface ReportWriter {

    /** The format's short name, such as {@code html}. */
    String format();

    /**
     * Writes a report; the file appears whole or not at all, an existing one is replaced. Blocks.
     *
     * @param folder where to; made if it does not exist
     * @return the file to open
     * @throws AnalyticsException if it cannot be written
     */
    Path write(Report report, Path folder) throws AnalyticsException;
}
