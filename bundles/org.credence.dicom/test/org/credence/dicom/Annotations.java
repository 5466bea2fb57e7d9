package org.credence.dicom;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.CodedConcept;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.FrameState;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.LayerKey;
import org.credence.annotation.Reader;
import org.credence.annotation.Segment;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageSeries;

/** Annotations for tests, every percent of them known. */
final class Annotations {

    private Annotations() {}

    static LabelScheme scheme(int segments) {
        CodedConcept code = new CodedConcept("T", "99TEST", "Test");
        List<Segment> all = new ArrayList<>();
        for (int s = 1; s <= segments; s++) {
            all.add(new Segment(s, "Segment " + s, code, code, 0x010203 * s & 0xffffff));
        }
        return new LabelScheme("Test", all);
    }

    static AnnotationSnapshot of(ImageSeries series, LabelScheme scheme, Map<LayerKey, ConfidenceLayer> layers) {
        return new AnnotationSnapshot(
                new Reader("r1", "A. N."),
                scheme,
                series.info().seriesUid(),
                series.columns(),
                series.rows(),
                series.frames(),
                layers,
                Map.of());
    }

    /** Runs of any percent on some of the layers, which overlap. */
    static AnnotationSnapshot random(ImageSeries series, int segments, Random random) {
        Map<LayerKey, ConfidenceLayer> layers = new HashMap<>();
        Map<FrameRef, FrameState> states = new HashMap<>();
        for (FrameRef frame : series.frames()) {
            for (int s = 1; s <= segments; s++) {
                if (random.nextInt(3) > 0) {
                    layers.put(new LayerKey(frame, s), layer(series, random));
                }
            }
            states.put(frame, FrameState.values()[random.nextInt(FrameState.values().length)]);
        }
        AnnotationSnapshot a = of(series, scheme(segments), layers);
        return new AnnotationSnapshot(
                a.reader(), a.scheme(), a.seriesUid(), a.columns(), a.rows(), a.frames(), layers, states);
    }

    private static ConfidenceLayer layer(ImageSeries series, Random random) {
        byte[] percents = new byte[series.columns() * series.rows()];
        for (int i = 0; i < percents.length; ) {
            byte percent = (byte) (random.nextBoolean() ? 0 : random.nextInt(101));
            int end = Math.min(percents.length, i + 1 + random.nextInt(300));
            java.util.Arrays.fill(percents, i, end, percent);
            i = end;
        }
        return ConfidenceLayer.of(series.columns(), series.rows(), percents);
    }
}
