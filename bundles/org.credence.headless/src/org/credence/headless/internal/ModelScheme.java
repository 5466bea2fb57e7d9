package org.credence.headless.internal;

import org.credence.annotation.CodedConcept;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.Segment;
import org.credence.segmentation.ModelCard;

/** The label scheme of what a model segments, so that its output can be kept as an annotation. */
final class ModelScheme {

    private ModelScheme() {}

    static LabelScheme of(ModelCard card) {
        return new LabelScheme(
                card.name(),
                card.segments().stream()
                        .map(s -> new Segment(s.number(), s.label(), concept(s.category()), concept(s.type()), s.rgb()))
                        .toList());
    }

    private static CodedConcept concept(ModelCard.Code code) {
        return new CodedConcept(code.value(), code.scheme(), code.meaning());
    }
}
