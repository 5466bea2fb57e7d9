/**
 * What an image format implements: {@link org.credence.imaging.spi.ImageSource} to read it,
 * {@link org.credence.imaging.spi.ImageSink} to write it, {@link org.credence.imaging.spi.Deidentifier} to remove from it
 * what identifies patients. All are found as OSGi services; all are usable without OSGi by handing them to
 * {@link org.credence.imaging.ImageSources} and its like.
 */
@org.osgi.annotation.versioning.Version("0.1.0")
package org.credence.imaging.spi;
