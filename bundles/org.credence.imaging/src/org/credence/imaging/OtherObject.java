package org.credence.imaging;

import java.nio.file.Path;

/**
 * Something sound that is no image: a report, a document, a segmentation, a waveform.
 *
 * @param file where it lies
 * @param series what it belongs to
 * @param kind what it is, such as "Encapsulated PDF Storage"
 * @param title what it calls itself; may be empty
 */
public record OtherObject(Path file, SeriesInfo series, String kind, String title) implements ImageFile {}
