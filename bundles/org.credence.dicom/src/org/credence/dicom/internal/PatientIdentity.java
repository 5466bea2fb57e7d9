package org.credence.dicom.internal;

import org.credence.dicom.DicomException;

/**
 * What tells a patient apart from others: her ID with who gave it out; without one, her name and date of birth; without
 * those, the study.
 *
 * @param key the same for the same patient
 * @param certain whether there is an ID
 */
record PatientIdentity(String key, boolean certain) {

    static PatientIdentity of(DataSet d) throws DicomException {
        String id = d.text(Tag.PATIENT_ID);
        if (!id.isEmpty()) {
            return new PatientIdentity("id\n" + d.text(Tag.ISSUER_OF_PATIENT_ID) + "\n" + id, true);
        }
        String name = d.text(Tag.PATIENT_NAME);
        if (!name.isEmpty()) {
            return new PatientIdentity("name\n" + name + "\n" + d.text(Tag.PATIENT_BIRTH_DATE), false);
        }
        return new PatientIdentity("study\n" + d.text(Tag.STUDY_INSTANCE_UID), false);
    }
}
