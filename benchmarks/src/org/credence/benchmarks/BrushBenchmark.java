package org.credence.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.credence.annotation.Annotation;
import org.credence.annotation.AnnotationEdit;
import org.credence.annotation.Brush;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.FramePixels;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.LayerEditor;
import org.credence.annotation.PaintTarget;
import org.credence.annotation.PaintTools;
import org.credence.annotation.Reader;
import org.credence.annotation.spi.PaintGesture;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.FrameTiming;
import org.credence.imaging.ImageGeometry;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.SeriesInfo;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one movement of a brush of radius 64 costs in the model where six segments are painted, beside the physical
 * limit: copying as many bytes as the brush covers.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BrushBenchmark {

    private static final double RADIUS = 64;
    private static final int SEGMENTS = 6;

    @Param({"1024x768", "2048x2048"})
    public String size;

    private Annotation annotation;
    private FrameRef frame;
    private int columns;
    private int rows;
    private FramePixels pixels;
    private double angle;
    private byte[] source;
    private byte[] target;

    @Setup
    public void open() {
        columns = Integer.parseInt(size.split("x")[0]);
        rows = Integer.parseInt(size.split("x")[1]);
        SeriesInfo info = new SeriesInfo("P", "P", "1.2", "", "", "1.2.3", 1, "", "US");
        ImageSeries series = ImageSeries.of(new ImageInstance(
                info,
                "1.2.3.4",
                "1.2",
                1,
                Path.of("none"),
                columns,
                rows,
                1,
                ImageGeometry.UNKNOWN,
                FrameTiming.every(40),
                i -> Frame.gray(columns, rows, new byte[columns * rows])));
        annotation = new Annotation(new Reader("r", "R"), LabelScheme.lungUltrasoundComplete(), series);
        frame = annotation.frames().get(0);
        pixels = FramePixels.unknown(columns, rows);
        byte[] painted = new byte[columns * rows];
        Arrays.fill(painted, (byte) 50);
        for (int segment = 1; segment <= SEGMENTS; segment++) {
            annotation.replace(frame, segment, ConfidenceLayer.of(columns, rows, painted));
        }
        source = new byte[(int) (Math.PI * RADIUS * RADIUS)];
        target = new byte[source.length];
    }

    /** One gesture of a single movement: open, press, move, freeze for undo. */
    @Benchmark
    public AnnotationEdit stroke() {
        return stroke(0);
    }

    /** The same with an edge that is soft all the way to the middle. */
    @Benchmark
    public AnnotationEdit softStroke() {
        return stroke(1);
    }

    private AnnotationEdit stroke(double softness) {
        angle += 0.1;
        double column = columns / 2.0 * (1 + 0.7 * Math.cos(angle));
        double row = rows / 2.0 * (1 + 0.7 * Math.sin(angle));
        LayerEditor gesture = annotation.edit(frame, 1);
        Brush brush = new Brush(RADIUS, 1 + (int) (50 + 49 * Math.sin(angle)), Brush.Mode.SET).withSoftness(softness);
        PaintGesture way = PaintTools.brush().begin(new PaintTarget(gesture, pixels, brush));
        way.to(column, row);
        way.to(column + 4, row + 2);
        way.finish();
        return gesture.finish();
    }

    /** The physical limit. */
    @Benchmark
    public byte[] copyOfTheSameArea() {
        System.arraycopy(source, 0, target, 0, source.length);
        return target;
    }
}
