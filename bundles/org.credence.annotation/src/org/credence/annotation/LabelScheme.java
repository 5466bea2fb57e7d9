package org.credence.annotation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The segments of a study, in the order of the palette.
 *
 * @param name of the scheme
 * @param segments at least one; numbers, labels and keys are unique
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
            if (s.hotKey().isPresent() && !seen.add("key " + s.hotKey().getAsInt() + "\n")) {
                throw new IllegalArgumentException("Key " + s.hotKey().getAsInt() + " of segment " + s.label()
                        + " chooses another segment of " + name + " too; give it another digit or none.");
            }
        }
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("A label scheme has at least one segment: " + name);
        }
    }

    /**
     * The findings of lung ultrasound that phantoms have and the demo's models are trained on; the first four of
     * {@link #lungUltrasoundComplete}. A-lines and B-lines are reverberation artefacts that SNOMED CT does not name; their
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
     * The scheme to read lung ultrasound with: the findings of {@link #lungUltrasound} under the same numbers, and pleural
     * effusion, ribs and their acoustic shadows. The shadow is an artefact whose code is private ({@code 99CREDENCE}).
     */
    public static LabelScheme lungUltrasoundComplete() {
        List<Segment> all = new ArrayList<>(lungUltrasound().segments());
        all.add(new Segment(
                5, "Pleural effusion", FINDING, new CodedConcept("60046008", "SCT", "Pleural effusion"), 0x0072B2));
        all.add(new Segment(6, "Rib", ANATOMY, new CodedConcept("113197003", "SCT", "Rib"), 0xF0E442));
        all.add(new Segment(
                7,
                "Acoustic shadow",
                ARTIFACT,
                new CodedConcept("ACSHADOW", "99CREDENCE", "Acoustic shadow"),
                0xD55E00));
        return new LabelScheme("Lung ultrasound", all);
    }

    /**
     * Whether another scheme has the same segments in the same order: numbers, labels and codes. Names, colours and keys
     * are for the eye and the hand and may differ.
     */
    public boolean means(LabelScheme other) {
        return meanings(segments).equals(meanings(other.segments));
    }

    /** Whether a number stands for the same segment in another scheme: label and codes; also if both lack it. */
    public boolean meansSame(LabelScheme other, int number) {
        return meanings(segment(number).stream().toList())
                .equals(meanings(other.segment(number).stream().toList()));
    }

    private static List<Segment> meanings(List<Segment> segments) {
        return segments.stream()
                .map(s -> new Segment(
                        s.number(), s.label(), s.category(), s.type(), s.modifiers(), 0, OptionalInt.empty()))
                .toList();
    }

    /**
     * This scheme and what another has beside: its segments as they are, then those of {@code other} whose codes no
     * segment here has. A number, label or key that is taken here gives way: the number to the next free one, the label to one
     * with the number behind it, the key to none. So an annotation that was painted with fewer segments is opened under
     * {@code stored.scheme().with(inUse)}, and all that is painted keeps its number; the name stays this scheme's, by which
     * its journal is known.
     */
    public LabelScheme with(LabelScheme other) {
        List<Segment> union = new ArrayList<>(segments);
        for (Segment s : other.segments) {
            if (union.stream().noneMatch(s::isCodedLike)) {
                union.add(placed(s, union));
            }
        }
        return new LabelScheme(name, union);
    }

    private static Segment placed(Segment s, List<Segment> taken) {
        int number = s.number();
        while (isTaken(number, taken)) {
            number = number % 65535 + 1;
        }
        String label = s.label();
        for (int copy = number; hasLabel(label, taken); copy++) {
            label = s.label().substring(0, Math.min(s.label().length(), 56)) + " " + copy;
        }
        boolean key = s.hotKey().isPresent()
                && taken.stream().noneMatch(t -> t.hotKey().equals(s.hotKey()));
        return new Segment(
                number, label, s.category(), s.type(), s.modifiers(), s.rgb(), key ? s.hotKey() : OptionalInt.empty());
    }

    private static boolean isTaken(int number, List<Segment> taken) {
        return taken.stream().anyMatch(t -> t.number() == number);
    }

    private static boolean hasLabel(String label, List<Segment> taken) {
        return taken.stream().anyMatch(t -> t.label().equals(label));
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
