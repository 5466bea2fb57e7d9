package org.credence.annotation;

/**
 * A person (or, in a simulation, a simulated one) who reads images.
 *
 * @param id short and stable, part of every key: letters, digits, dot, dash and underscore
 * @param name for people; spaces around it are left out
 */
public record Reader(String id, String name) {

    private static final int LONGEST_ID = 16;
    private static final int LONGEST_NAME = 64;
    private static final String SECOND_ID = "-2";
    private static final String SECOND_NAME = ", second reading";

    public Reader {
        if (!id.matches("[A-Za-z0-9._-]{1," + LONGEST_ID + "}")) {
            throw new IllegalArgumentException("A reader's id has 1 to " + LONGEST_ID
                    + " letters, digits, dots, dashes or underscores, got: " + id);
        }
        // Files keep no spaces around a name, and what they keep is compared with what was given.
        name = name.strip();
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "A reader's name has 1 to " + LONGEST_NAME + " characters, got: " + name);
        }
    }

    /**
     * The same person reading the same images again: the id with {@code -2}, so that both readings are kept and can be
     * compared. A name that would become too long is cut.
     *
     * @throws IllegalArgumentException if the id has no room for it
     */
    public Reader second() {
        int room = LONGEST_ID - SECOND_ID.length();
        if (id.length() > room) {
            throw new IllegalArgumentException("Second readings are kept under the reader's id and " + SECOND_ID
                    + ", so it may have " + room + " characters, and " + id + " has " + id.length()
                    + ". Choose a shorter id.");
        }
        int kept = Math.min(name.length(), LONGEST_NAME - SECOND_NAME.length());
        return new Reader(id + SECOND_ID, name.substring(0, kept) + SECOND_NAME);
    }
}
