package org.credence.annotation;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The segments of a study, in the order of the palette.
 *
 * @param name of the scheme
 * @param segments at least one; numbers and labels are unique
 */
public record LabelScheme(String name, List<Segment> segments) {

    private static final CodedConcept FINDING =
            new CodedConcept("49755003", "SCT", "Morphologically Abnormal Structure");
    private static final CodedConcept ANATOMY = new CodedConcept("123037004", "SCT", "Anatomical Structure");
    private static final CodedConcept ARTIFACT = new CodedConcept("47973001", "SCT", "Artifact");

    public LabelScheme {
        segments = List.copyOf(segments);
        Set<Object> seen = new HashSet<>();
        for (Segment s : segments) {
            if (!seen.add(s.number()) || !seen.add(s.label())) {
                throw new IllegalArgumentException(
                        "Segment " + s.number() + " " + s.label() + " occurs twice in " + name);
            }
        }
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("A label scheme has at least one segment: " + name);
        }
    }

    /**
     * The scheme for lung ultrasound. A-lines and B-lines are reverberation artefacts that SNOMED CT does not name; their
     * codes are private ({@code 99CREDENCE}). Colours are told apart by colour-blind readers (Okabe and Ito's set).
     */
    public static LabelScheme lungUltrasound() {
        return new LabelScheme(
                "Lung ultrasound",
                List.of(
                        new Segment(1, "Pleural line", ANATOMY, new CodedConcept("3120008", "SCT", "Pleura"), 0x56B4E9),
                        new Segment(2, "A-line", ARTIFACT, new CodedConcept("ALINE", "99CREDENCE", "A-line"), 0x009E73),
                        new Segment(3, "B-line", ARTIFACT, new CodedConcept("BLINE", "99CREDENCE", "B-line"), 0xE69F00),
                        new Segment(
                                4,
                                "Consolidation",
                                FINDING,
                                new CodedConcept("9656002", "SCT", "Consolidation"),
                                0xCC79A7)));
    }

    /**
     * Whether another scheme has the same segments in the same order: numbers, labels and codes. Names and colours are for
     * the eye and may differ.
     */
    public boolean means(LabelScheme other) {
        return withoutColors(segments).equals(withoutColors(other.segments));
    }

    private static List<Segment> withoutColors(List<Segment> segments) {
        return segments.stream()
                .map(s -> new Segment(s.number(), s.label(), s.category(), s.type(), 0))
                .toList();
    }

    /** The segment with this number, if the scheme has it. */
    public Optional<Segment> segment(int number) {
        return segments.stream().filter(s -> s.number() == number).findFirst();
    }

    /** The segment with this label, if the scheme has it. */
    public Optional<Segment> segment(String label) {
        return segments.stream().filter(s -> s.label().equals(label)).findFirst();
    }
}
