package org.credence.dicom.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.credence.dicom.DicomException;
import org.credence.dicom.internal.ConfidentialityProfile.Action;
import org.credence.imaging.Deidentification.Option;
import org.credence.imaging.DeidentificationReport;
import org.credence.imaging.DeidentificationReport.Change;

/**
 * Makes the data set of a copy: every element, at every depth, is treated as {@link ConfidentialityProfile} says. Text
 * that stays but names a person, or holds an identifier that is removed elsewhere, is replaced whole. For one file, one
 * thread.
 */
final class DataSetCleaner {

    static final String DUMMY_TEXT = "ANONYMIZED";

    private static final String DUMMY_DATE = "19000101";

    /** Free text of structured reports and waveforms. */
    private static final Set<Integer> SPOKEN = Set.of(Tag.TEXT_VALUE, Tag.UNFORMATTED_TEXT_VALUE);

    private final Set<Option> options;
    private final Pseudonyms pseudonyms;
    private final Secrets secrets;
    private final String patient;
    private final int daysBack;
    private final ConfidentialityProfile profile = ConfidentialityProfile.standard();
    private final Map<Change, Integer> changes = new LinkedHashMap<>();
    private boolean cleanedContent;

    /**
     * @param patient what stands for the patient's name and ID
     * @param daysBack how far dates move
     */
    DataSetCleaner(Set<Option> options, Pseudonyms pseudonyms, Secrets secrets, String patient, int daysBack) {
        this.options = options;
        this.pseudonyms = pseudonyms;
        this.secrets = secrets;
        this.patient = patient;
        this.daysBack = daysBack;
    }

    /** What was changed so far. */
    List<Change> changes() {
        List<Change> all = new ArrayList<>();
        changes.forEach((c, n) -> all.add(new Change(c.path(), c.keyword(), c.action(), n)));
        return all;
    }

    /** Whether the content of a structured report was cleaned. */
    boolean cleanedContent() {
        return cleanedContent;
    }

    /** A copy of a whole data set that holds no more than it may. */
    DataSet clean(DataSet d) throws DicomException {
        learn(d, 0);
        return clean(d, "", false);
    }

    /** Collects what must not be said anywhere, before anything is decided. */
    private void learn(DataSet d, int depth) throws DicomException {
        for (Element e : d.elements()) {
            if (e.value() instanceof Element.Value.Items items) {
                for (DataSet item : items.items()) {
                    learn(item, depth + 1);
                }
            } else if (!(e.value() instanceof Element.Value.Fragments)) {
                Action action = action(d, e, depth > 0);
                if (action != Action.KEEP && action != Action.CLEAN && action != Action.SHIFT) {
                    secrets.learn(d, e);
                }
            }
        }
    }

    private DataSet clean(DataSet d, String path, boolean content) throws DicomException {
        DataSet copy = new DataSet(d.charset());
        for (Element e : d.elements()) {
            if ((e.tag() & 0xffff) != 0) {
                clean(d, e, path, content, copy);
            }
        }
        return copy;
    }

    private void clean(DataSet d, Element e, String path, boolean content, DataSet copy) throws DicomException {
        Action action = action(d, e, !path.isEmpty());
        boolean empty = !d.has(e.tag());
        switch (action) {
            case KEEP -> copy.put(kept(d, e, path));
            case REMOVE -> note(path, e, DeidentificationReport.Action.REMOVED);
            case EMPTY -> {
                copy.put(empty ? e : emptied(e));
                if (!empty) {
                    note(path, e, DeidentificationReport.Action.EMPTIED);
                }
            }
            case DUMMY -> dummy(d, e, path, empty, copy);
            case UID -> {
                String before = text(e);
                String after = pseudonyms.uids(before);
                copy.put(text(e.tag(), Vr.UI, after));
                if (!before.equals(after)) {
                    note(path, e, DeidentificationReport.Action.REPLACED);
                }
            }
            case SHIFT -> shift(e, path, empty, copy);
            case CLEAN -> {
                boolean local = content && isLocalCode(d, e.tag());
                if (local || !Secrets.isPublishedCode(d, e.tag()) && secrets.isIn(d.whole(e.tag()))) {
                    copy.put(text(e.tag(), e.vr(), DUMMY_TEXT));
                    note(path, e, DeidentificationReport.Action.CLEANED);
                } else {
                    copy.put(e);
                }
            }
            case RECURSE -> recurse(e, path, content, copy);
        }
    }

