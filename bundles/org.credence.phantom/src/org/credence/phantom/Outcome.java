package org.credence.phantom;

/**
 * How a synthetic patient was on the day of an exam, and afterwards.
 *
 * @param spo2Percent oxygen saturation by pulse oximetry, a whole percent
 * @param fio2 inspired fraction of oxygen, 0.21 (room air) to 1
 * @param readmittedWithin30Days whether the patient came back within 30 days
 */
public record Outcome(int spo2Percent, double fio2, boolean readmittedWithin30Days) {

    public Outcome {
        if (spo2Percent < 50 || spo2Percent > 100) {
            throw new IllegalArgumentException("SpO2 lies between 50 and 100 %, got: " + spo2Percent);
        }
        if (!(fio2 >= 0.21 && fio2 <= 1)) {
            throw new IllegalArgumentException("FiO2 lies between 0.21 and 1, got: " + fio2);
        }
    }

    /** The S/F ratio: SpO2 in percent divided by FiO2 as a fraction; about 470 for healthy lungs on room air. */
    public double sfRatio() {
        return spo2Percent / fio2;
    }
}
