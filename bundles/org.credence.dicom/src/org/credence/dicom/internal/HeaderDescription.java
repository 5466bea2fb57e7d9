package org.credence.dicom.internal;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.credence.dicom.DicomException;
import org.credence.imaging.Attribute;

/** A file's header for people: all its elements in their order, and one sentence about the whole. */
final class HeaderDescription {

    private static final int MAX_TEXT = 256;
    private static final int MAX_BYTES_SHOWN = 16;
    private static final int MAX_NUMBERS_SHOWN = 16;

    private HeaderDescription() {}

    /** All elements, those of the file meta information first. */
    static List<Attribute> attributes(DicomFile file) throws DicomException {
        List<Attribute> all = new ArrayList<>(attributes(file.meta()));
        all.addAll(attributes(file.dataSet()));
        return all;
    }

    private static List<Attribute> attributes(DataSet dataSet) throws DicomException {
        List<Attribute> all = new ArrayList<>();
        for (Element e : dataSet.elements()) {
            List<List<Attribute>> items = new ArrayList<>();
            if (e.value() instanceof Element.Value.Items sequence) {
                for (DataSet item : sequence.items()) {
                    items.add(attributes(item));
                }
            }
            all.add(new Attribute(
                    Tag.format(e.tag()), name(dataSet, e.tag()), e.vr().name(), value(dataSet, e), items));
        }
        return all;
    }

    /** The standard's name; for a private element that of its creator, who alone knows what it means. */
    private static String name(DataSet dataSet, int tag) throws DicomException {
        String keyword = dataSet.keyword(tag);
        if (!keyword.isEmpty() || !Tag.isPrivate(tag)) {
            return keyword;
        }
        String creator = dataSet.text(tag & 0xffff0000 | (tag & 0xff00) >>> 8);
        return creator.isEmpty() ? "" : "[" + creator + "]";
    }

    private static String value(DataSet dataSet, Element e) throws DicomException {
        return switch (e.value()) {
            case Element.Value.Items i -> "";
            case Element.Value.Fragments f -> fragments(f);
            case Element.Value.Stored s ->
                e.vr().isText() && s.length() <= DataSet.MAX_INTERPRETED_BYTES
                        ? shortened(dataSet, e)
                        : s.length() + " bytes";
            case Element.Value.Bytes b ->
                switch (e.vr()) {
                    case OB, OW, OF, OD, OL, OV, UN, SQ -> hex(b.bytes());
                    case AT -> tags(b.bytes());
                    default -> shortened(dataSet, e);
                };
        };
    }

    private static String fragments(Element.Value.Fragments f) {
        int n = Math.max(0, f.lengths().length - 1);
        long bytes = 0;
        for (int i = 1; i < f.lengths().length; i++) {
            bytes += f.lengths()[i];
        }
        long entries = f.lengths().length > 0 ? f.lengths()[0] / 4 : 0;
        return n + (n == 1 ? " fragment, " : " fragments, ") + bytes + " bytes, offset table "
                + (entries == 0 ? "empty" : "of " + entries + (entries == 1 ? " entry" : " entries"));
    }

    private static String hex(byte[] bytes) {
        int shown = Math.min(bytes.length, MAX_BYTES_SHOWN);
        String text = HexFormat.ofDelimiter(" ").formatHex(bytes, 0, shown);
        return shown < bytes.length ? text + " ... (" + bytes.length + " bytes)" : text;
    }

    private static String tags(byte[] bytes) {
        List<String> tags = new ArrayList<>();
        for (int i = 0; i + 4 <= bytes.length && tags.size() < MAX_NUMBERS_SHOWN; i += 4) {
            tags.add(Tag.format((bytes[i + 1] & 0xff) << 24
                    | (bytes[i] & 0xff) << 16
                    | (bytes[i + 3] & 0xff) << 8
                    | bytes[i + 2] & 0xff));
        }
        return String.join("\\", tags);
    }

    private static String shortened(DataSet dataSet, Element e) throws DicomException {
        List<String> values = dataSet.texts(e);
        if (e.vr() == Vr.UI) {
            values = values.stream().map(HeaderDescription::named).toList();
        }
        boolean all = values.size() <= 8 * MAX_NUMBERS_SHOWN;
        String text = String.join("\\", all ? values : values.subList(0, 8 * MAX_NUMBERS_SHOWN));
        if (text.length() <= MAX_TEXT && all) {
            return text;
        }
        String much = values.size() > 1 ? values.size() + " values" : text.length() + " characters";
        return text.substring(0, Math.min(MAX_TEXT, text.length())) + " ... (" + much + ")";
    }

    private static String named(String uid) {
        return DataDictionary.standard()
                .uidName(uid)
                .map(name -> uid + " = " + name)
                .orElse(uid);
    }

    /** What an object is, by its storage class. */
    static String kind(DicomFile file) throws DicomException {
        String uid = DicomObjects.sopClass(file);
        return uid.isEmpty()
                ? "Object of unnamed kind"
                : DataDictionary.standard().uidName(uid).orElse("Object of kind " + uid);
    }

    /** One sentence: kind of object, size, frames. */
    static String summary(DicomFile file) throws DicomException {
        DataSet d = file.dataSet();
        StringBuilder text = new StringBuilder(kind(file));
        int columns = d.integer(Tag.COLUMNS, 0);
        int rows = d.integer(Tag.ROWS, 0);
        if (columns > 0 && rows > 0) {
            int frames = d.integer(Tag.NUMBER_OF_FRAMES, 1);
            text.append(", ").append(columns).append(" x ").append(rows).append(" pixels, ");
            text.append(frames).append(frames == 1 ? " frame" : " frames");
            String photometric = d.text(Tag.PHOTOMETRIC_INTERPRETATION);
            if (!photometric.isEmpty()) {
                text.append(", ").append(photometric);
            }
            int bits = d.integer(Tag.BITS_STORED, 0);
            if (bits > 0) {
                text.append(", ").append(bits).append(bits == 1 ? " bit" : " bits");
            }
        } else {
            text.append(", no pixels");
        }
        return text.append('.').toString();
    }
}
