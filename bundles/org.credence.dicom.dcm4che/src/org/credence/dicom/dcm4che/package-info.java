/**
 * DICOM files read by dcm4che: its parser, data model, dictionary and character sets, with the pixels, geometry and
 * codecs of {@link org.credence.dicom}. Built only with the profile {@code dcm4che}; where it is installed it is asked first.
 *
 * <p>Threads: nothing here starts one; everything is stateless and thread-safe, and blocks.
 */
@org.osgi.annotation.versioning.Version("0.1.0")
package org.credence.dicom.dcm4che;
