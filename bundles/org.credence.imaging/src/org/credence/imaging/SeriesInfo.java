package org.credence.imaging;

/**
 * What a header says about the series an image belongs to. Texts are empty where the file says nothing.
 *
 * @param patientId (0010,0020)
 * @param patientName (0010,0010), as written in the file
 * @param studyUid (0020,000D)
 * @param studyDate (0008,0020), yyyymmdd
 * @param studyDescription (0008,1030)
 * @param seriesUid (0020,000E)
 * @param seriesNumber (0020,0011), 0 where absent
 * @param seriesDescription (0008,103E)
 * @param modality (0008,0060), such as US
 */
public record SeriesInfo(
        String patientId,
        String patientName,
        String studyUid,
        String studyDate,
        String studyDescription,
        String seriesUid,
        int seriesNumber,
        String seriesDescription,
        String modality) {

    public SeriesInfo {
        if (patientId == null
                || patientName == null
                || studyUid == null
                || studyDate == null
                || studyDescription == null
                || seriesUid == null
                || seriesDescription == null
                || modality == null) {
            throw new IllegalArgumentException(
                    "Texts of a series are empty where unknown, never null: series " + seriesUid);
        }
    }
}
