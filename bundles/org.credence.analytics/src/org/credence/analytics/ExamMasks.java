package org.credence.analytics;

import java.util.List;

/**
 * The masks of all clips of one exam.
 *
 * @param patientId whose exam it is
 * @param studyUid which exam it is
 * @param clips at least one
 */
public record ExamMasks(String patientId, String studyUid, List<ClipMasks> clips) {

    public ExamMasks {
        clips = List.copyOf(clips);
        if (clips.isEmpty()) {
            throw new IllegalArgumentException("An exam has at least one clip to measure: " + studyUid);
        }
    }
}
