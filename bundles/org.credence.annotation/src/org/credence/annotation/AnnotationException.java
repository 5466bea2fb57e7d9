package org.credence.annotation;

import java.io.IOException;

/**
 * An annotation that could not be read or kept. The message is one sentence for people: what failed, with which value, and
 * what to do.
 */
public class AnnotationException extends IOException {

    private static final long serialVersionUID = 1L;

    public AnnotationException(String message) {
        super(message);
    }

    public AnnotationException(String message, Throwable cause) {
        super(message, cause);
    }
}
