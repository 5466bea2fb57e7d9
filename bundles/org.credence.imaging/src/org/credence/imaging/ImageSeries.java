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
 * an ultrasound series often holds several unrelated clips; single-frame instances of one size form a stack, sorted by
 * slice position where they have one, else by instance number.
 */
public final class ImageSeries {

    private final List<ImageInstance> instances;
    private final List<FrameRef> references = new ArrayList<>();
    private final List<ImageInstance> owners = new ArrayList<>();
    private final Map<FrameRef, Integer> positions = new HashMap<>();

    private ImageSeries(List<ImageInstance> instances) {
        this.instances = List.copyOf(instances);
        for (ImageInstance instance : this.instances) {
            for (int f = 1; f <= instance.frameCount(); f++) {
                FrameRef reference = new FrameRef(instance.sopInstanceUid(), f);
                positions.put(reference, references.size());
                references.add(reference);
                owners.add(instance);
            }
        }
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
            Object own = i.frameCount() > 1 ? i.sopInstanceUid() : List.of(i.columns(), i.rows());
            groups.computeIfAbsent(List.of(i.series().seriesUid(), own), k -> new ArrayList<>())
                    .add(i);
        }
        List<ImageSeries> series = new ArrayList<>();
        for (List<ImageInstance> members : groups.values()) {
            boolean positioned = members.stream().noneMatch(i -> Double.isNaN(i.slicePositionMm()));
            members.sort(
                    positioned
                            ? Comparator.comparingDouble(ImageInstance::slicePositionMm)
                                    .thenComparingInt(ImageInstance::instanceNumber)
                            : Comparator.comparingInt(ImageInstance::instanceNumber));
            series.add(new ImageSeries(members));
        }
        series.sort(Comparator.comparing((ImageSeries s) -> s.info().patientId())
                .thenComparing(s -> s.info().studyDate())
                .thenComparing(s -> s.info().studyUid())
                .thenComparingInt(s -> s.info().seriesNumber())
                .thenComparingInt(s -> s.instances.get(0).instanceNumber()));
        return series;
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

    /** When the frames of a clip were taken; nothing is known of a stack of images. */
    public FrameTiming timing() {
        return instances.size() == 1 ? instances.get(0).timing() : FrameTiming.UNKNOWN;
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
        return Optional.ofNullable(positions.get(frame));
    }

    /**
     * Decodes a frame; blocks. {@link FrameCache} remembers what was decoded.
     *
     * @param position in viewing order, from 0
     * @throws ImagingException if the pixels cannot be had exactly
     */
    public Frame decode(int position) throws ImagingException {
        return owners.get(position).decoder().decode(references.get(position).frameNumber() - 1);
    }

    @Override
    public String toString() {
        return "Series " + info().seriesNumber() + " " + info().seriesDescription() + " (" + references.size()
                + " frames)";
    }
}
