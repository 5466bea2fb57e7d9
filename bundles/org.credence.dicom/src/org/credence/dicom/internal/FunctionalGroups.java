package org.credence.dicom.internal;

import java.util.List;
import java.util.Optional;

/** The functional groups of an enhanced multi-frame object (PS3.3, C.7.6.16): what holds for one frame, else for all. */
record FunctionalGroups(Optional<DataSet> shared, List<DataSet> perFrame) {

    static FunctionalGroups of(DataSet dataSet) {
        return new FunctionalGroups(
                dataSet.item(Tag.SHARED_FUNCTIONAL_GROUPS_SEQUENCE),
                dataSet.items(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE));
    }

    /** The first item of a group's sequence for a frame, counted from 0. */
    Optional<DataSet> group(int frame, int sequence) {
        Optional<DataSet> own = frame < perFrame.size() ? perFrame.get(frame).item(sequence) : Optional.empty();
        return own.isPresent() ? own : shared.flatMap(s -> s.item(sequence));
    }
}
