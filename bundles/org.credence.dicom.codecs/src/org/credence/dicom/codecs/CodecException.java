package org.credence.dicom.codecs;

import java.io.IOException;

/** Pixels that cannot be decoded or encoded exactly. The message says what is wrong with them, with the value found. */
public final class CodecException extends IOException {

    private static final long serialVersionUID = 1L;

    public CodecException(String message) {
        super(message);
    }

    public CodecException(String message, Throwable cause) {
        super(message, cause);
    }
}
