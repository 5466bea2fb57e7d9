package org.credence.dicom.spi;

import java.io.IOException;
import java.io.InputStream;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Reads the elements of a data set. Implemented around a parser and handed to
 * {@link org.credence.dicom.DicomImageSource#DicomImageSource(DataSetReader)}. Stateless and thread-safe.
 *
 * <p>Bytes are hostile: an implementation bounds depth and number of elements itself, and allocates nothing that is not
 * really there.
 */
@ConsumerType
public interface DataSetReader {

    /**
     * Reads the elements up to the end of the stream.
     *
     * @param in what makes up the file meta information or the data set, inflated if need be; starts at its first
     *     element. It marks, resets and skips over any distance without holding bytes, and is closed by the caller
     * @param length bytes in the stream, at least 1
     * @param transferSyntax how elements are really written: implicit little endian, explicit little endian or explicit
     *     big endian, by its UID
     * @param into takes the elements, in the order of their tags
     * @throws IOException if the bytes are no data set; the message says why and ends without a full stop. A
     *     {@link org.credence.dicom.DicomException} may tell the element and its offset in the stream besides
     */
    void read(InputStream in, long length, String transferSyntax, ElementSink into) throws IOException;
}
