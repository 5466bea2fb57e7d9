package org.credence.dicom.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.credence.imaging.Deidentification.Option;

/**
 * What is to be done with an attribute: the Basic Application Level Confidentiality Profile and its options (PS3.15, table
 * E.1-1), and a rule for attributes that the table does not list. Immutable.
 *
 * <p>Where the table leaves a choice by the type of the attribute, the choice is the one that is valid for every type: a
 * dummy value before an empty one before none. Sequences that may be left out are left out.
 */
final class ConfidentialityProfile {

    /** What is to be done. */
    enum Action {
        /** It stays as it is. */
        KEEP,
        /** It goes. */
        REMOVE,
        /** It stays without a value. */
        EMPTY,
        /** It gets a value that says nothing. */
        DUMMY,
        /** Its identifiers are replaced. */
        UID,
        /** Its dates are moved. */
        SHIFT,
        /** It stays but for names and identifiers that are removed elsewhere. */
        CLEAN,
        /** Its items are treated one by one. */
        RECURSE
    }

    /** The columns of the table's options. */
    private enum Column {
        UIDS,
        DEVICE,
        INSTITUTION,
        PATIENT,
        FULL_DATES,
        MODIFIED_DATES,
        DESCRIPTORS,
        STRUCTURED,
        GRAPHICS
    }

    private record Row(String basic, String[] options) {
        boolean says(Column column, String action) {
            return options[column.ordinal()].equals(action);
        }
    }

    private record Repeating(int mask, int tag, Row row) {}

    private static final int ACQUISITION_CONTEXT_SEQUENCE = 0x00400555;

    private static final ConfidentialityProfile STANDARD = new ConfidentialityProfile();

    /** Identifiers of how something is encoded or coded, and not of a thing. */
    private static final Set<String> STRUCTURAL_UIDS = Set.of(
            "CodingSchemeUID",
            "ContextUID",
            "MappingResourceUID",
            "ImplementationClassUID",
            "PrivateInformationCreatorUID");

    private final Map<Integer, Row> rows = new HashMap<>();
    private final List<Repeating> repeating = new ArrayList<>();
    private final Map<String, Vr> safePrivate = new HashMap<>();

    private ConfidentialityProfile() {
        for (String[] columns : DataDictionary.lines("confidentiality.txt")) {
            Row row = new Row(columns[1], java.util.Arrays.copyOfRange(columns, 2, columns.length));
            if (columns[0].indexOf('x') < 0) {
                rows.put(Integer.parseUnsignedInt(columns[0], 16), row);
            } else {
                repeating.add(new Repeating(DataDictionary.mask(columns[0]), DataDictionary.lowest(columns[0]), row));
            }
        }
        for (String[] columns : DataDictionary.lines("safe-private.txt")) {
            safePrivate.put(columns[0] + columns[2], Vr.valueOf(columns[1]));
        }
    }

    /** The profile of the standard. */
    static ConfidentialityProfile standard() {
        return STANDARD;
    }

    /** The tags that the table lists one by one. */
    Set<Integer> tags() {
        return new HashSet<>(rows.keySet());
    }

    /**
     * The representation of a private element that is known to be harmless.
     *
     * @param creator whose block it lies in
     * @return null if nothing is known of it
     */
    Vr safePrivate(int tag, String creator) {
        return safePrivate.get(String.format("%04X%02X%s", Tag.group(tag), tag & 0xff, creator));
    }

    /** What is to be done with an element of the standard; private ones are not its business. */
    Action action(int tag, Vr vr, Set<Option> options) {
        Row row = rows.get(tag);
        if (row == null) {
            for (Repeating r : repeating) {
                if ((tag & r.mask) == r.tag) {
                    row = r.row;
                }
            }
        }
        Action action = row == null ? unlisted(tag, vr, options) : listed(row, vr, options);
        if (vr != Vr.SQ) {
            return action;
        }
        if (row != null && row.basic.equals("X/Z") && action == Action.EMPTY && tag != ACQUISITION_CONTEXT_SEQUENCE) {
            // Of such sequences only this one may be empty everywhere.
            return Action.REMOVE;
        }
        // What is kept, cleaned or replaced in a sequence is kept, cleaned or replaced in its items.
        return action == Action.REMOVE || action == Action.EMPTY ? action : Action.RECURSE;
    }

    private static Action listed(Row row, Vr vr, Set<Option> options) {
        if (options.contains(Option.RETAIN_DATES) && row.says(Column.FULL_DATES, "K")) {
            return Action.KEEP;
        }
        if (options.contains(Option.SHIFT_DATES) && row.says(Column.MODIFIED_DATES, "C")) {
            return vr == Vr.DA || vr == Vr.DT ? Action.SHIFT : vr == Vr.TM ? Action.KEEP : basic(row, vr);
        }
        if (options.contains(Option.RETAIN_UIDS) && row.says(Column.UIDS, "K")
                || options.contains(Option.RETAIN_DEVICE) && row.says(Column.DEVICE, "K")
                || options.contains(Option.RETAIN_INSTITUTION) && row.says(Column.INSTITUTION, "K")
                || options.contains(Option.RETAIN_PATIENT_CHARACTERISTICS) && row.says(Column.PATIENT, "K")) {
            return Action.KEEP;
        }
        if (options.contains(Option.RETAIN_DESCRIPTIONS) && row.says(Column.DESCRIPTORS, "C")) {
            return Action.CLEAN;
        }
        return basic(row, vr);
    }

    private static Action basic(Row row, Vr vr) {
        return switch (row.basic) {
            case "X" -> Action.REMOVE;
            case "Z", "X/Z" -> Action.EMPTY;
            case "X/D", "X/Z/D" -> vr == Vr.SQ ? Action.REMOVE : Action.DUMMY;
            case "D", "Z/D" -> Action.DUMMY;
            case "U" -> Action.UID;
            case "X/Z/U*" -> Action.RECURSE;
            default -> throw new IllegalStateException("The table of the profile has no action " + row.basic);
        };
    }

    private static Action unlisted(int tag, Vr vr, Set<Option> options) {
        if (vr == Vr.UN || DataDictionary.standard().entry(tag).isEmpty()) {
            // Nobody knows what it says.
            return Action.REMOVE;
        }
        return switch (vr) {
            case PN -> Action.DUMMY;
            case DA, DT ->
                options.contains(Option.RETAIN_DATES)
                        ? Action.KEEP
                        : options.contains(Option.SHIFT_DATES) ? Action.SHIFT : Action.DUMMY;
            case TM ->
                options.contains(Option.RETAIN_DATES) || options.contains(Option.SHIFT_DATES)
                        ? Action.KEEP
                        : Action.DUMMY;
            case UI -> isStructural(tag) || options.contains(Option.RETAIN_UIDS) ? Action.KEEP : Action.UID;
            case AE, LO, LT, SH, ST, UC, UR, UT -> Action.CLEAN;
            default -> Action.KEEP;
        };
    }

    private static boolean isStructural(int tag) {
        String keyword = DataDictionary.standard().keyword(tag);
        return keyword.contains("SOPClass") || keyword.contains("TransferSyntax") || STRUCTURAL_UIDS.contains(keyword);
    }
}
