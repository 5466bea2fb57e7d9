package org.credence.dicom.spi;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/** The bytes of a video, fragments joined. Thread-safe; the file is open only between {@link #open} and close. */
@ProviderType
public interface VideoStream {

    /** Bytes in all. */
    long size();

    /**
     * Opens it for reading.
     *
     * @throws IOException if the file cannot be read or was changed since its header was read
     */
    Reading open() throws IOException;

    /** Reads at any place until closed; used by one thread. */
    @ProviderType
    interface Reading extends AutoCloseable {

        /**
         * Reads some bytes.
         *
         * @param offset from the start of the video
         * @return how many were read: at least 1 and at most {@code length}; -1 at the end
         */
        int read(long offset, byte[] target, int from, int length) throws IOException;

        @Override
        void close() throws IOException;
    }
}
