package org.credence.workbench.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.credence.annotation.ui.MonitorProgress;
import org.credence.imaging.Frame;
import org.credence.segmentation.Accelerator;
import org.credence.segmentation.Model;
import org.credence.segmentation.SegmentationEngines;
import org.credence.segmentation.SegmentationException;
import org.credence.segmentation.Segmenter;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.osgi.util.NLS;

/** How fast a model runs on this machine: from a frame of its own size to a map, as the median of some runs. */
final class ModelSpeed {

    private static final int WARM_UP = 3;
    private static final int RUNS = 15;

    private final SegmentationEngines engines;
    private final Model model;
    private final Optional<Accelerator> device;

    /** @param device to run on; empty for the fastest that works */
    ModelSpeed(SegmentationEngines engines, Model model, Optional<Accelerator> device) {
        this.engines = engines;
        this.model = model;
        this.device = device;
    }

    /** @param said told what was measured, or why nothing was, on the Job's thread */
    Job job(Consumer<String> said) {
        return Job.create(NLS.bind(Messages.Models_measuring, model.card().name()), monitor -> {
            MonitorProgress progress = new MonitorProgress(monitor, Messages.Propose_task);
            try (Segmenter segmenter = device.isPresent() ? engines.open(model, device.get()) : engines.open(model)) {
                Frame frame = noise(
                        model.card().input().columns(), model.card().input().rows());
                List<Double> times = new ArrayList<>();
                for (int i = 0; i < WARM_UP + RUNS; i++) {
                    progress.checkCancelled();
                    progress.report((double) i / (WARM_UP + RUNS), "");
                    long begin = System.nanoTime();
                    segmenter.segment(frame);
                    if (i >= WARM_UP) {
                        times.add((System.nanoTime() - begin) / 1e6);
                    }
                }
                times.sort(null);
                double ms = times.get(RUNS / 2);
                said.accept(NLS.bind(Messages.Models_speed, new Object[] {
                    segmenter.accelerator(), String.format("%.1f", 1000 / ms), String.format("%.1f", ms)
                }));
                return Status.OK_STATUS;
            } catch (CancellationException e) {
                return Status.CANCEL_STATUS;
            } catch (SegmentationException e) {
                said.accept(e.getMessage());
                return new Status(IStatus.WARNING, ModelSpeed.class, e.getMessage());
            }
        });
    }

    private static Frame noise(int columns, int rows) {
        byte[] gray = new byte[columns * rows];
        new Random(1).nextBytes(gray);
        return Frame.gray(columns, rows, gray);
    }
}