    /** What is to be done with an element, private ones and those of no use in a copy included. */
    private Action action(DataSet d, Element e, boolean nested) throws DicomException {
        int group = Tag.group(e.tag());
        boolean repeating = group >= 0x5000 && group <= 0x50ff || group >= 0x6000 && group <= 0x60ff;
        if (Tag.isPrivate(e.tag())) {
            return privateAction(d, e);
        }
        if (group < 0x0008 || repeating || e.tag() == Tag.GRAPHIC_ANNOTATION_SEQUENCE) {
            // Curves and overlays are no use without their data; they and drawings may show names.
            return Action.REMOVE;
        }
        if (group == 0x7fe0) {
            return nested ? Action.REMOVE : Action.KEEP;
        }
        if (SPOKEN.contains(e.tag())) {
            return options.contains(Option.RETAIN_DESCRIPTIONS) ? Action.CLEAN : Action.DUMMY;
        }
        return profile.action(e.tag(), e.vr(), options);
    }

    /** A block is kept as long as its creator is one of the known; an element, if it holds what it should. */
    private Action privateAction(DataSet d, Element e) throws DicomException {
        if (!options.contains(Option.RETAIN_SAFE_PRIVATE)) {
            return Action.REMOVE;
        }
        int element = e.tag() & 0xffff;
        if (element >= 0x10 && element <= 0xff) {
            String creator = d.text(e.tag());
            if (creator.equals(SegmentationObject.CREATOR)) {
                return Action.KEEP;
            }
            for (Element other : d.elements()) {
                boolean inBlock =
                        Tag.group(other.tag()) == Tag.group(e.tag()) && (other.tag() & 0xffff) >>> 8 == element;
                if (inBlock && profile.safePrivate(other.tag(), creator) != null && isSafe(d, other)) {
                    return Action.KEEP;
                }
            }
            return Action.REMOVE;
        }
        if (creator(d, e.tag()).equals(SegmentationObject.CREATOR)) {
            return ownAction(e);
        }
        return isSafe(d, e) ? Action.KEEP : Action.REMOVE;
    }

    /** What this software keeps of an annotation, but not who has painted it. */
    private static Action ownAction(Element e) {
        return switch (e.tag() & 0xff) {
            case SegmentationObject.READER_ID, SegmentationObject.READER_NAME ->
                e.vr() == Vr.UT ? Action.DUMMY : Action.REMOVE;
            case SegmentationObject.SCHEME_NAME,
                    SegmentationObject.FRAME_STATE,
                    SegmentationObject.THRESHOLD,
                    SegmentationObject.SEGMENT_NUMBER,
                    SegmentationObject.SEGMENT_LABEL,
                    SegmentationObject.SEGMENT_MODELS,
                    SegmentationObject.SEGMENT_KEY -> e.vr() == Vr.UT ? Action.CLEAN : Action.REMOVE;
            case SegmentationObject.FRAME_STATES -> e.vr() == Vr.SQ ? Action.RECURSE : Action.REMOVE;
            default -> Action.REMOVE;
        };
    }

    /** Whose block a private element lies in; empty where none is reserved. */
    private static String creator(DataSet d, int tag) throws DicomException {
        int block = (tag & 0xffff) >>> 8;
        return block < 0x10 ? "" : d.text(tag & 0xffff0000 | block);
    }

    private boolean isSafe(DataSet d, Element e) throws DicomException {
        Vr vr = profile.safePrivate(e.tag(), creator(d, e.tag()));
        if (vr == null || !(e.value() instanceof Element.Value.Bytes) || e.vr() != vr && e.vr() != Vr.UN) {
            return false;
        }
        // Numbers in letters could be anything.
        return vr.kind() == Vr.Kind.BINARY
                || text(e).matches(vr == Vr.CS ? "[A-Z0-9 _\\\\]{0,64}" : "[-+0-9.eE \\\\]*");
    }

    private Element kept(DataSet d, Element e, String path) throws DicomException {
        if (Tag.isPrivate(e.tag()) && e.vr() == Vr.UN) {
            Vr vr = profile.safePrivate(e.tag(), creator(d, e.tag()));
            return new Element(e.tag(), vr == null ? Vr.LO : vr, e.value());
        }
        if (e.tag() == Tag.PATIENT_AGE && text(e).matches("(09[1-9]|[1-9]\\d\\d)Y")) {
            // So few people are older that their age tells who they are.
            note(path, e, DeidentificationReport.Action.CLEANED);
            return text(e.tag(), Vr.AS, "090Y");
        }
        return e;
    }

    private void dummy(DataSet d, Element e, String path, boolean empty, DataSet copy) throws DicomException {
        if (e.tag() == Tag.PATIENT_ID && !path.isEmpty() && !empty) {
            copy.put(text(
                    e.tag(), e.vr(), pseudonyms.patient(PatientIdentity.of(d).key())));
            note(path, e, DeidentificationReport.Action.REPLACED);
        } else if (empty) {
            copy.put(e);
        } else if (Tag.isPrivate(e.tag())) {
            copy.put(text(e.tag(), e.vr(), pseudonyms.reader(reader(d))));
            note(path, e, DeidentificationReport.Action.REPLACED);
        } else {
            copy.put(dummy(e));
            note(path, e, DeidentificationReport.Action.REPLACED);
        }
    }

