package org.credence.imaging;

import java.util.List;
import java.util.Optional;

/**
 * What a file holds.
 *
 * @param format the format and its variant, such as "DICOM, JPEG Baseline (1.2.840.10008.1.2.4.50)"
 * @param summary one sentence for people: kind of object, size, frames
 * @param attributes the header's elements in the file's order, pixel data named but not printed; where
 *     pixelError says that the file is damaged, those before the damage
 * @param content what it says in its body, a line each, such as the text of a report; often empty
 * @param pixelDigest SHA-256 of the decoded pixels of all frames in hexadecimal, when asked for and possible
 * @param pixelError why there is no digest although it was asked for
 * @param json the header in the format's own JSON model, when asked for; for DICOM that of PS3.18, annex F
 */
public record FileDescription(
        String format,
        String summary,
        List<Attribute> attributes,
        List<String> content,
        Optional<String> pixelDigest,
        Optional<String> pixelError,
        Optional<String> json) {

    /** What takes time or space and is only said when asked for. */
    public enum Detail {
        /** Decode all pixels and say their digest. */
        DIGEST,
        /** The header in the format's own JSON model. */
        JSON
    }

    public FileDescription {
        attributes = List.copyOf(attributes);
        content = List.copyOf(content);
    }
}
