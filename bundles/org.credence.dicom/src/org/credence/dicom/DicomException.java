package org.credence.dicom;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.credence.imaging.ImagingException;

/**
 * A DICOM file that could not be read, decoded or written. Besides the sentence for people it carries the element and the
 * place in the file where known.
 */
public final class DicomException extends ImagingException {

    private static final long serialVersionUID = 1L;

    private final boolean hasTag;
    private final int tag;
    private final long offset;

    public DicomException(String message) {
        this(message, null);
    }

    public DicomException(String message, Throwable cause) {
        super(message, cause);
        this.hasTag = false;
        this.tag = 0;
        this.offset = -1;
    }

    /**
     * An error at an element.
     *
     * @param message one sentence for people
     * @param tag the element's tag, {@code ggggeeee}
     * @param offset where the element starts in the file (in the inflated data set, where that is deflated), or -1
     */
    public DicomException(String message, int tag, long offset) {
        super(message);
        this.hasTag = true;
        this.tag = tag;
        this.offset = offset;
    }

    /** The element that is to blame, as {@code ggggeeee}, where one is. */
    public OptionalInt tag() {
        return hasTag ? OptionalInt.of(tag) : OptionalInt.empty();
    }

    /** Where that element starts, in bytes from the start of the file (of the inflated data set, where deflated). */
    public OptionalLong offset() {
        return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    }
}
