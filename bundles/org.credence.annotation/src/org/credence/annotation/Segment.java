package org.credence.annotation;

/**
 * A class of structures that readers paint.
 *
 * @param number from 1, unique in its scheme
 * @param label for people, unique in its scheme
 * @param category its DICOM property category, such as "Morphologically abnormal structure"
 * @param type its DICOM property type
 * @param rgb the colour it is shown in, {@code 0xRRGGBB}
 */
public record Segment(int number, String label, CodedConcept category, CodedConcept type, int rgb) {

    public Segment {
        if (number < 1 || number > 65535) {
            throw new IllegalArgumentException("Segments are numbered from 1 to 65535, got: " + number);
        }
        if (label.isBlank() || label.length() > 64) {
            throw new IllegalArgumentException("A segment's label has 1 to 64 characters, got: " + label);
        }
    }
}
