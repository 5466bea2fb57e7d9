package org.credence.dicom.internal;

import java.util.ArrayList;
import java.util.List;
import org.credence.dicom.DicomException;

/** The body of a structured report as lines of text, indented as its content tree is (PS3.3, C.17.3). */
final class StructuredReport {

    private static final int MAX_LINES = 20_000;

    private static final int VALUE_TYPE = 0x0040A040;
    private static final int CONTENT_SEQUENCE = 0x0040A730;
    private static final int RELATIONSHIP = 0x0040A010;
    private static final int TEXT_VALUE = 0x0040A160;
    private static final int CONCEPT_CODE = 0x0040A168;
    private static final int MEASURED_VALUE = 0x0040A300;
    private static final int NUMERIC_VALUE = 0x0040A30A;
    private static final int UNITS = 0x004008EA;
    private static final int PERSON_NAME = 0x0040A123;
    private static final int DATE_TIME = 0x0040A120;
    private static final int DATE = 0x0040A121;
    private static final int TIME = 0x0040A122;
    private static final int UID = 0x0040A124;
    private static final int REFERENCED_SOP = 0x00081199;
    private static final int GRAPHIC_TYPE = 0x00700023;
    private static final int GRAPHIC_DATA = 0x00700022;
    private static final int TEMPORAL_RANGE = 0x0040A130;
    private static final int REFERENCED_ITEM = 0x0040DB73;
    private static final int NUMERIC_QUALIFIER = 0x0040A301;

    private final List<String> lines = new ArrayList<>();

    private StructuredReport() {}

    /** Whether a data set is a report. */
    static boolean isReport(DataSet d) {
        return d.has(VALUE_TYPE) && (d.has(CONTENT_SEQUENCE) || d.has(Tag.CONCEPT_NAME_CODE_SEQUENCE));
    }

    static List<String> lines(DataSet d) throws DicomException {
        StructuredReport report = new StructuredReport();
        report.add(d, 0);
        return report.lines;
    }

    private void add(DataSet node, int depth) throws DicomException {
        if (lines.size() >= MAX_LINES) {
            return;
        }
        String name = node.item(Tag.CONCEPT_NAME_CODE_SEQUENCE).isPresent()
                ? code(node.item(Tag.CONCEPT_NAME_CODE_SEQUENCE).get())
                : "";
        String value = value(node);
        String relation = depth == 0 ? "" : node.text(RELATIONSHIP).toLowerCase(java.util.Locale.ROOT) + ": ";
        String text = name.isEmpty() || value.isEmpty() ? name + value : name + " = " + value;
        if (text.isEmpty()) {
            text = node.text(VALUE_TYPE);
        }
        lines.add("  ".repeat(depth) + relation + text);
        for (DataSet child : node.items(CONTENT_SEQUENCE)) {
            add(child, depth + 1);
        }
    }

    private static String value(DataSet n) throws DicomException {
        return switch (n.text(VALUE_TYPE)) {
            case "TEXT" -> n.text(TEXT_VALUE);
            case "CODE" ->
                n.item(CONCEPT_CODE).isPresent() ? code(n.item(CONCEPT_CODE).get()) : "";
            case "NUM" -> number(n);
            case "PNAME" -> n.text(PERSON_NAME);
            case "DATETIME" -> n.text(DATE_TIME);
            case "DATE" -> n.text(DATE);
            case "TIME" -> n.text(TIME);
            case "UIDREF" -> n.text(UID);
            case "IMAGE", "COMPOSITE", "WAVEFORM" -> reference(n);
            case "SCOORD", "SCOORD3D" -> {
                int dimensions = n.text(VALUE_TYPE).equals("SCOORD") ? 2 : 3;
                int points = n.numbers(GRAPHIC_DATA).length / dimensions;
                yield n.text(GRAPHIC_TYPE) + ", " + points + (points == 1 ? " point" : " points");
            }
            case "TCOORD" -> n.text(TEMPORAL_RANGE);
            case "CONTAINER" -> "";
            case "" -> n.has(REFERENCED_ITEM) ? "item " + String.join(".", n.texts(REFERENCED_ITEM)) : "";
            default -> n.text(VALUE_TYPE);
        };
    }

    private static String number(DataSet n) throws DicomException {
        if (n.item(MEASURED_VALUE).isEmpty()) {
            return n.item(NUMERIC_QUALIFIER).isPresent()
                    ? code(n.item(NUMERIC_QUALIFIER).get())
                    : "no value";
        }
        DataSet measured = n.item(MEASURED_VALUE).get();
        String value = String.join(" ", measured.texts(NUMERIC_VALUE));
        if (measured.item(UNITS).isEmpty()) {
            return value;
        }
        String unit = measured.item(UNITS).get().text(Tag.CODE_VALUE);
        return unit.equals("1") ? value : value + " " + unit;
    }

    private static String reference(DataSet n) throws DicomException {
        List<String> all = new ArrayList<>();
        for (DataSet r : n.items(REFERENCED_SOP)) {
            String uid = r.text(Tag.REFERENCED_SOP_CLASS_UID);
            String frames = String.join(", ", r.texts(Tag.REFERENCED_FRAME_NUMBER));
            all.add(DataDictionary.standard().uidName(uid).orElse(uid) + " " + r.text(Tag.REFERENCED_SOP_INSTANCE_UID)
                    + (frames.isEmpty() ? "" : ", frames " + frames));
        }
        return String.join("; ", all);
    }

    /** A code by its meaning, or by its value where it has none. */
    static String code(DataSet c) throws DicomException {
        return c.text(Tag.CODE_MEANING).isEmpty() ? c.text(Tag.CODE_VALUE) : c.text(Tag.CODE_MEANING);
    }
}
