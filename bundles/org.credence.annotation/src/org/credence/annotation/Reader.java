package org.credence.annotation;

/**
 * A person (or, in a simulation, a simulated one) who reads images.
 *
 * @param id short and stable, part of every key: letters, digits, dot, dash and underscore
 * @param name for people
 */
public record Reader(String id, String name) {

    public Reader {
        if (!id.matches("[A-Za-z0-9._-]{1,16}")) {
            throw new IllegalArgumentException(
                    "A reader's id has 1 to 16 letters, digits, dots, dashes or underscores, got: " + id);
        }
        if (name.isBlank() || name.length() > 64) {
            throw new IllegalArgumentException("A reader's name has 1 to 64 characters, got: " + name);
        }
    }
}
