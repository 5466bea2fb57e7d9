package org.credence.autosegmentation;

import org.credence.annotation.CodedConcept;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.Reader;
import org.credence.annotation.Segment;
import org.credence.segmentation.ModelCard;
import org.credence.segmentation.ModelSet;

/**
 * Models as one more reader, so that what it says is kept, compared and taken over like any reader's annotation.
 *
 * @param reader all models share the id {@link #ID}, and so one file per series; the name is that of the set, cut to 64
 *     characters
 * @param deviationReader the same under a name that says that these are not percents of confidence but how far several
 *     opinions are apart
 * @param scheme the segments of the models' cards
 */
public record ModelReader(Reader reader, Reader deviationReader, LabelScheme scheme) {

    /** The reader id of models, which no person should have. */
    public static final String ID = "model";

    private static final String DEVIATION = "Deviation: ";
    private static final int LONGEST_NAME = 64;

    /** The reader that models are. */
    public static ModelReader of(ModelSet models) {
        ModelCard card = models.card();
        String name = models.name().strip();
        return new ModelReader(
                new Reader(ID, cut(name)),
                new Reader(ID, cut(DEVIATION + name)),
                new LabelScheme(
                        card.name(),
                        card.segments().stream()
                                .map(s -> new Segment(
                                        s.number(), s.label(), concept(s.category()), concept(s.type()), s.rgb()))
                                .toList()));
    }

    private static String cut(String name) {
        return name.substring(0, Math.min(LONGEST_NAME, name.length()));
    }

    private static CodedConcept concept(ModelCard.Code code) {
        return new CodedConcept(code.value(), code.scheme(), code.meaning());
    }
}
