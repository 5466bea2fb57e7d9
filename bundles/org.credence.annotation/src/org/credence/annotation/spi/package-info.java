/**
 * What extenders implement: {@link org.credence.annotation.spi.AnnotationStore} to keep annotations in a format of
 * files, {@link org.credence.annotation.spi.AnnotationExporter} and
 * {@link org.credence.annotation.spi.AnnotationImporter} to exchange them with other programs,
 * {@link org.credence.annotation.spi.MeasurementWriter} to write what was measured of them,
 * {@link org.credence.annotation.spi.PaintTool} with its {@link org.credence.annotation.spi.PaintGesture} to paint in a new
 * way. All but the last are OSGi services.
 */
@org.osgi.annotation.versioning.Version("0.1.0")
package org.credence.annotation.spi;
