package org.credence.workbench.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.credence.autosegmentation.SegmentationPlan;
import org.credence.imaging.ImageSeries;

/**
 * What a model is to segment, and where its answers go.
 *
 * @param folder to look for images in; empty if series were chosen
 * @param series that were chosen; none if a folder was
 * @param models that are asked
 * @param results the folder for the annotations
 * @param plan for every clip
 */
record SegmentOrder(
        Optional<Path> folder, List<ImageSeries> series, ModelChoice models, Path results, SegmentationPlan plan) {

    SegmentOrder {
        series = List.copyOf(series);
        if (folder.isPresent() != series.isEmpty()) {
            throw new IllegalArgumentException(
                    "Either a folder or series are segmented, got: " + folder + " and " + series.size());
        }
    }
}
