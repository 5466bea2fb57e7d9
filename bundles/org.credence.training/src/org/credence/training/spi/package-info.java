/**
 * What a training runtime implements: {@link org.credence.training.spi.Trainer}, an OSGi service. It gets cases on a grid,
 * a plan and an exposure of confidence, and ends in an ONNX file with a model card, so that any
 * {@code SegmentationEngine} can run what any trainer made.
 */
@org.osgi.annotation.versioning.Version("0.1.0")
package org.credence.training.spi;
