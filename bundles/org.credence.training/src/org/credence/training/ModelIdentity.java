package org.credence.training;

/**
 * What a model to be trained is called and meant for; goes into its card.
 *
 * @param name of the model
 * @param version of the model
 * @param description one or two sentences
 * @param license of the weights
 * @param intendedUse what it is meant for, and what not
 */
public record ModelIdentity(String name, String version, String description, String license, String intendedUse) {

    public ModelIdentity {
        if (name.isBlank() || version.isBlank()) {
            throw new IllegalArgumentException("A model needs a name and a version, got: " + name + ", " + version);
        }
    }
}
