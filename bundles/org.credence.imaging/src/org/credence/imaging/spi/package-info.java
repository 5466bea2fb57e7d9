/**
 * What an image format implements: {@link org.credence.imaging.spi.ImageSource} to read it,
 * {@link org.credence.imaging.spi.ImageSink} to write it. Both are found as OSGi services; both are usable without OSGi
 * by handing them to {@link org.credence.imaging.ImageSources}.
 */
@org.osgi.annotation.versioning.Version("0.1.0")
package org.credence.imaging.spi;
