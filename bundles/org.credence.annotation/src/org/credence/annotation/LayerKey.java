package org.credence.annotation;

import org.credence.imaging.FrameRef;

/**
 * The address of a layer within one reader's annotation.
 *
 * @param frame the frame it lies on
 * @param segment the number of its segment
 */
public record LayerKey(FrameRef frame, int segment) {}
