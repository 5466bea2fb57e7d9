package org.credence.training;

import org.credence.segmentation.Model;

/**
 * What training leaves.
 *
 * @param model the file and its card
 * @param report how it went
 */
public record TrainingResult(Model model, TrainingReport report) {}
