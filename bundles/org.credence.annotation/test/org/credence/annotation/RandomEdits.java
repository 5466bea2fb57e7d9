package org.credence.annotation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.credence.annotation.spi.PaintGesture;
import org.credence.annotation.spi.PaintTool;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.PixelSpacing;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Progress;

/** Edits of every kind that there is, at random; the same numbers give the same edits. */
final class RandomEdits {

    /** What an edit does. */
    enum Kind {
        GESTURE,
        MARK,
        REPLACE,
        COPY,
        CLEAR,
        SMOOTH,
        MOVE,
        INTERPOLATE,
        PROPAGATE,
        ACCEPT
    }

    private static final List<PaintTool> TOOLS = PaintTools.standard().all();

    private final Annotation annotation;
    private final FramePixels pixels;

    RandomEdits(Annotation annotation) {
        this.annotation = annotation;
        ConfidenceLayer size = annotation.layer(annotation.frames().get(0), 1);
        byte[] gray = new byte[size.columns() * size.rows()];
        for (int i = 0; i < gray.length; i++) {
            // Patches of three intensities.
            gray[i] = (byte) (((i % size.columns()) / 17 + (i / size.columns()) / 11) % 3 * 90);
        }
        Frame frame = Frame.gray(size.columns(), size.rows(), gray);
        pixels = FramePixels.of(frame, frame.defaultWindow(), Optional.of(new PixelSpacing(0.5, 0.8)));
    }

    /** Does something; strokes more often than anything else. */
    AnnotationEdit any(Random random) throws AnnotationException {
        Kind[] kinds = Kind.values();
        return random.nextInt(3) > 0 ? gesture(random) : edit(kinds[random.nextInt(kinds.length)], random);
    }

    AnnotationEdit edit(Kind kind, Random random) throws AnnotationException {
        FrameRef frame = frame(random);
        int segment = segment(random);
        AnnotationSnapshot now = annotation.snapshot();
        Brush.Mode mode = mode(random);
        return switch (kind) {
            case GESTURE -> gesture(random);
            case MARK -> annotation.mark(frame, FrameState.values()[random.nextInt(3)]);
            case REPLACE -> annotation.replace(frame, segment, now.layer(frame(random), segment(random)));
            case COPY -> annotation.apply(FrameEdits.copy(now, frame, frame(random), List.of(segment, 2), mode));
            case CLEAR -> annotation.apply(FrameEdits.clear(now, frame, List.of(segment, 3)));
            case SMOOTH -> annotation.apply(FrameEdits.smooth(now, frame, List.of(segment)));
            case MOVE -> annotation.apply(FrameEdits.move(now, annotation.frames(), segment, segment % 4 + 1, mode));
            case INTERPOLATE ->
                annotation.apply(KeyFrames.interpolate(
                        now,
                        segment,
                        List.of(annotation.frames().get(0), annotation.frames().get(2)),
                        Progress.NONE));
            case PROPAGATE ->
                annotation.apply(new Propagation(1 + random.nextInt(40), mode)
                        .from(now, frame, random.nextInt(-3, 4), List.of(segment), Progress.NONE));
            case ACCEPT -> annotation.apply(proposal(random).accept(now, mode, Progress.NONE));
        };
    }

    private ModelProposal proposal(Random random) {
        int columns = pixels.columns();
        float[][] planes = new float[2][columns * pixels.rows()];
        for (float[] plane : planes) {
            int from = random.nextInt(plane.length / 2);
            for (int i = from; i < from + 500; i++) {
                plane[i] = random.nextFloat();
            }
        }
        Map<FrameRef, ProbabilityMap> maps = new LinkedHashMap<>();
        maps.put(
                frame(random), new ProbabilityMap(columns, pixels.rows(), List.of("A-line", "Something else"), planes));
        return ModelProposal.of("Model " + random.nextInt(3), maps, 1 + random.nextInt(50));
    }

    private AnnotationEdit gesture(Random random) {
        LayerEditor layer = annotation.edit(frame(random), segment(random));
        PaintTool tool = TOOLS.get(random.nextInt(random.nextBoolean() ? 2 : TOOLS.size()));
        PaintGesture gesture = tool.begin(new PaintTarget(layer, pixels, brush(random)));
        List<Runnable> events = new ArrayList<>();
        double[] at = {random.nextDouble(-10, 140), random.nextDouble(-10, 80)};
        for (int i = 0; i < 8; i++) {
            boolean corner = tool.input() == PaintTool.Input.CORNERS;
            boolean close = i % 4 == 3;
            events.add(() -> {
                if (corner) {
                    gesture.corner(at[0], at[1]);
                } else {
                    gesture.to(at[0], at[1]);
                }
                if (corner && close) {
                    gesture.close();
                }
                at[0] += random.nextGaussian() * 15;
                at[1] += random.nextGaussian() * 15;
            });
        }
        events.forEach(Runnable::run);
        gesture.finish();
        return layer.finish();
    }

    private static Brush brush(Random random) {
        Brush brush = new Brush(0.5 + 12 * random.nextDouble(), 1 + random.nextInt(100), mode(random))
                .withRamp(random.nextBoolean() ? 0 : random.nextDouble(8))
                .withSoftness(random.nextBoolean() ? 0 : random.nextDouble());
        return random.nextInt(4) > 0 ? brush : brush.within(new Brush.IntensityRange(0, 100));
    }

    private static Brush.Mode mode(Random random) {
        return Brush.Mode.values()[random.nextInt(Brush.Mode.values().length)];
    }

    private FrameRef frame(Random random) {
        return annotation.frames().get(random.nextInt(annotation.frames().size()));
    }

    private static int segment(Random random) {
        return 1 + random.nextInt(4);
    }
}
