package org.credence.imaging;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an annotator opens: the frames of one clip, or the slices of one stack, all of one size, in viewing order.
 *
 * <p>Built from the instances that share a Series Instance UID. A multi-frame instance is a series of its own, because
 * an ultrasound series often holds several unrelated clips; single-frame instances of one size form a series. Images
 * without a place in the patient are in the order of their numbers. Those with one are split by direction (a localizer
 * has several) and sorted along their normal, see {@link SliceStack}; where no two are parallel they stay together.
 * Frames of a multi-frame instance that are parallel slices are sorted likewise.
 */
public final class ImageSeries {

    /** A localizer has a few; what has more turns around an axis. */
    private static final int MOST_DIRECTIONS = 16;

    private final List<ImageInstance> instances;
    private final List<FrameRef> references = new ArrayList<>();
    private final List<ImageInstance> owners = new ArrayList<>();
    private final Optional<SliceStack> stack;
    private volatile Map<FrameRef, Integer> positions;

    /** @param members in the order of their numbers */
    private ImageSeries(List<ImageInstance> members) {
        List<ImagePlane> planes = new ArrayList<>();
        List<FrameRef> frames = new ArrayList<>();
        List<ImageInstance> of = new ArrayList<>();
        for (ImageInstance instance : members) {
            planes.addAll(instance.geometry().planes());
            for (int f = 1; f <= instance.frameCount(); f++) {
                frames.add(new FrameRef(instance.sopInstanceUid(), f));
                of.add(instance);
            }
        }
        Optional<SliceOrder> slices = planes.size() == frames.size() ? SliceOrder.of(planes) : Optional.empty();
        for (int i = 0; i < frames.size(); i++) {
            int next = slices.isPresent() ? slices.get().order()[i] : i;
            references.add(frames.get(next));
            owners.add(of.get(next));
        }
        this.stack = slices.flatMap(SliceOrder::stack);
        // Several members have one frame each.
        this.instances = members.size() == 1 ? List.copyOf(members) : List.copyOf(owners);
    }

    /** The series that one instance makes by itself. */
    public static ImageSeries of(ImageInstance instance) {
        return new ImageSeries(List.of(instance));
    }

    /**
     * Groups instances into series, in the order of patient, study, series number and instance number. An instance that
     * occurs twice (the same SOP Instance UID) is taken once.
     */
    public static List<ImageSeries> group(List<ImageInstance> instances) {
        Map<String, ImageInstance> unique = new LinkedHashMap<>();
        instances.forEach(i -> unique.putIfAbsent(i.sopInstanceUid(), i));
        Map<List<Object>, List<ImageInstance>> groups = new LinkedHashMap<>();
        for (ImageInstance i : unique.values()) {
            Object own = i.frameCount() > 1
                    ? i.sopInstanceUid()
                    : List.of(i.columns(), i.rows(), i.geometry().planes().isEmpty());
            groups.computeIfAbsent(List.of(i.series().seriesUid(), own), k -> new ArrayList<>())
                    .add(i);
        }
        List<ImageSeries> series = new ArrayList<>();
        for (List<ImageInstance> members : groups.values()) {
            members.sort(ImageSeries::byNumber);
            byDirection(members).forEach(m -> series.add(new ImageSeries(m)));
        }
        if (series.size() > 1) {
            series.sort(Comparator.comparing((ImageSeries s) -> s.info().patientId())
                    .thenComparing(s -> s.info().studyDate())
                    .thenComparing(s -> s.info().studyUid())
                    .thenComparingInt(s -> s.info().seriesNumber())
                    .thenComparing(s -> s.info().seriesUid())
                    .thenComparingInt(ImageSeries::leastNumber));
        }
        return series;
    }

    private static int byNumber(ImageInstance a, ImageInstance b) {
        int numbers = Integer.compare(a.instanceNumber(), b.instanceNumber());
        return numbers != 0 ? numbers : a.sopInstanceUid().compareTo(b.sopInstanceUid());
    }

    /** Images with parallel planes together; all of them, where there are none such. */
    private static List<List<ImageInstance>> byDirection(List<ImageInstance> members) {
        if (members.get(0).frameCount() > 1
                || members.get(0).geometry().planes().isEmpty()) {
            return List.of(members);
        }
        List<List<ImageInstance>> directions = new ArrayList<>();
        for (ImageInstance i : members) {
            ImagePlane plane = plane(i);
            List<ImageInstance> like = null;
            for (int d = 0; d < directions.size() && like == null; d++) {
                like = plane(directions.get(d).get(0)).isParallel(plane) ? directions.get(d) : null;
            }
            if (like == null) {
                like = new ArrayList<>();
                directions.add(like);
            }
            like.add(i);
            if (directions.size() > MOST_DIRECTIONS) {
                return List.of(members);
            }
        }
        return directions.size() < members.size() ? directions : List.of(members);
    }

    private static ImagePlane plane(ImageInstance slice) {
        return slice.geometry().planes().get(0);
    }

    private int leastNumber() {
        return instances.stream().mapToInt(ImageInstance::instanceNumber).min().orElse(0);
    }

    public SeriesInfo info() {
        return instances.get(0).series();
    }

    /** The image objects, in viewing order. */
    public List<ImageInstance> instances() {
        return instances;
    }

    public int columns() {
        return instances.get(0).columns();
    }

    public int rows() {
        return instances.get(0).rows();
    }

    public Optional<PixelSpacing> spacing() {
        return instances.get(0).spacing();
    }

    /** How the slices lie, where the frames are parallel slices at two positions or more. */
    public Optional<SliceStack> stack() {
        return stack;
    }

    /** When the frames of a clip were taken; nothing is known of a stack of images. */
    public FrameTiming timing() {
        return instances.size() == 1 && stack.isEmpty() ? instances.get(0).timing() : FrameTiming.UNKNOWN;
    }

    /** Height of a pixel divided by its width. */
    public double pixelAspect() {
        return instances.get(0).geometry().pixelAspect();
    }

    /** All frames, in viewing order. */
    public List<FrameRef> frames() {
        return java.util.Collections.unmodifiableList(references);
    }

    /** The position of a frame in viewing order, empty if it does not belong to this series. */
    public Optional<Integer> position(FrameRef frame) {
        Map<FrameRef, Integer> known = positions;
        if (known == null) {
            // Only for series that are looked at; threads that make it at once make the same.
            known = new HashMap<>();
            for (int i = 0; i < references.size(); i++) {
                known.put(references.get(i), i);
            }
            positions = known;
        }
        return Optional.ofNullable(known.get(frame));
    }

    /**
     * Decodes a frame; blocks. {@link FrameCache} remembers what was decoded.
     *
     * @param position in viewing order, from 0
     * @throws ImagingException if the pixels cannot be had exactly
     */
    public Frame decode(int position) throws ImagingException {
        ImageInstance owner = owners.get(position);
        Frame frame = owner.decoder().decode(references.get(position).frameNumber() - 1);
        return owner.spacing().map(frame::withSpacing).orElse(frame);
    }

    @Override
    public String toString() {
        return "Series " + info().seriesNumber() + " " + info().seriesDescription() + " (" + references.size()
                + " frames)";
    }
}
