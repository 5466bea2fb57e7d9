package org.credence.dicom.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The elements and identifiers that the DICOM standard names (PS3.6), and vendors' private elements. Immutable. */
final class DataDictionary {

    /**
     * What the standard says about an element.
     *
     * @param vr its value representations, several separated by {@code |}
     * @param keyword its name
     */
    record Entry(String vr, String keyword) {}

    private record Repeating(int mask, int tag, Entry entry) {}

    /**
     * A private element, wherever its block lies.
     *
     * @param tag group and element with the block's number cleared
     */
    private record PrivateKey(String creator, int tag) {
        static PrivateKey of(String creator, int tag) {
            return new PrivateKey(creator, tag & 0xffff00ff);
        }
    }

    private static final DataDictionary STANDARD = new DataDictionary();

    private final Map<Integer, Entry> entries = new HashMap<>(8192);
    private final List<Repeating> repeating = new ArrayList<>();
    private final Map<String, String> uids = new HashMap<>();
    private final Map<PrivateKey, Entry> privates = new HashMap<>();

    private DataDictionary() {
        for (String[] columns : lines("data-elements.txt")) {
            Entry entry = new Entry(columns[1], columns[3]);
            if (columns[0].indexOf('x') < 0) {
                entries.put(Integer.parseUnsignedInt(columns[0], 16), entry);
            } else {
                repeating.add(new Repeating(mask(columns[0]), lowest(columns[0]), entry));
            }
        }
        for (String[] columns : lines("uids.txt")) {
            uids.put(columns[0], columns[2]);
        }
        for (String[] columns : lines("private-elements.txt")) {
            int tag = Integer.parseUnsignedInt(columns[1].replace("xx", "00"), 16);
            privates.put(PrivateKey.of(columns[0], tag), new Entry(columns[2], columns[3]));
        }
    }

    /** The standard's dictionary. */
    static DataDictionary standard() {
        return STANDARD;
    }

    /** What the standard says about an element, if it knows it. */
    Optional<Entry> entry(int tag) {
        Entry entry = entries.get(tag);
        if (entry == null && !Tag.isPrivate(tag)) {
            for (Repeating r : repeating) {
                if ((tag & r.mask) == r.tag) {
                    return Optional.of(r.entry);
                }
            }
        }
        return Optional.ofNullable(entry);
    }

    /**
     * What is known of a private element.
     *
     * @param creator of the block that it lies in, without padding
     */
    Optional<Entry> privateEntry(String creator, int tag) {
        return Optional.ofNullable(privates.get(PrivateKey.of(creator, tag)));
    }

    /** The name of an element, empty if the standard does not know it. */
    String keyword(int tag) {
        if ((tag & 0xffff) == 0 && tag != 0) {
            return entry(tag).map(Entry::keyword).orElse("GroupLength");
        }
        if (Tag.isPrivate(tag) && (tag & 0xffff) >= 0x10 && (tag & 0xffff) <= 0xff) {
            return "PrivateCreator";
        }
        return entry(tag).map(Entry::keyword).orElse("");
    }

    /** The name of a transfer syntax or SOP class, if the standard knows it. */
    Optional<String> uidName(String uid) {
        return Optional.ofNullable(uids.get(uid));
    }

    /** The bits of a tag that a pattern, with x for any digit, decides. */
    static int mask(String pattern) {
        return Integer.parseUnsignedInt(pattern.replaceAll("[0-9A-F]", "F").replace('x', '0'), 16);
    }

    /** The lowest tag of a pattern with x for any digit. */
    static int lowest(String pattern) {
        return Integer.parseUnsignedInt(pattern.replace('x', '0'), 16);
    }

    /** The lines of a table of this bundle, split at tabulators, without its comments. */
    static List<String[]> lines(String resource) {
        try (InputStream in = DataDictionary.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The bundle lacks its resource " + resource + "; install it again.");
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
