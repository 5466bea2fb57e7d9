package org.credence.analytics;

import java.io.IOException;

/**
 * A measurement or report that could not be made or written. The message is one sentence for people: what failed, with
 * which value, and what to do.
 */
public class AnalyticsException extends IOException {

    private static final long serialVersionUID = 1L;

    public AnalyticsException(String message) {
        super(message);
    }

    public AnalyticsException(String message, Throwable cause) {
        super(message, cause);
    }
}
