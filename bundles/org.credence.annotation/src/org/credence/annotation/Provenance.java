package org.credence.annotation;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where the paint of a segment comes from: the reader's hand alone, or also models whose proposals the reader accepted.
 *
 * @param models their names, sorted, each once; none if all was painted by hand
 */
public record Provenance(List<String> models) {

    /** Painted by hand. */
    public static final Provenance MANUAL = new Provenance(List.of());

    private static final int LONGEST_NAME = 256;

    public Provenance {
        models = models.stream().distinct().sorted().toList();
        for (String model : models) {
            if (!isName(model)) {
                throw new IllegalArgumentException(
                        "A model's name has 1 to 256 characters, no control characters and no"
                                + " spaces around it, got: " + model);
            }
        }
    }

    /** Whether a text may be the name of a model: 1 to 256 characters, none of control, and no spaces around it. */
    public static boolean isName(String model) {
        return !model.isBlank()
                && model.length() <= LONGEST_NAME
                && model.equals(model.strip())
                && !model.matches("(?s).*[\\p{Cntrl}\\u0085\\u2028\\u2029].*");
    }

    /** The same with one more model. */
    public Provenance with(String model) {
        return new Provenance(Stream.concat(models.stream(), Stream.of(model)).toList());
    }

    /** Whether a model had no part in it. */
    public boolean isManual() {
        return models.isEmpty();
    }
}
