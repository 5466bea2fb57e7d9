package org.credence.analytics.internal;

import java.io.IOException;
import java.nio.file.Path;
import org.credence.analytics.AnalyticsException;
import org.credence.imaging.WholeFile;

/** Where report writers put their file. */
final class ReportFile {

    private ReportFile() {}

    static Path write(Path folder, String name, byte[] content) throws AnalyticsException {
        Path file = folder.resolve(name);
        try {
            WholeFile.write(file, content);
            return file;
        } catch (IOException e) {
            throw new AnalyticsException(
                    "The report " + file + " cannot be written (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "); check the folder's permissions and free space.",
                    e);
        }
    }
}
