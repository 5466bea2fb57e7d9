package org.credence.formats.internal;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.Confidence;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.FrameState;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.LayerKey;
import org.credence.annotation.Reader;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageSeries;

/** An annotation that is put together from what files say of its frames; used by one thread. */
final class ImportedAnnotation {

    private final ImageSeries series;
    private final LabelScheme scheme;
    private final Reader reader;
    private final Map<LayerKey, ConfidenceLayer> layers = new HashMap<>();
    private final Map<FrameRef, FrameState> states = new HashMap<>();
    private long bytes;

    ImportedAnnotation(ImageSeries series, LabelScheme scheme, Reader reader) {
        this.series = series;
        this.scheme = scheme;
        this.reader = reader;
    }

    /** Checks that a segment is one of the scheme. */
    void check(int segment, Path file) throws AnnotationException {
        if (scheme.segment(segment).isEmpty()) {
            throw new AnnotationException("File " + file + " has segment " + segment + ", which the scheme \""
                    + scheme.name() + "\" lacks; it has "
                    + String.join(
                            ", ",
                            scheme.segments().stream()
                                    .map(s -> s.number() + " " + s.label())
                                    .toList())
                    + ". Choose another scheme.");
        }
    }

    /** Takes one layer, a percent per pixel. */
    void percents(int position, int segment, int[] values, Path file) throws AnnotationException {
        check(segment, file);
        byte[] percents = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0 || values[i] > Confidence.FULL) {
                throw new AnnotationException("File " + file + " has the value " + values[i] + " at pixel ("
                        + i % series.columns() + ", " + i / series.columns()
                        + "); percents go from 0 to 100.");
            }
            percents[i] = (byte) values[i];
        }
        put(position, segment, percents, file);
    }

    /** Takes the number of a segment per pixel, each of which becomes 100 %. */
    void labels(int position, int[] labels, Path file) throws AnnotationException {
        Map<Integer, byte[]> bySegment = new LinkedHashMap<>();
        int current = 0;
        byte[] percents = null;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] != 0) {
                if (labels[i] != current) {
                    current = labels[i];
                    check(current, file);
                    percents = bySegment.computeIfAbsent(current, s -> new byte[labels.length]);
                }
                percents[i] = Confidence.FULL;
            }
        }
        for (Map.Entry<Integer, byte[]> e : bySegment.entrySet()) {
            put(position, e.getKey(), e.getValue(), file);
        }
    }

    private void put(int position, int segment, byte[] percents, Path file) throws AnnotationException {
        FrameRef frame = series.frames().get(position);
        ConfidenceLayer layer = ConfidenceLayer.of(series.columns(), series.rows(), percents);
        if (layer.isEmpty()) {
            return;
        }
        if (layers.put(new LayerKey(frame, segment), layer) != null) {
            throw new AnnotationException("File " + file + " paints segment " + segment + " on frame " + (position + 1)
                    + ", which another file does, too; import one of them.");
        }
        states.put(frame, FrameState.IN_PROGRESS);
        bytes += layer.sizeBytes();
        long most = Runtime.getRuntime().maxMemory() / 2;
        if (bytes > most) {
            throw new AnnotationException("File " + file + " and those before take more than the " + most
                    + " bytes that there are for them; give Java more memory.");
        }
    }

    AnnotationSnapshot snapshot() {
        return new AnnotationSnapshot(
                reader,
                scheme,
                series.info().seriesUid(),
                series.columns(),
                series.rows(),
                series.frames(),
                layers,
                states);
    }
}
