package org.credence.dicom.spi;

import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Takes the elements of a data set or of an item. Used by one thread.
 *
 * <p>Tags are {@code ggggeeee}; value representations are their two letters, and unknown ones are taken as UN. Offsets
 * are in bytes from the first one of the stream that is read.
 */
@ProviderType
public interface ElementSink {

    /**
     * A value of characters.
     *
     * @param value the text, decoded by its Specific Character Set; several values are separated by backslashes
     */
    void text(int tag, String vr, String value) throws IOException;

    /**
     * A value of numbers or bytes.
     *
     * @param value its bytes in little-endian order; not copied
     */
    void bytes(int tag, String vr, byte[] value) throws IOException;

    /**
     * A value that stays where it is, in the byte order of the stream. Pixels are told so always, other values when they
     * are large.
     *
     * @throws IOException if that is not within the stream
     */
    void stored(int tag, String vr, long offset, long length) throws IOException;

    /**
     * Encapsulated fragments, which stay where they are; the first is the offset table.
     *
     * @param offsets where the bytes of each start, ascending
     * @param lengths bytes of each
     * @throws IOException if they are not within the stream
     */
    void fragments(int tag, String vr, long[] offsets, long[] lengths) throws IOException;

    /**
     * A sequence.
     *
     * @param count its items
     * @return what takes the elements of each item
     */
    List<ElementSink> items(int tag, int count) throws IOException;
}
