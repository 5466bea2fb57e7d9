package org.credence.dicom.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.credence.dicom.DicomException;
import org.credence.imaging.PresentationState;
import org.credence.imaging.SeriesInfo;
import org.credence.imaging.Window;

/** What objects that are no images say in their bodies, a line each. */
final class ContentDescription {

    private static final int DIRECTORY_RECORD_TYPE = 0x00041430;
    private static final int FIRST_ROOT_RECORD = 0x00041200;
    private static final int NEXT_RECORD = 0x00041400;
    private static final int LOWER_RECORD = 0x00041420;
    private static final int ENCAPSULATED_DOCUMENT = 0x00420011;
    private static final int DOCUMENT_MIME_TYPE = 0x00420012;
    private static final int DOCUMENT_LENGTH = 0x00420015;

    private ContentDescription() {}

    static List<String> of(DicomFile file) throws DicomException {
        DataSet d = file.dataSet();
        if (d.element(Tag.DIRECTORY_RECORD_SEQUENCE).isPresent()) {
            return directory(d);
        }
        if (StructuredReport.isReport(d)) {
            return StructuredReport.lines(d);
        }
        if (d.element(ENCAPSULATED_DOCUMENT).isPresent()) {
            return List.of(document(d));
        }
        if (!d.items(Tag.SEGMENT_SEQUENCE).isEmpty()) {
            return segments(d);
        }
        if (DicomObjects.sopClass(file).startsWith("1.2.840.10008.5.1.4.1.1.11.")) {
            return presentation(file);
        }
        return List.of();
    }

    private static String document(DataSet d) throws DicomException {
        String type = d.text(DOCUMENT_MIME_TYPE);
        double said = d.number(DOCUMENT_LENGTH);
        long bytes =
                said > 0 ? (long) said : d.element(ENCAPSULATED_DOCUMENT).get().length();
        String title = OtherObjects.title(d);
        return "document" + (title.isEmpty() ? "" : " \"" + title + "\"") + ", "
                + (type.isEmpty() ? "unknown type" : type) + ", " + bytes + " bytes";
    }

    private static List<String> segments(DataSet d) throws DicomException {
        List<String> lines = new ArrayList<>();
        for (DataSet s : d.items(Tag.SEGMENT_SEQUENCE)) {
            String property = s.item(Tag.SEGMENTED_PROPERTY_TYPE_CODE_SEQUENCE).isPresent()
                    ? StructuredReport.code(
                            s.item(Tag.SEGMENTED_PROPERTY_TYPE_CODE_SEQUENCE).get())
                    : "";
            lines.add("segment " + s.text(Tag.SEGMENT_NUMBER) + ": " + s.text(Tag.SEGMENT_LABEL)
                    + (property.isEmpty() ? "" : " (" + property + ")")
                    + (s.has(Tag.SEGMENT_ALGORITHM_TYPE) ? ", " + s.text(Tag.SEGMENT_ALGORITHM_TYPE) : ""));
        }
        return lines;
    }

    private static List<String> presentation(DicomFile file) throws DicomException {
        SeriesInfo nobody = new SeriesInfo("", "", "", "", "", "", 0, "", "");
        List<String> lines = new ArrayList<>();
        if (OtherObjects.of(file, nobody) instanceof PresentationState state) {
            for (PresentationState.Setting setting : state.settings()) {
                Window w = setting.window();
                lines.add("window centre " + DataSetBuilder.decimal(w.center()) + ", width "
                        + DataSetBuilder.decimal(w.width())
                        + (setting.images().isEmpty()
                                ? ""
                                : ", for " + setting.images().size() + " images"));
            }
            if (state.inverted()) {
                lines.add("inverted: low values are shown bright");
            }
            state.images().stream().sorted().forEach(uid -> lines.add("for image " + uid));
        }
        return lines;
    }

    /** The records of a directory as a tree, by the offsets that link them; in their order where these lead nowhere. */
    private static List<String> directory(DataSet d) throws DicomException {
        List<DataSet> records = d.items(Tag.DIRECTORY_RECORD_SEQUENCE);
        Map<Long, DataSet> byOffset = new HashMap<>();
        Element.Value value = d.element(Tag.DIRECTORY_RECORD_SEQUENCE).get().value();
        if (value instanceof Element.Value.Items items && items.offsets().length == records.size()) {
            for (int i = 0; i < records.size(); i++) {
                byOffset.put(items.offsets()[i], records.get(i));
            }
        }
        List<String> lines = new ArrayList<>();
        Set<DataSet> seen = new HashSet<>();
        addRecords(byOffset, (long) d.number(FIRST_ROOT_RECORD), 0, lines, seen);
        for (DataSet r : records) {
            if (!seen.contains(r)) {
                lines.add(record(r));
            }
        }
        return lines;
    }

    private static void addRecords(
            Map<Long, DataSet> byOffset, long first, int depth, List<String> lines, Set<DataSet> seen)
            throws DicomException {
        DataSet record = byOffset.get(first);
        while (record != null && depth < 32 && seen.add(record)) {
            lines.add("  ".repeat(depth) + record(record));
            addRecords(byOffset, (long) record.number(LOWER_RECORD), depth + 1, lines, seen);
            record = byOffset.get((long) record.number(NEXT_RECORD));
        }
    }

    private static String record(DataSet r) throws DicomException {
        StringBuilder text = new StringBuilder(r.text(DIRECTORY_RECORD_TYPE));
        int[] tags = {
            Tag.PATIENT_ID,
            Tag.PATIENT_NAME,
            Tag.STUDY_DATE,
            Tag.STUDY_DESCRIPTION,
            Tag.MODALITY,
            Tag.SERIES_NUMBER,
            Tag.SERIES_DESCRIPTION,
            Tag.INSTANCE_NUMBER
        };
        for (int tag : tags) {
            if (r.has(tag)) {
                text.append(' ').append(r.text(tag));
            }
        }
        if (r.has(Tag.REFERENCED_FILE_ID)) {
            text.append(" -> ").append(String.join("/", r.texts(Tag.REFERENCED_FILE_ID)));
        }
        return text.toString();
    }
}
