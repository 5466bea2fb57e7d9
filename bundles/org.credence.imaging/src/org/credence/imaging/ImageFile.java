package org.credence.imaging;

import java.nio.file.Path;

/** What a file of a known format holds: an image, or something that stands beside images. */
public sealed interface ImageFile permits ImageInstance, ImageDirectory, PresentationState, OtherObject {

    /** Where it lies. */
    Path file();
}
