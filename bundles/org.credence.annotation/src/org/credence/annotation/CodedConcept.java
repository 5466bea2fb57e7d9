package org.credence.annotation;

/**
 * A term of a coding scheme, as DICOM writes it (PS3.3, 8.8).
 *
 * @param value the code, at most 16 characters
 * @param scheme its scheme's designator: {@code SCT}, {@code DCM}, or {@code 99...} for a private one
 * @param meaning the term for people, at most 64 characters
 */
public record CodedConcept(String value, String scheme, String meaning) {

    public CodedConcept {
        if (value.isBlank() || value.length() > 16 || scheme.isBlank() || scheme.length() > 16) {
            throw new IllegalArgumentException(
                    "A code and its scheme have 1 to 16 characters, got: " + value + ", " + scheme);
        }
        if (meaning.isBlank() || meaning.length() > 64) {
            throw new IllegalArgumentException("A code's meaning has 1 to 64 characters, got: " + meaning);
        }
    }

    /** Whether another term has the same code of the same scheme, whatever words are used for it. */
    public boolean isSameCode(CodedConcept other) {
        return value.equals(other.value) && scheme.equals(other.scheme);
    }
}
