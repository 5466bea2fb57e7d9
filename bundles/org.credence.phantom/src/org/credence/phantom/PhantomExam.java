package org.credence.phantom;

import java.util.List;

/**
 * One visit of a synthetic patient: the clips, what they were made from, and how the patient was.
 *
 * @param patientId whose
 * @param number 1 for the baseline, 2 for the follow-up
 * @param studyUid the DICOM study that its clips belong to
 * @param studyDate yyyymmdd
 * @param burden the true disease burden, 0 (healthy) to 1
 * @param outcome drawn given the burden
 * @param clips one per lung zone
 */
public record PhantomExam(
        String patientId,
        int number,
        String studyUid,
        String studyDate,
        double burden,
        Outcome outcome,
        List<PhantomClip> clips) {

    public PhantomExam {
        clips = List.copyOf(clips);
    }

    /**
     * The true B-line area fraction: the mean over clips of {@link Truth#areaFraction} of the B-line segment, each taken
     * over every {@code stride}-th frame. Takes a few ms per frame.
     */
    public double bLineAreaFraction(int stride) {
        return areaFraction("B-line", stride);
    }

    /** The true consolidated area fraction, averaged as {@link #bLineAreaFraction} is. */
    public double consolidationAreaFraction(int stride) {
        return areaFraction("Consolidation", stride);
    }

    private double areaFraction(String segment, int stride) {
        if (stride < 1) {
            throw new IllegalArgumentException("A stride is at least 1, got: " + stride);
        }
        double sum = 0;
        for (PhantomClip clip : clips) {
            double ofClip = 0;
            int n = 0;
            for (int f = 0; f < clip.frameCount(); f += stride) {
                ofClip += clip.truth(f).areaFraction(segment);
                n++;
            }
            sum += ofClip / n;
        }
        return sum / clips.size();
    }
}
