package org.credence.autosegmentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.credence.annotation.AnnotationStores;
import org.credence.annotation.Reader;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;
import org.credence.imaging.TimeLeft;
import org.credence.segmentation.ModelSet;
import org.credence.segmentation.Predictor;
import org.credence.segmentation.SegmentationException;

/**
 * Models that go over any number of clips and keep what they say, clip by clip, so that a run can be ended at any moment
 * and run again, and does the rest. One thread at a time.
 *
 * <p>A clip is done while models, images, plan and its files are what they were; whatever differs, be it a byte of a result,
 * has it done again. A clip that cannot be segmented costs the others nothing.
 */
public final class AutoSegmentation {

    /** Looking what is done is a small part of the way. */
    private static final double LOOKED = 0.02;

    /** Writing a clip's files is a small part of the clip. */
    private static final double SEGMENTED = 0.95;

    /** Loads models, such as {@code SegmentationEngines::open}. */
    @FunctionalInterface
    public interface Opener {
        /** Blocks; the run closes the result. */
        Predictor open(ModelSet models) throws SegmentationException;
    }

    /** Told what happens in a run, by the thread that runs it. */
    public interface Watcher {
        /** A clip has come to its end; called once for each, in their order. */
        void finished(ClipOutcome outcome);

        /**
         * The model is loaded, or has moved because a device failed.
         *
         * @param accelerator what it runs on from now on, for people
         */
        void runsOn(String accelerator);
    }

    /** A clip with what was found out about it before the model is loaded. */
    private record Clip(
            ImageSeries series,
            String name,
            List<Integer> positions,
            Optional<ClipReport> before,
            Optional<String> trouble) {
        boolean isLeft() {
            return before.isEmpty() && trouble.isEmpty();
        }
    }

    private final ModelSet models;
    private final SegmentationPlan plan;
    private final ClipFiles files;
    private final FinishedClips finished;

    /**
     * @param models that are asked
     * @param plan for every clip
     * @param files what is made of each clip
     */
    public AutoSegmentation(ModelSet models, SegmentationPlan plan, ClipFiles files) {
        this.models = models;
        this.plan = plan;
        this.files = files;
        this.finished = new FinishedClips(files.folder(), models.sha256(), files.kind() + ", " + plan.inWords());
    }

