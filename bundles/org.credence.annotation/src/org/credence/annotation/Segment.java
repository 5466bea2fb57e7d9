package org.credence.annotation;

import java.util.List;
import java.util.OptionalInt;

/**
 * A class of structures that readers paint.
 *
 * @param number from 1, unique in its scheme
 * @param label for people, unique in its scheme
 * @param category its DICOM property category, such as "Morphologically abnormal structure"
 * @param type its DICOM property type
 * @param modifiers what narrows the type down, such as a side; usually none
 * @param rgb the colour it is shown in, {@code 0xRRGGBB}
 * @param hotKey the digit that chooses it, unique in its scheme; without one, its place in the palette gives it a digit
 */
public record Segment(
        int number,
        String label,
        CodedConcept category,
        CodedConcept type,
        List<CodedConcept> modifiers,
        int rgb,
        OptionalInt hotKey) {

    public Segment {
        if (number < 1 || number > 65535) {
            throw new IllegalArgumentException("Segments are numbered from 1 to 65535, got: " + number);
        }
        if (label.isBlank() || label.length() > 64) {
            throw new IllegalArgumentException("A segment's label has 1 to 64 characters, got: " + label);
        }
        if (hotKey.isPresent() && (hotKey.getAsInt() < 0 || hotKey.getAsInt() > 9)) {
            throw new IllegalArgumentException("A segment's key is a digit from 0 to 9, got: " + hotKey.getAsInt());
        }
        modifiers = List.copyOf(modifiers);
    }

    /** A segment without modifiers and without a key of its own. */
    public Segment(int number, String label, CodedConcept category, CodedConcept type, int rgb) {
        this(number, label, category, type, List.of(), rgb, OptionalInt.empty());
    }

    /** Whether another segment has the same codes: those of category, type and modifiers, without their meanings. */
    public boolean isCodedLike(Segment other) {
        return category.isSameCode(other.category)
                && type.isSameCode(other.type)
                && modifiers.size() == other.modifiers.size()
                && modifiers.stream().allMatch(m -> other.modifiers.stream().anyMatch(m::isSameCode));
    }
}
