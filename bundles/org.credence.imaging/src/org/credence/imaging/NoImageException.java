package org.credence.imaging;

/** A file of a known format that is sound but holds no image, such as a report. A folder scan passes over it. */
public final class NoImageException extends ImagingException {

    private static final long serialVersionUID = 1L;

    public NoImageException(String message) {
        super(message);
    }
}