    /**
     * Segments what is not done yet; blocks. Where all is done, the model is not loaded. What was done when this ends in
     * whatever way stays done, and nothing is half-written.
     *
     * @param clips in the order in which they are wanted
     * @param opener called at most once
     * @param progress gets the clip, the time left for all of them, and what is being done
     * @throws AutoSegmentationException if the folder cannot take results
     * @throws SegmentationException if the model cannot be loaded
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public void run(List<ImageSeries> clips, Opener opener, Watcher watcher, Progress progress) throws IOException {
        requireWritable(files.folder());
        List<Clip> all = look(clips, progress.part(0, LOOKED));
        long left = all.stream()
                .filter(Clip::isLeft)
                .mapToLong(c -> c.positions().size())
                .sum();
        Progress rest = progress.part(LOOKED, 1);
        try (Predictor predictor = left == 0 ? null : open(opener, rest)) {
            String runsOn = predictor == null ? "" : predictor.accelerator();
            if (predictor == null) {
                rest.report(0, "Nothing is left to segment");
            } else {
                watcher.runsOn(runsOn);
                rest.report(0, "Running on " + runsOn);
            }
            Pace pace = new Pace(rest, all.size(), left);
            for (Clip clip : all) {
                rest.checkCancelled();
                watcher.finished(outcome(predictor, clip, pace.next(clip)));
                if (predictor != null && !predictor.accelerator().equals(runsOn)) {
                    runsOn = predictor.accelerator();
                    watcher.runsOn(runsOn);
                }
            }
        }
        progress.report(1, all.size() + " clips gone over");
    }

    private static void requireWritable(Path folder) throws AutoSegmentationException {
        try {
            Files.createDirectories(folder);
            // Before hours of work, and by trying: permissions alone do not tell on every file system.
            Files.delete(Files.createTempFile(folder, ".", ".part"));
        } catch (IOException e) {
            throw new AutoSegmentationException(
                    "Results cannot be written to the folder " + folder + " (" + e
                            + "); check its permissions, or choose another folder.",
                    e);
        }
    }

    private Predictor open(Opener opener, Progress progress) throws SegmentationException {
        progress.report(0, "Loading the model");
        progress.checkCancelled();
        return opener.open(models);
    }

    private List<Clip> look(List<ImageSeries> clips, Progress progress) {
        Reader reader = ModelReader.of(models).reader();
        List<Clip> all = new ArrayList<>();
        for (ImageSeries series : clips) {
            progress.report((double) all.size() / clips.size(), "Looking what is done");
            progress.checkCancelled();
            String name = AnnotationStores.fileFor(files.folder(), reader, series)
                    .getFileName()
                    .toString()
                    .replaceFirst("\\.seg\\.dcm$", "");
            List<Integer> positions = plan.positions(series.frames().size());
            Optional<ClipReport> before = Optional.empty();
            Optional<String> trouble = Optional.empty();
            try {
                if (positions.isEmpty()) {
                    throw new AutoSegmentationException(
                            "It has " + series.frames().size() + " frames and none of " + plan.frames()
                                    + "; choose other frames.");
                }
                before = finished.find(name, series, progress);
                if (before.isPresent() && !files.isComplete(name)) {
                    before = Optional.empty();
                }
            } catch (IOException e) {
                trouble = Optional.of(e.getMessage());
            }
            all.add(new Clip(series, name, positions, before, trouble));
        }
        return all;
    }

    private ClipOutcome outcome(Predictor predictor, Clip clip, Progress progress) {
        ImageSeries series = clip.series();
        if (clip.trouble().isPresent()) {
            return new ClipOutcome.Failed(series, clip.trouble().get());
        }
        if (clip.before().isPresent()) {
            return new ClipOutcome.Done(series, clip.name(), clip.before().get(), true);
        }
        try {
            return new ClipOutcome.Done(series, clip.name(), segment(predictor, clip, progress), false);
        } catch (IOException e) {
            // One damaged clip must not cost the work on the others; it is named.
            return new ClipOutcome.Failed(series, e.getMessage());
        }
    }

    private ClipReport segment(Predictor predictor, Clip clip, Progress progress) throws IOException {
        progress.report(0, "Opening");
        // Before anything is decoded: a clip that is exchanged meanwhile is done again by the next run.
        String images = FinishedClips.digest(clip.series(), progress);
        SegmentedClip said = SegmentedClip.of(
                predictor, clip.series(), clip.name(), clip.positions(), plan, progress.part(0, SEGMENTED));
        progress.report(SEGMENTED, "Saving");
        List<Path> written = files.write(said, progress.part(SEGMENTED, 1));
        ClipReport report = ClipReport.of(said, written);
        finished.note(clip.name(), images, report, progress);
        return report;
    }

    /** How far the run is, counted in the frames that are left to segment, and when it will be over. */
    private static final class Pace {
        private final Progress whole;
        private final int clips;
        private final long frames;
        private final long begunNanos = System.nanoTime();
        private int number;
        private long begun;
        private long ahead;

        /** @param frames of all clips that are left */
        Pace(Progress whole, int clips, long frames) {
            this.whole = whole;
            this.clips = clips;
            this.frames = frames;
        }

        /** The progress of the next clip. */
        Progress next(Clip clip) {
            number++;
            begun = ahead;
            long mine = clip.isLeft() ? clip.positions().size() : 0;
            ahead += mine;
            String title = ClipOutcome.title(clip.series());
            return new Progress() {
                @Override
                public void report(double fraction, String message) {
                    double done = begun + mine * Math.clamp(fraction, 0.0, 1.0);
                    whole.report(
                            frames == 0 ? 1 : done / frames,
                            "Clip " + number + " of " + clips + left(done) + ", " + title + ": " + message);
                }

                @Override
                public boolean isCancelled() {
                    return whole.isCancelled();
                }
            };
        }

        /** The time left for all clips; nothing on the last, whose own is said, and as long as nothing is known. */
        private String left(double done) {
            return ahead == frames
                    ? ""
                    : TimeLeft.words(done, frames, System.nanoTime() - begunNanos)
                            .map(t -> " (" + t + " left in all)")
                            .orElse("");
        }
    }
}
