package org.credence.headless.internal;

/** Where a model's probability becomes a mask. */
final class Cut {

    /** A model trained on labels cut at a threshold has learned that threshold already: its own cut is one half. */
    static final int PERCENT = 50;

    private Cut() {}
}
