package org.credence.workbench.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.FrameState;
import org.credence.imaging.FrameCache;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageFile;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImageSources;
import org.credence.imaging.PresentationState;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The series that are open in the workbench, what stands beside them, and how far they are annotated. UI thread only; one for all windows. */
// Immediate: a delayed component would forget its state whenever nobody happens to hold the service.
@Component(service = Studies.class, immediate = true)
public final class Studies {

    /**
     * How far a reader is with a series.
     *
     * @param complete frames
     * @param inProgress frames
     */
    record Advance(int complete, int inProgress) {
        static Advance of(AnnotationSnapshot annotation) {
            int complete = 0;
            int inProgress = 0;
            for (FrameState state : annotation.states().values()) {
                switch (state) {
                    case COMPLETE -> complete++;
                    case IN_PROGRESS -> inProgress++;
                    case UNTOUCHED -> {}
                }
            }
            return new Advance(complete, inProgress);
        }
    }

    private static final long MOST_CACHE_BYTES = 768L << 20;

    private final List<ImageSeries> series = new ArrayList<>();
    private final List<ImageFile> documents = new ArrayList<>();
    private final List<ImageSources.Problem> problems = new ArrayList<>();
    private final Map<FrameRef, Advance> advances = new HashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private Optional<Path> folder = Optional.empty();
    private final FrameCache frames =
            new FrameCache(Math.min(MOST_CACHE_BYTES, Runtime.getRuntime().maxMemory() / 3));

    @Activate
    public Studies() {}

    /** The folder that was opened last, or that of the files that were. */
    Optional<Path> folder() {
        return folder;
    }

    void openedIn(Path last) {
        folder = Optional.of(last);
    }

    /** Adds what a scan found; a series that is open already stays as it is. */
    void add(ImageSources.Scan scan) {
        for (ImageSeries found : scan.series()) {
            if (same(found).isEmpty()) {
                series.add(found);
            }
        }
        addDocuments(scan.presentations());
        addDocuments(scan.others());
        problems.addAll(scan.problems());
        changed();
    }

    private void addDocuments(List<? extends ImageFile> found) {
        for (ImageFile document : found) {
            if (documents.stream().noneMatch(d -> d.file().equals(document.file()))) {
                documents.add(document);
            }
        }
    }

    /** What stands beside the series: presentation states, reports and the like. */
    List<ImageFile> documents() {
        return List.copyOf(documents);
    }

    /** The presentation states that are about images of a series. */
    List<PresentationState> presentations(ImageSeries of) {
        return documents.stream()
                .filter(PresentationState.class::isInstance)
                .map(PresentationState.class::cast)
                .filter(p -> of.instances().stream().anyMatch(i -> p.images().contains(i.sopInstanceUid())))
                .toList();
    }

    List<ImageSeries> series() {
        return List.copyOf(series);
    }

    /** The open series with the same frames. */
    Optional<ImageSeries> same(ImageSeries other) {
        return series.stream()
                .filter(s -> s.frames().get(0).equals(other.frames().get(0)))
                .findFirst();
    }

    List<ImageSources.Problem> problems() {
        return List.copyOf(problems);
    }

    /** How far a series is annotated; empty if nothing is known to be stored. */
    Optional<Advance> advance(ImageSeries of) {
        return Optional.ofNullable(advances.get(of.frames().get(0)));
    }

    void setAdvance(ImageSeries of, Advance advance) {
        advances.put(of.frames().get(0), advance);
        changed();
    }

    void forgetAdvances() {
        advances.clear();
        changed();
    }

    /** Decoded frames of all series. */
    FrameCache frames() {
        return frames;
    }

    Runnable listen(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }
}
