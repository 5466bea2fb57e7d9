package org.credence.annotation;

/**
 * One reading of one case.
 *
 * @param key what is read: the SOP Instance UID of a series' first image
 * @param pass 1, or 2 if the reader is asked again
 */
public record ReadingCase(String key, int pass) {

    public ReadingCase {
        if (key.isBlank()) {
            throw new IllegalArgumentException("A case has a key, the UID of its first image, got: \"" + key + "\"");
        }
        if (pass != 1 && pass != 2) {
            throw new IllegalArgumentException("A case is read in pass 1 or 2, got: " + pass);
        }
    }

    /**
     * Under whom the reading is stored: a second reading under another reader, so that it neither shows nor changes the
     * first.
     *
     * @throws IllegalArgumentException as {@link Reader#second}
     */
    public Reader storedAs(Reader reader) {
        return pass == 1 ? reader : reader.second();
    }
}
