package org.credence.segmentation;

import org.credence.imaging.ProbabilityMap;

/**
 * What a model takes for what was pointed at: of several masks the one that the model itself expects to fit best.
 *
 * @param map of the frame's own pixels, with one plane
 * @param quality the overlap (IoU) with what was meant that the model predicts, as it says it; about 0 to 1, and no measurement
 * @param coarse to ask again with
 */
public record PromptAnswer(ProbabilityMap map, float quality, CoarseMask coarse) {}