    /** What tells one reader from another. */
    private static String reader(DataSet d) throws DicomException {
        return SegmentationObject.text(d, SegmentationObject.READER_ID).orElse("");
    }

    private Element dummy(Element e) throws DicomException {
        return switch (e.vr()) {
            case UI -> text(e.tag(), Vr.UI, pseudonyms.uids(text(e)));
            case DA -> text(e.tag(), e.vr(), DUMMY_DATE);
            case DT -> text(e.tag(), e.vr(), DUMMY_DATE + "000000");
            case TM -> text(e.tag(), e.vr(), "000000");
            case AS -> text(e.tag(), e.vr(), "000Y");
            case DS, IS -> text(e.tag(), e.vr(), "0");
            case UR -> text(e.tag(), e.vr(), "urn:anonymized");
            case AE, CS, LO, LT, PN, SH, ST, UC, UT -> text(e.tag(), e.vr(), DUMMY_TEXT);
            case AT, FD, FL, OB, OD, OF, OL, OV, OW, SL, SS, SV, UL, UN, US, UV ->
                new Element(e.tag(), e.vr(), new Element.Value.Bytes(zero(e.vr())));
            case SQ -> throw new IllegalStateException("Sequences are treated item by item");
        };
    }

    private static byte[] zero(Vr vr) {
        return new byte[vr == Vr.AT ? 4 : Math.max(2, vr.wordBytes())];
    }

    private void shift(Element e, String path, boolean empty, DataSet copy) throws DicomException {
        if (empty) {
            copy.put(e);
            return;
        }
        Optional<String> moved = DateValues.shifted(text(e), daysBack);
        copy.put(moved.isPresent() ? text(e.tag(), e.vr(), moved.get()) : emptied(e));
        note(
                path,
                e,
                moved.isPresent() ? DeidentificationReport.Action.REPLACED : DeidentificationReport.Action.EMPTIED);
    }

    private void recurse(Element e, String path, boolean content, DataSet copy) throws DicomException {
        if (!(e.value() instanceof Element.Value.Items sequence)) {
            // A sequence that could not be read as one is bytes that nobody has looked at.
            note(path, e, DeidentificationReport.Action.REMOVED);
            return;
        }
        if (e.tag() == Tag.PERSON_IDENTIFICATION_CODE_SEQUENCE
                && !sequence.items().isEmpty()) {
            DataSet nobody = new DataSetBuilder()
                    .code(e.tag(), DUMMY_TEXT, "99CREDENCE", DUMMY_TEXT)
                    .build();
            copy.put(nobody.element(e.tag()).orElseThrow());
            note(path, e, DeidentificationReport.Action.REPLACED);
            return;
        }
        boolean inside = content || e.tag() == Tag.CONTENT_SEQUENCE;
        cleanedContent |= inside;
        List<DataSet> items = new ArrayList<>();
        for (DataSet item : sequence.items()) {
            items.add(clean(item, path + Tag.format(e.tag()) + ".", inside));
        }
        copy.put(new Element(e.tag(), Vr.SQ, new Element.Value.Items(items)));
    }

    private boolean isLocalCode(DataSet item, int tag) throws DicomException {
        return (tag == Tag.CODE_VALUE || tag == Tag.CODE_MEANING || tag == 0x00080119 || tag == 0x00080120)
                && !options.contains(Option.RETAIN_DESCRIPTIONS)
                && !Secrets.isPublished(item);
    }

    private static Element emptied(Element e) {
        Element.Value nothing =
                e.vr() == Vr.SQ ? new Element.Value.Items(List.of()) : new Element.Value.Bytes(new byte[0]);
        return new Element(e.tag(), e.vr(), nothing);
    }

    /** The value as it is written, without padding. */
    private static String text(Element e) throws DicomException {
        return new String(DataSet.bytes(e), StandardCharsets.ISO_8859_1)
                .replace('\0', ' ')
                .strip();
    }

    private static Element text(int tag, Vr vr, String value) {
        return new Element(tag, vr, new Element.Value.Bytes(value.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Puts the patient's pseudonym in place of name and ID, whether the file had them or not. */
    void putPatient(DataSet copy) throws DicomException {
        copy.put(text(Tag.PATIENT_NAME, Vr.PN, patient));
        copy.put(text(Tag.PATIENT_ID, Vr.LO, patient));
    }

    private void note(String path, Element e, DeidentificationReport.Action action) {
        String keyword = DataDictionary.standard().keyword(e.tag());
        changes.merge(new Change(path + Tag.format(e.tag()), keyword, action, 1), 1, Integer::sum);
    }
}
