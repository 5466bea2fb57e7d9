package org.credence.imaging;

import java.util.List;
import java.util.Optional;

/**
 * What a file holds.
 *
 * @param format the format and its variant, such as "DICOM, JPEG Baseline (1.2.840.10008.1.2.4.50)"
 * @param summary one sentence for people: kind of object, size, frames
 * @param attributes the header's elements in the file's order, pixel data named but not printed
 * @param pixelDigest SHA-256 of the decoded pixels of all frames in hexadecimal, when asked for and possible
 * @param pixelError why there is no digest although it was asked for
 */
public record FileDescription(
        String format,
        String summary,
        List<Attribute> attributes,
        Optional<String> pixelDigest,
        Optional<String> pixelError) {

    public FileDescription {
        attributes = List.copyOf(attributes);
    }
}
