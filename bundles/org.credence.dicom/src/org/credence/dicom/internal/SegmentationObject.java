package org.credence.dicom.internal;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.credence.dicom.DicomException;

/**
 * What the writer and the reader of segmentations agree on: storage classes, and the private block that keeps what the
 * standard has no place for.
 *
 * <p>The block is of group 0071 with the creator {@value #CREATOR}: 01 reader id, 02 name of the scheme, 03 sequence of
 * frame states (each with Referenced SOP Instance UID, Referenced Frame Number and 04 the state), 05 reader name, and in
 * items of the Segment Sequence 06 the segment's number in its scheme, 07 its label, 08 the names of the models that had a
 * part in it, one a line, and 09 the digit that chooses it. A copy that was cut at a threshold has
 * 0A, the threshold in percent, and neither reader nor states, for it is not what somebody painted.
 */
final class SegmentationObject {

    static final String SEGMENTATION_STORAGE = "1.2.840.10008.5.1.4.1.1.66.4";
    static final String LABEL_MAP_SEGMENTATION_STORAGE = "1.2.840.10008.5.1.4.1.1.66.7";

    static final String CREATOR = "CREDENCE 1";
    static final int READER_ID = 0x01;
    static final int SCHEME_NAME = 0x02;
    static final int FRAME_STATES = 0x03;
    static final int FRAME_STATE = 0x04;
    static final int READER_NAME = 0x05;
    static final int SEGMENT_NUMBER = 0x06;
    static final int SEGMENT_LABEL = 0x07;
    static final int SEGMENT_MODELS = 0x08;
    static final int SEGMENT_KEY = 0x09;
    static final int THRESHOLD = 0x0a;

    private static final int GROUP = 0x0071;

    private SegmentationObject() {}

    /** Reserves the private block in a data set that is being built. */
    static DataSetBuilder reserve(DataSetBuilder d) throws DicomException {
        return d.text(GROUP << 16 | 0x10, Vr.LO, CREATOR);
    }

    /** The tag of an element of the block in a data set written here. */
    static int privateTag(int element) {
        return GROUP << 16 | 0x1000 | element;
    }

    /** The tag of an element of the block wherever other software has moved it; empty if the block is not there. */
    static Optional<Integer> find(DataSet d, int element) {
        for (int block = 0x10; block <= 0xff; block++) {
            Optional<Element> creator = d.element(GROUP << 16 | block);
            if (creator.isPresent()
                    && creator.get().value() instanceof Element.Value.Bytes b
                    && new String(b.bytes(), StandardCharsets.UTF_8).strip().equals(CREATOR)) {
                int tag = GROUP << 16 | block << 8 | element;
                return d.element(tag).isPresent() ? Optional.of(tag) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** A text of the block; read as UTF-8, whatever representation other software gave it. */
    static Optional<String> text(DataSet d, int element) throws DicomException {
        Optional<Integer> tag = find(d, element);
        return tag.isEmpty()
                ? Optional.empty()
                : Optional.of(new String(d.bytes(tag.get()), StandardCharsets.UTF_8).stripTrailing());
    }
}
