/**
 * Images and annotations for other programs: PNG, TIFF, NIfTI, NRRD and the folders of nnU-Net. Every class is an OSGi service
 * of {@link org.credence.imaging.spi.ImageExporter}, {@link org.credence.annotation.spi.AnnotationExporter} or
 * {@link org.credence.annotation.spi.AnnotationImporter}, and has a public constructor for use without OSGi.
 *
 * <p>Pixels are never resampled. What a format cannot hold exactly is refused with a sentence that says which one can.
 */
package org.credence.formats;
