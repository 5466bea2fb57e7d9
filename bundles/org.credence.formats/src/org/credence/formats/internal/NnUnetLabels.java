package org.credence.formats.internal;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationExport;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.Segment;
import org.credence.imaging.FrameRef;

/**
 * The numbers that stand for segments in a training set of nnU-Net: consecutive, 0 for the background. Where segments
 * overlap, every combination that occurs has a number of its own, and segments are regions, lists of the numbers that they
 * have a part in.
 */
final class NnUnetLabels {

    private static final int MOST = 255;
    private static final Set<String> RESERVED = Set.of("background", "ignore");

    private final LabelScheme scheme;
    private final AnnotationExport export;

    /** The number of each combination of segments, which are counted by their place in the scheme. */
    private final Map<BitSet, Integer> numbers;

    private NnUnetLabels(LabelScheme scheme, AnnotationExport export, Map<BitSet, Integer> numbers) {
        this.scheme = scheme;
        this.export = export;
        this.numbers = numbers;
    }

    /** Looks at all frames for combinations of segments. */
    static final class Survey {

        private final LabelScheme scheme;
        private final AnnotationExport export;
        private final Set<BitSet> overlaps = new HashSet<>();

        Survey(LabelScheme scheme, AnnotationExport export) throws AnnotationException {
            for (Segment s : scheme.segments()) {
                if (RESERVED.contains(s.label().toLowerCase(Locale.ROOT))) {
                    throw new AnnotationException("nnU-Net keeps the name \"" + s.label()
                            + "\" for itself; call segment " + s.number() + " otherwise.");
                }
            }
            this.scheme = scheme;
            this.export = export;
        }

        void take(AnnotationSnapshot annotation, FrameRef frame) {
            BitSet[] combinations =
                    combinations(annotation, frame, scheme, export.threshold().orElseThrow());
            BitSet last = null;
            for (BitSet c : combinations) {
                if (c != null && !c.equals(last) && c.cardinality() > 1) {
                    overlaps.add(c);
                    last = c;
                }
            }
        }

        NnUnetLabels labels() throws AnnotationException {
            Map<BitSet, Integer> numbers = new HashMap<>();
            for (int s = 0; s < scheme.segments().size(); s++) {
                BitSet single = new BitSet();
                single.set(s);
                numbers.put(single, s + 1);
            }
            overlaps.stream()
                    .sorted(Comparator.comparing(BitSet::cardinality).thenComparing(BitSet::toString))
                    .forEach(c -> numbers.put(c, numbers.size() + 1));
            if (numbers.size() + (export.ignoreUnsure() ? 1 : 0) > MOST) {
                throw new AnnotationException("The segments overlap in " + overlaps.size()
                        + " ways, more than there are numbers for; choose a higher threshold.");
            }
            return new NnUnetLabels(scheme, export, numbers);
        }
    }

    /** The segments of every pixel by their place in the scheme; null where there is none. */
    private static BitSet[] combinations(
            AnnotationSnapshot annotation, FrameRef frame, LabelScheme scheme, int threshold) {
        BitSet[] combinations = new BitSet[annotation.columns() * annotation.rows()];
        for (int s = 0; s < scheme.segments().size(); s++) {
            byte[] percents =
                    annotation.layer(frame, scheme.segments().get(s).number()).percents();
            for (int i = 0; i < percents.length; i++) {
                if (percents[i] >= threshold) {
                    if (combinations[i] == null) {
                        combinations[i] = new BitSet();
                    }
                    combinations[i].set(s);
                }
            }
        }
        return combinations;
    }

    /** A number per pixel. */
    byte[] of(AnnotationSnapshot annotation, FrameRef frame) {
        int threshold = export.threshold().orElseThrow();
        BitSet[] combinations = combinations(annotation, frame, scheme, threshold);
        byte[] labels = new byte[combinations.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] =
                    combinations[i] == null ? 0 : numbers.get(combinations[i]).byteValue();
        }
        if (export.ignoreUnsure()) {
            for (Segment s : scheme.segments()) {
                byte[] percents = annotation.layer(frame, s.number()).percents();
                for (int i = 0; i < percents.length; i++) {
                    if (percents[i] > 0 && percents[i] < threshold) {
                        labels[i] = (byte) (numbers.size() + 1);
                    }
                }
            }
        }
        return labels;
    }

    /** The entries of dataset.json about labels. */
    String json() {
        boolean regions = numbers.size() > scheme.segments().size();
        List<String> entries = new ArrayList<>();
        entries.add("\"background\": 0");
        for (int s = 0; s < scheme.segments().size(); s++) {
            int place = s;
            String value = regions
                    ? numbers.entrySet().stream()
                            .filter(e -> e.getKey().get(place))
                            .map(Map.Entry::getValue)
                            .sorted()
                            .map(String::valueOf)
                            .collect(Collectors.joining(", ", "[", "]"))
                    : Integer.toString(s + 1);
            entries.add(quoted(scheme.segments().get(s).label()) + ": " + value);
        }
        if (export.ignoreUnsure()) {
            entries.add("\"ignore\": " + (numbers.size() + 1));
        }
        String order = "";
        if (regions) {
            List<String> singles = new ArrayList<>();
            for (int s = 1; s <= scheme.segments().size(); s++) {
                singles.add(Integer.toString(s));
            }
            order = "  \"regions_class_order\": [" + String.join(", ", singles) + "],\n";
        }
        return "  \"labels\": {\n    " + String.join(",\n    ", entries) + "\n  },\n" + order;
    }

    /** A text of JSON. */
    static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
