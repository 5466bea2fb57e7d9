package org.credence.imaging;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How somebody wants images to be shown (PS3.3, A.33).
 *
 * @param file where it lies
 * @param series what it belongs to
 * @param label its name, for people
 * @param settings windows and the images that they are for
 * @param inverted whether low values shall be shown bright
 * @param images the SOP Instance UIDs of the images that it is about
 */
public record PresentationState(
        Path file, SeriesInfo series, String label, List<Setting> settings, boolean inverted, Set<String> images)
        implements ImageFile {

    /**
     * A window for some images.
     *
     * @param images SOP Instance UIDs; empty for all that the state is about
     * @param frames numbers of the frames, from 1; empty for all
     */
    public record Setting(Window window, Set<String> images, Set<Integer> frames) {
        public Setting {
            images = Set.copyOf(images);
            frames = Set.copyOf(frames);
        }
    }

    public PresentationState {
        settings = List.copyOf(settings);
        images = Set.copyOf(images);
    }

    /** The window for a frame, if the state has one for it. */
    public Optional<Window> window(FrameRef frame) {
        if (!images.contains(frame.sopInstanceUid())) {
            return Optional.empty();
        }
        return settings.stream()
                .filter(s -> s.images().isEmpty() || s.images().contains(frame.sopInstanceUid()))
                .filter(s -> s.frames().isEmpty() || s.frames().contains(frame.frameNumber()))
                .map(Setting::window)
                .findFirst();
    }
}
