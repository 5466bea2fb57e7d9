package org.credence.autosegmentation;

import org.credence.annotation.CodedConcept;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.Reader;
import org.credence.annotation.Segment;
import org.credence.segmentation.ModelCard;

/**
 * A model as one more reader, so that what it says is kept, compared and taken over like any reader's annotation.
 *
 * @param reader all models share the id {@link #ID}, and so one file per series; the name is the model's, cut to 64
 *     characters
 * @param scheme the segments of the model's card
 */
public record ModelReader(Reader reader, LabelScheme scheme) {

    /** The reader id of models, which no person should have. */
    public static final String ID = "model";

    private static final int LONGEST_NAME = 64;

    /** The reader that a model is. */
    public static ModelReader of(ModelCard card) {
        String name = card.name().strip();
        return new ModelReader(
                new Reader(ID, name.substring(0, Math.min(LONGEST_NAME, name.length()))),
                new LabelScheme(
                        card.name(),
                        card.segments().stream()
                                .map(s -> new Segment(
                                        s.number(), s.label(), concept(s.category()), concept(s.type()), s.rgb()))
                                .toList()));
    }

    private static CodedConcept concept(ModelCard.Code code) {
        return new CodedConcept(code.value(), code.scheme(), code.meaning());
    }
}
