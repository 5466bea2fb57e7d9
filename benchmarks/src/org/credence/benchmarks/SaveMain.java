package org.credence.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.AnnotationStores;
import org.credence.annotation.CodedConcept;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.FileStamp;
import org.credence.annotation.FrameState;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.LayerKey;
import org.credence.annotation.Reader;
import org.credence.annotation.Segment;
import org.credence.annotation.StoredAnnotation;
import org.credence.dicom.DicomImageSink;
import org.credence.dicom.DicomImageSource;
import org.credence.dicom.DicomSegmentationStore;
import org.credence.imaging.Clip;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.PixelRect;
import org.credence.imaging.PixelSpacing;
import org.credence.imaging.Progress;
import org.credence.imaging.SeriesInfo;

/**
 * Saves and opens the annotation of a clip of 300 frames of 1024 x 768 pixels with 6 segments, each painted on about 5 % of
 * every frame; {@code benchmarks/save} starts it, each time in a process of its own.
 *
 * <p>Arguments: {@code clip CLIP} makes the clip; {@code save CLIP SEG [TIMES]} and {@code open CLIP SEG [TIMES]} print the
 * milliseconds and those of CPU time of every time, the first of which is that of a cold process.
 */
public final class SaveMain {

    private static final int COLUMNS = 1024;
    private static final int ROWS = 768;
    private static final int FRAMES = 300;
    private static final int SEGMENTS = 6;
    private static final double COVERED = 0.05;

    private SaveMain() {}

    public static void main(String[] args) throws IOException {
        Path clip = Path.of(args[1]);
        if (args[0].equals("clip")) {
            new DicomImageSink().write(clip(), clip);
            return;
        }
        ImageSeries series = ImageSeries.of(new DicomImageSource().open(clip));
        Path file = Path.of(args[2]);
        AnnotationStores stores = new AnnotationStores(List.of(new DicomSegmentationStore()));
        AnnotationSnapshot painted = args[0].equals("save") ? painted(series) : null;
        FileStamp stamp = FileStamp.of(file);
        int times = args.length > 3 ? Integer.parseInt(args[3]) : 1;
        for (int i = 0; i < times; i++) {
            long cpu = cpuNs();
            long begun = System.nanoTime();
            if (painted != null) {
                stamp = stores.save(painted, series, file, stamp, Progress.NONE);
            } else {
                StoredAnnotation stored = stores.open(file, series, Progress.NONE);
                stamp = stored.stamp();
            }
            System.out.println((System.nanoTime() - begun) / 1_000_000 + " " + (cpuNs() - cpu) / 1_000_000 + " "
                    + Files.size(file));
        }
    }

    private static long cpuNs() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static Clip clip() {
        List<Frame> frames = new ArrayList<>();
        byte[] gray = new byte[COLUMNS * ROWS];
        new Random(1).nextBytes(gray);
        for (int f = 0; f < FRAMES; f++) {
            frames.add(Frame.gray(COLUMNS, ROWS, gray));
        }
        SeriesInfo info = new SeriesInfo("S1", "Synth^Save", "2.25.11", "20260101", "Save", "2.25.12", 1, "Clip", "US");
        return new Clip(info, "2.25.13", 1, frames, new PixelSpacing(0.2, 0.2), 33, new PixelRect(0, 0, COLUMNS, ROWS));
    }

    /** A few strokes of a round brush per segment and frame, a little further on in every frame. */
    private static AnnotationSnapshot painted(ImageSeries series) {
        List<Segment> segments = new ArrayList<>();
        CodedConcept code = new CodedConcept("49755003", "SCT", "Morphologically Abnormal Structure");
        for (int s = 1; s <= SEGMENTS; s++) {
            segments.add(new Segment(s, "Segment " + s, code, code, 0x203040 * s & 0xffffff));
        }
        Map<LayerKey, ConfidenceLayer> layers = new HashMap<>();
        Map<FrameRef, FrameState> states = new HashMap<>();
        Random random = new Random(7);
        for (FrameRef frame : series.frames()) {
            states.put(frame, FrameState.COMPLETE);
            for (int s = 1; s <= SEGMENTS; s++) {
                layers.put(new LayerKey(frame, s), strokes(random));
            }
        }
        return new AnnotationSnapshot(
                new Reader("r1", "A. N."),
                new LabelScheme("Six", segments),
                series.info().seriesUid(),
                COLUMNS,
                ROWS,
                series.frames(),
                layers,
                states);
    }

    private static ConfidenceLayer strokes(Random random) {
        byte[] percent = new byte[COLUMNS * ROWS];
        int left = (int) (COVERED * percent.length);
        while (left > 0) {
            double x = random.nextDouble(COLUMNS);
            double y = random.nextDouble(ROWS);
            double direction = random.nextDouble(2 * Math.PI);
            int radius = 8 + random.nextInt(24);
            byte confidence = (byte) (10 * (1 + random.nextInt(10)));
            for (int step = 0; step < 60 && left > 0; step++) {
                direction += random.nextGaussian() * 0.1;
                x += 4 * Math.cos(direction);
                y += 4 * Math.sin(direction);
                left -= stamp(percent, x, y, radius, confidence);
            }
        }
        return ConfidenceLayer.of(COLUMNS, ROWS, percent);
    }

    /** The number of pixels that were not painted before. */
    private static int stamp(byte[] percent, double x, double y, int radius, byte confidence) {
        int fresh = 0;
        for (int row = Math.max(0, (int) y - radius); row <= Math.min(ROWS - 1, (int) y + radius); row++) {
            double half = Math.sqrt(Math.max(0, radius * radius - (row - y) * (row - y)));
            for (int c = Math.max(0, (int) (x - half)); c <= Math.min(COLUMNS - 1, (int) (x + half)); c++) {
                fresh += percent[row * COLUMNS + c] == 0 ? 1 : 0;
                percent[row * COLUMNS + c] = confidence;
            }
        }
        return fresh;
    }
}
