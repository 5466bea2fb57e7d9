package org.credence.annotation;

import java.util.List;

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
            if (model.isBlank() || model.length() > LONGEST_NAME || model.matches("(?s).*\\p{Cntrl}.*")) {
                throw new IllegalArgumentException(
                        "A model's name has 1 to 256 characters and no control characters, got: " + model);
            }
        }
    }

    /** The same with one more model. */
    public Provenance with(String model) {
        return new Provenance(java.util.stream.Stream.concat(models.stream(), java.util.stream.Stream.of(model))
                .toList());
    }

    /** Whether a model had no part in it. */
    public boolean isManual() {
        return models.isEmpty();
    }
}
