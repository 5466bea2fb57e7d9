/**
 * What an inference runtime implements: {@link org.credence.segmentation.spi.SegmentationEngine}, an OSGi service that
 * loads models, {@link org.credence.segmentation.spi.InferenceSession}, a loaded model, and
 * {@link org.credence.segmentation.spi.PromptSession}, a loaded pair of encoder and decoder. Frames come in as bytes on the
 * model's grid and probabilities go out; everything before and after (windowing, fitting, mapping back) is the same for
 * all engines and lives in {@link org.credence.segmentation.Segmenter} and
 * {@link org.credence.segmentation.PromptSegmenter}.
 */
@org.osgi.annotation.versioning.Version("0.1.0")
package org.credence.segmentation.spi;
