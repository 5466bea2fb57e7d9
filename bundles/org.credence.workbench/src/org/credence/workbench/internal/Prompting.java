package org.credence.workbench.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.credence.annotation.ui.MonitorProgress;
import org.credence.annotation.ui.Prompt;
import org.credence.annotation.ui.PromptedModel;
import org.credence.imaging.FrameRef;
import org.credence.imaging.Progress;
import org.credence.segmentation.Accelerator;
import org.credence.segmentation.CoarseMask;
import org.credence.segmentation.PromptAnswer;
import org.credence.segmentation.PromptModel;
import org.credence.segmentation.PromptSegmenter;
import org.credence.segmentation.Prompts;
import org.credence.segmentation.SegmentationEngines;
import org.credence.segmentation.SegmentationException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.jobs.IJobChangeEvent;
import org.eclipse.core.runtime.jobs.IJobFunction;
import org.eclipse.core.runtime.jobs.ISchedulingRule;
import org.eclipse.core.runtime.jobs.Job;
import org.eclipse.core.runtime.jobs.JobChangeAdapter;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.widgets.Display;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Answers what readers point at with the model that was chosen for it. Asked on the UI thread, where nothing blocks; the model is
 * loaded and run in Jobs, one at a time, and stays loaded.
 */
@Component(service = PromptedModel.class)
public final class Prompting implements PromptedModel {

    private static final int MOST_STEPS = 64;

    /** What was asked; the answer's mask is where the next question about it goes on from. */
    private record Step(FrameRef frame, String segment, List<Prompt> prompts) {}

    private record Opened(Path file, FileTime changed, Optional<Accelerator> device, PromptSegmenter segmenter) {}

    private final SegmentationEngines engines;
    private final VisibleJobs jobs;
    private final ISchedulingRule oneAtATime = new ISchedulingRule() {
        @Override
        public boolean contains(ISchedulingRule rule) {
            return rule == this;
        }

        @Override
        public boolean isConflicting(ISchedulingRule rule) {
            return rule == this;
        }
    };

    private final Map<Step, CoarseMask> steps = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Step, CoarseMask> eldest) {
            return size() > MOST_STEPS;
        }
    });

    /** Written by Jobs, one at a time; the UI thread looks at it. */
    private volatile Optional<Opened> opened = Optional.empty();

    @Activate
    public Prompting(@Reference SegmentationEngines engines, @Reference VisibleJobs jobs) {
        this.engines = engines;
        this.jobs = jobs;
    }

    @Override
    public Runnable answer(Question question, Listener listener) {
        Optional<Path> file = new Settings().promptModel();
        if (file.isEmpty()) {
            listener.failed(Messages.Prompt_noModel);
            return () -> {
                // Nothing was begun.
            };
        }
        Display display = Display.getCurrent();
        Job job = Job.create(NLS.bind(Messages.Prompt_job, file.get().getFileName()), (IJobFunction)
                monitor -> answer(question, file.get(), monitor, display, listener));
        job.setRule(oneAtATime);
        job.addJobChangeListener(new JobChangeAdapter() {
            @Override
            public void done(IJobChangeEvent event) {
                // Also of a Job that was cancelled while it waited for another.
                if (event.getResult().matches(IStatus.CANCEL)) {
                    later(display, () -> listener.failed(Messages.Prompt_cancelled));
                }
            }
        });
        boolean quick = opened.filter(o -> o.file().equals(file.get()))
                .filter(o -> o.segmenter().knows(question.frame()))
                .isPresent();
        if (quick) {
            job.setSystem(true);
            job.schedule();
        } else {
            listener.working(Messages.Prompt_looking);
            jobs.start(job);
        }
        return job::cancel;
    }

    private IStatus answer(Question question, Path file, IProgressMonitor monitor, Display display, Listener listener) {
        MonitorProgress progress = new MonitorProgress(monitor, Messages.Prompt_looking);
        try {
            PromptSegmenter segmenter = open(file, progress.part(0, 0.2));
            progress.checkCancelled();
            Prompts prompts = prompts(question);
            PromptAnswer answer = segmenter.answer(question.frame(), question.pixels(), prompts, progress.part(0.2, 1));
            steps.put(new Step(question.frame(), question.segment(), question.prompts()), answer.coarse());
            String name = segmenter.model().card().name();
            later(display, () -> listener.answered(answer.map(), name, answer.quality()));
            return Status.OK_STATUS;
        } catch (CancellationException e) {
            return Status.CANCEL_STATUS;
        } catch (SegmentationException e) {
            later(display, () -> listener.failed(e.getMessage()));
            // The reader is told where they look, and by no dialog besides.
            return Status.OK_STATUS;
        }
    }

    private static void later(Display display, Runnable news) {
        if (!display.isDisposed()) {
            display.asyncExec(news);
        }
    }

    /** The model in this file; another that was loaded is freed. In a Job. */
    private PromptSegmenter open(Path file, Progress progress) throws SegmentationException {
        FileTime changed;
        try {
            changed = Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new SegmentationException(NLS.bind(Messages.Prompt_gone, file), e);
        }
        Optional<Accelerator> device = new Settings().accelerator();
        Optional<Opened> there = opened;
        if (there.isPresent()
                && there.get().file().equals(file)
                && there.get().changed().equals(changed)
                && there.get().device().equals(device)) {
            return there.get().segmenter();
        }
        progress.report(0.1, Messages.Propose_loading);
        close();
        PromptModel model = PromptModel.read(file);
        PromptSegmenter segmenter = device.isPresent() ? engines.open(model, device.get()) : engines.open(model);
        opened = Optional.of(new Opened(file, changed, device, segmenter));
        return segmenter;
    }

    private Prompts prompts(Question question) {
        List<Prompts.Point> points = new ArrayList<>();
        Optional<Prompts.Box> box = Optional.empty();
        for (Prompt prompt : question.prompts()) {
            switch (prompt) {
                case Prompt.Point p -> points.add(new Prompts.Point(p.column(), p.row(), p.foreground()));
                case Prompt.Box b -> box = Optional.of(new Prompts.Box(b.left(), b.top(), b.right(), b.bottom()));
            }
        }
        List<Prompt> before = question.prompts().subList(0, question.prompts().size() - 1);
        CoarseMask previous = steps.get(new Step(question.frame(), question.segment(), before));
        return new Prompts(question.segment(), points, box, Optional.ofNullable(previous));
    }

    /** Frees the model. Idempotent. */
    @Deactivate
    public void close() {
        Optional<Opened> there = opened;
        opened = Optional.empty();
        steps.clear();
        there.ifPresent(o -> o.segmenter().close());
    }
}
