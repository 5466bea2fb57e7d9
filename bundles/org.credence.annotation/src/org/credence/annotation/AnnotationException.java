package org.credence.annotation;

import java.io.IOException;

/**
 * An annotation that could not be read or kept. The message is one sentence for people: what failed, with which value, and
 * what to do.
 */
public class AnnotationException extends IOException {

    /** What a caller can do about it. */
    public enum Kind {
        /** The file is not what it was when it was last read or written here; save under another name, or open it anew. */
        CONFLICT,
        /** The place cannot be written to: no permission, or it is read-only; save to another place. */
        NOT_WRITABLE,
        /** The disk or the quota is full; make room, or save to another place. */
        NO_SPACE,
        /** Anything else; the message says what. */
        OTHER
    }

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    public AnnotationException(String message) {
        this(message, null);
    }

    public AnnotationException(String message, Throwable cause) {
        this(Kind.OTHER, message, cause);
    }

    public AnnotationException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
