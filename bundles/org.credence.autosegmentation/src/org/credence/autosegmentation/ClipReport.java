package org.credence.autosegmentation;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.credence.annotation.Segment;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageSeries;

/**
 * What is remembered about a clip that is done, so that a later run can tell it without the model. Immutable.
 *
 * @param patientId of the clip
 * @param seriesDescription of the clip
 * @param sopInstanceUid of its first image
 * @param frames that were segmented, at least 1
 * @param areaFractions by the segments' labels in the scheme's order: the share of the area of the segmented frames whose
 *     probability is at least {@link SegmentedClip#CUT_PERCENT}, 0 to 1
 * @param files that were written, at least one, in the order that {@link ClipFiles#write} gave
 */
public record ClipReport(
        String patientId,
        String seriesDescription,
        String sopInstanceUid,
        int frames,
        Map<String, Double> areaFractions,
        List<Path> files) {

    public ClipReport {
        if (frames < 1 || files.isEmpty()) {
            throw new IllegalArgumentException(
                    "A clip that is done has frames and files, got: " + frames + " and " + files.size());
        }
        for (Map.Entry<String, Double> area : areaFractions.entrySet()) {
            if (!(area.getValue() >= 0 && area.getValue() <= 1)) {
                throw new IllegalArgumentException("A share of an area is from 0 to 1, got: " + area);
            }
        }
        // Map.copyOf would lose the order of the segments.
        areaFractions = Collections.unmodifiableMap(new LinkedHashMap<>(areaFractions));
        files = List.copyOf(files);
    }

    static ClipReport of(SegmentedClip clip, List<Path> files) {
        ImageSeries series = clip.series();
        double pixels =
                (double) series.columns() * series.rows() * clip.frames().size();
        Map<String, Double> areas = new LinkedHashMap<>();
        for (Segment segment : clip.snapshot().scheme().segments()) {
            long cut = 0;
            for (FrameRef frame : clip.frames()) {
                cut += clip.snapshot().layer(frame, segment.number()).count(SegmentedClip.CUT_PERCENT);
            }
            areas.put(segment.label(), cut / pixels);
        }
        return new ClipReport(
                series.info().patientId(),
                series.info().seriesDescription(),
                series.instances().get(0).sopInstanceUid(),
                clip.frames().size(),
                areas,
                files);
    }
}
