/**
 * Images for other programs: PNG, TIFF, NIfTI and NRRD. Every exporter is an OSGi service of
 * {@link org.credence.imaging.spi.ImageExporter}, and has a public constructor for use without OSGi.
 *
 * <p>Pixels are never resampled. What a format cannot hold exactly is refused with a sentence that says which one can.
 */
package org.credence.formats;
