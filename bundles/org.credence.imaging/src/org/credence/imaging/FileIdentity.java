package org.credence.imaging;

/**
 * Whom and what a file shows, as it says itself; empty texts where it does not. Of an original it identifies a patient; of
 * a de-identified copy it does not, and both together undo the de-identification.
 *
 * @param patientId (0010,0020)
 * @param patientIdIssuer (0010,0021)
 * @param patientName (0010,0010)
 * @param birthDate (0010,0030)
 * @param accessionNumber (0008,0050)
 * @param studyDate (0008,0020); those of original and copy tell the shift of dates
 * @param studyUid (0020,000D)
 * @param seriesUid (0020,000E)
 * @param sopInstanceUid (0008,0018)
 */
public record FileIdentity(
        String patientId,
        String patientIdIssuer,
        String patientName,
        String birthDate,
        String accessionNumber,
        String studyDate,
        String studyUid,
        String seriesUid,
        String sopInstanceUid) {

    /** Says nothing of the patient, so that no log does by mistake. */
    @Override
    public String toString() {
        return "FileIdentity[...]";
    }
}
