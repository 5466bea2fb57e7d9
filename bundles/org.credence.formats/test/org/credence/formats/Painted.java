package org.credence.formats;

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
final class Painted {

    static final Reader READER = new Reader("r1", "A. N.");

    private Painted() {}

    static LabelScheme scheme(int... numbers) {
        CodedConcept code = new CodedConcept("T", "99TEST", "Test");
        List<Segment> segments = new ArrayList<>();
        for (int n : numbers) {
            segments.add(new Segment(n, "Segment " + n, code, code, 0x808080));
        }
        return new LabelScheme("Test", segments);
    }

    static AnnotationSnapshot of(
            ImageSeries series,
            LabelScheme scheme,
            Map<LayerKey, ConfidenceLayer> layers,
            Map<FrameRef, FrameState> states) {
        return new AnnotationSnapshot(
                READER,
                scheme,
                series.info().seriesUid(),
                series.columns(),
                series.rows(),
                series.frames(),
                layers,
                states);
    }

    /** Some layers with any percents, and some without; what is painted on is in progress. */
    static AnnotationSnapshot random(ImageSeries series, LabelScheme scheme, Random random) {
        Map<LayerKey, ConfidenceLayer> layers = new HashMap<>();
        Map<FrameRef, FrameState> states = new HashMap<>();
        for (FrameRef frame : series.frames()) {
            for (Segment s : scheme.segments()) {
                ConfidenceLayer layer = layer(series, random);
                if (random.nextBoolean() && !layer.isEmpty()) {
                    layers.put(new LayerKey(frame, s.number()), layer);
                    states.put(frame, FrameState.IN_PROGRESS);
                }
            }
        }
        return of(series, scheme, layers, states);
    }

    private static ConfidenceLayer layer(ImageSeries series, Random random) {
        byte[] percents = new byte[series.columns() * series.rows()];
        for (int i = 0; i < percents.length; i++) {
            percents[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt(101) : 0);
        }
        return ConfidenceLayer.of(series.columns(), series.rows(), percents);
    }

    static ConfidenceLayer layer(ImageSeries series, int... percents) {
        byte[] all = new byte[series.columns() * series.rows()];
        for (int i = 0; i < percents.length; i++) {
            all[i] = (byte) percents[i];
        }
        return ConfidenceLayer.of(series.columns(), series.rows(), all);
    }
}
