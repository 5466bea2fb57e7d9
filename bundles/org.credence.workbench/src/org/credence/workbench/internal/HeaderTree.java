package org.credence.workbench.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.credence.imaging.Attribute;
import org.eclipse.osgi.util.NLS;

/** The elements of a header as a tree: sequences have items, items have elements. Needs no display. */
record HeaderTree(List<Node> roots) {

    /** An element, or an item of a sequence, which has a name only. */
    record Node(String tag, String name, String vr, String value, List<Node> children) {}

    /** The elements that contain all words of a filter in their tag, name or value, with what they lie in. */
    static HeaderTree of(List<Attribute> attributes, String filter) {
        String[] words = filter.toLowerCase(Locale.ROOT).strip().split("\\s+");
        return new HeaderTree(nodes(attributes, words));
    }

    /** How many nodes there are in all. */
    int size() {
        return count(roots);
    }

    private static int count(List<Node> nodes) {
        return nodes.stream().mapToInt(n -> 1 + count(n.children())).sum();
    }

    private static List<Node> nodes(List<Attribute> attributes, String[] words) {
        List<Node> nodes = new ArrayList<>();
        for (Attribute a : attributes) {
            boolean found = matches(a, words);
            List<Node> items = new ArrayList<>();
            for (int i = 0; i < a.items().size(); i++) {
                // A sequence that was asked for by name is shown with all that it holds.
                List<Node> within = nodes(a.items().get(i), found ? new String[0] : words);
                if (found || !within.isEmpty()) {
                    items.add(new Node("", NLS.bind(Messages.Header_item, i + 1), "", "", within));
                }
            }
            if (found || !items.isEmpty()) {
                nodes.add(new Node(a.tag(), a.keyword(), a.vr(), a.value(), List.copyOf(items)));
            }
        }
        return List.copyOf(nodes);
    }

    private static boolean matches(Attribute attribute, String[] words) {
        String text = (attribute.tag() + " " + attribute.keyword() + " " + attribute.value()).toLowerCase(Locale.ROOT);
        for (String word : words) {
            if (!text.contains(word)) {
                return false;
            }
        }
        return true;
    }
}
