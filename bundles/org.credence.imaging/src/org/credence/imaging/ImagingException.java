package org.credence.imaging;

import java.io.IOException;

/**
 * An image that could not be found, read, decoded or written. The message is one sentence for people: what failed, with
 * which value, and what to do.
 */
public class ImagingException extends IOException {

    private static final long serialVersionUID = 1L;

    public ImagingException(String message) {
        super(message);
    }

    public ImagingException(String message, Throwable cause) {
        super(message, cause);
    }
}
