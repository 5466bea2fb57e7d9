package org.credence.workbench.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.credence.segmentation.Accelerator;
import org.credence.segmentation.ModelSet;
import org.credence.segmentation.Predictor;
import org.credence.segmentation.SegmentationEngines;
import org.credence.segmentation.SegmentationException;
import org.eclipse.osgi.util.NLS;

/**
 * What proposes, as it was chosen.
 *
 * @param files of the models, at least one
 * @param mirrored whether mirror images are asked about too
 * @param device to run on; empty for the fastest that works
 */
record ModelChoice(List<Path> files, boolean mirrored, Optional<Accelerator> device) {

    ModelChoice {
        if (files.isEmpty()) {
            throw new IllegalArgumentException("A choice of models has one at least");
        }
        files = List.copyOf(files);
    }

    /** Such as "lung-60.onnx", or "lung-50.onnx and 2 more". */
    String title() {
        String first = files.get(0).getFileName().toString();
        return files.size() == 1 ? first : NLS.bind(Messages.Propose_andMore, first, files.size() - 1);
    }

    /**
     * Reads the models; blocks.
     *
     * @throws SegmentationException if one of them is no model, or they do not go together
     */
    ModelSet read() throws SegmentationException {
        return ModelSet.read(files, mirrored);
    }

    /**
     * Loads the models; blocks. The caller closes the result.
     *
     * @throws SegmentationException if one of them cannot be run on the device, or they do not go together
     */
    Predictor open(SegmentationEngines engines) throws SegmentationException {
        return engines.open(read(), device);
    }
}
