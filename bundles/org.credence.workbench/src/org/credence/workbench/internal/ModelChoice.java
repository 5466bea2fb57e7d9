package org.credence.workbench.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.credence.segmentation.Accelerator;
import org.credence.segmentation.Ensemble;
import org.credence.segmentation.Model;
import org.credence.segmentation.SegmentationEngines;
import org.credence.segmentation.SegmentationException;
import org.credence.segmentation.Segmenter;
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

    /** Whether several opinions are asked for. */
    boolean isEnsemble() {
        return files.size() > 1 || mirrored;
    }

    /**
     * Loads the models; blocks. The caller closes the result.
     *
     * @throws SegmentationException if one of them cannot be run on the device, or they do not go together
     */
    Proposer open(SegmentationEngines engines) throws SegmentationException {
        List<Segmenter> loaded = new ArrayList<>();
        try {
            for (Path file : files) {
                Model model = Model.read(file);
                loaded.add(device.isPresent() ? engines.open(model, device.get()) : engines.open(model));
            }
            return isEnsemble() ? Proposer.of(new Ensemble(loaded, mirrored)) : Proposer.of(loaded.get(0));
        } catch (SegmentationException | RuntimeException e) {
            loaded.forEach(Segmenter::close);
            throw e;
        }
    }
}
