package org.credence.phantom;

/**
 * How large a synthetic cohort is, and the seed that decides everything else about it.
 *
 * @param patients number of patients, 1 to 999
 * @param examsPerPatient 1, or 2 for a baseline and a follow-up
 * @param clipsPerExam lung zones scanned per exam, 1 to 12
 * @param framesPerClip frames per clip, 1 to 500
 * @param frameTimeMs time from one frame to the next in ms
 * @param size columns and rows of the square frames in pixels, 64 to 1024
 * @param seed the same plan gives the same cohort
 */
public record CohortPlan(
        int patients,
        int examsPerPatient,
        int clipsPerExam,
        int framesPerClip,
        double frameTimeMs,
        int size,
        long seed) {

    public CohortPlan {
        require("Patients", patients, 1, 999);
        require("Exams per patient", examsPerPatient, 1, 2);
        require("Clips per exam", clipsPerExam, 1, 12);
        require("Frames per clip", framesPerClip, 1, 500);
        require("Frame size", size, 64, 1024);
        if (!(frameTimeMs >= 1 && frameTimeMs <= 1000)) {
            throw new IllegalArgumentException("Frame time must lie between 1 and 1000 ms, got: " + frameTimeMs);
        }
    }

    /** The plan of the demo: 60 patients, one exam, two zones, eight frames of 256 x 256 pixels, 120 ms apart. */
    public static CohortPlan demo() {
        return new CohortPlan(60, 1, 2, 8, 120, 256, 20250821L);
    }

    /** This plan with another number of patients. */
    public CohortPlan withPatients(int count) {
        return new CohortPlan(count, examsPerPatient, clipsPerExam, framesPerClip, frameTimeMs, size, seed);
    }

    /** This plan with another seed. */
    public CohortPlan withSeed(long other) {
        return new CohortPlan(patients, examsPerPatient, clipsPerExam, framesPerClip, frameTimeMs, size, other);
    }

    private static void require(String what, int value, int low, int high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(what + " must lie between " + low + " and " + high + ", got: " + value);
        }
    }
}
