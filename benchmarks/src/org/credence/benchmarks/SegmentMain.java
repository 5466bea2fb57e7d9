package org.credence.benchmarks;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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
import org.credence.annotation.FrameState;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.LayerKey;
import org.credence.annotation.Reader;
import org.credence.annotation.Segment;
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
import org.credence.segmentation.Accelerator;
import org.credence.segmentation.Model;
import org.credence.segmentation.SegmentationEngines;
import org.credence.segmentation.Segmenter;
import org.credence.segmentation.onnx.OnnxRuntime;
import org.credence.segmentation.onnx.internal.OnnxEngine;

/**
 * What the engine costs beside the runtime: the same graph, options and threads, with nothing around {@code session.run}.
 * {@code benchmarks/segment} starts it. Lines of milliseconds: bare, ours, then CPU time of both.
 *
 * <p>Arguments: {@code make MODEL CLIP BASE SIZE FRAMES} makes a U-Net and a clip. {@code frames MODEL CLIP COUNT TIMES} takes
 * COUNT decoded frames to percents on their own pixels, against as many runs. {@code cine MODEL CLIP SEG TIMES} takes all
 * frames from the DICOM file to a DICOM SEG, against as many runs. {@code first MODEL CLIP ours|bare} prints the
 * milliseconds from the start of main to the first map of a frame, or to the end of a bare first run.
 */
public final class SegmentMain {

    private static final int SEGMENTS = 6;

    private SegmentMain() {}

    public static void main(String[] args) throws IOException, OrtException {
        long begun = System.nanoTime();
        Path file = Path.of(args[1]);
        Path clip = Path.of(args[2]);
        if (args[0].equals("make")) {
            UnetFile.write(
                    file,
                    new UnetFile.Shape(Integer.parseInt(args[3]), SEGMENTS, Integer.parseInt(args[4]), true, false));
            new DicomImageSink().write(clip(Integer.parseInt(args[4]), Integer.parseInt(args[5])), clip);
            return;
        }
        Model model = Model.read(file);
        ImageSeries series = ImageSeries.of(new DicomImageSource().open(clip));
        try (OnnxRuntime runtime = new OnnxRuntime()) {
            SegmentationEngines engines = new SegmentationEngines(List.of(new OnnxEngine(runtime)));
            if (args[0].equals("first")) {
                Frame frame = series.decode(0);
                if (args[3].equals("ours")) {
                    try (Segmenter segmenter = engines.open(model, Accelerator.CPU)) {
                        segmenter.segment(frame);
                    }
                } else {
                    try (BareRuntime bare = new BareRuntime(runtime, model, Accelerator.CPU, 1)) {
                        bare.run(1);
                    }
                }
                System.out.println((System.nanoTime() - begun) / 1_000_000);
                return;
            }
            boolean cine = args[0].equals("cine");
            int count = cine ? series.frames().size() : Integer.parseInt(args[3]);
            List<Frame> decoded = new ArrayList<>();
            for (int i = 0; i < count && !cine; i++) {
                decoded.add(series.decode(i));
            }
            AnnotationStores stores = new AnnotationStores(List.of(new DicomSegmentationStore()));
            try (Segmenter segmenter = engines.open(model, Accelerator.CPU);
                    BareRuntime bare = new BareRuntime(runtime, model, Accelerator.CPU, 1)) {
                bare.run(1);
                segmenter.segment(series.decode(0));
                for (int i = 0; i < Integer.parseInt(args[4]); i++) {
                    long[] alone = timed(() -> bare.run(count));
                    long[] ours = timed(() -> {
                        if (cine) {
                            stores.save(segmented(segmenter, series), series, Path.of(args[3]));
                        } else {
                            segmenter.stream(count, decoded::get, (n, frame, percent) -> {}, Progress.NONE);
                        }
                    });
                    System.out.println(alone[0] + " " + ours[0] + " " + alone[1] + " " + ours[1]);
                }
            }
        }
    }

    private interface Work {
        void run() throws IOException, OrtException;
    }

    private static long[] timed(Work work) throws IOException, OrtException {
        long cpu = cpuNs();
        long begun = System.nanoTime();
        work.run();
        return new long[] {(System.nanoTime() - begun) / 1_000_000, (cpuNs() - cpu) / 1_000_000};
    }

    private static long cpuNs() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static AnnotationSnapshot segmented(Segmenter segmenter, ImageSeries series) throws IOException {
        CodedConcept code = new CodedConcept("49755003", "SCT", "Morphologically Abnormal Structure");
        List<Segment> segments = new ArrayList<>();
        for (int s = 1; s <= SEGMENTS; s++) {
            segments.add(new Segment(s, "Segment " + s, code, code, 0x203040 * s & 0xffffff));
        }
        Map<LayerKey, ConfidenceLayer> layers = new HashMap<>();
        Map<FrameRef, FrameState> states = new HashMap<>();
        segmenter.stream(
                series.frames().size(),
                series::decode,
                (n, frame, percent) -> {
                    FrameRef reference = series.frames().get(n);
                    states.put(reference, FrameState.IN_PROGRESS);
                    for (int s = 0; s < SEGMENTS; s++) {
                        for (int i = 0; i < percent[s].length; i++) {
                            percent[s][i] = percent[s][i] < 5 ? 0 : percent[s][i];
                        }
                        layers.put(
                                new LayerKey(reference, s + 1),
                                ConfidenceLayer.of(frame.columns(), frame.rows(), percent[s]));
                    }
                },
                Progress.NONE);
        return new AnnotationSnapshot(
                new Reader("model", "U-Net"),
                new LabelScheme("Six", segments),
                series.info().seriesUid(),
                series.columns(),
                series.rows(),
                series.frames(),
                layers,
                states);
    }

    private static Clip clip(int size, int count) {
        List<Frame> frames = new ArrayList<>();
        byte[] gray = new byte[size * size];
        new Random(1).nextBytes(gray);
        for (int f = 0; f < count; f++) {
            frames.add(Frame.gray(size, size, gray));
        }
        SeriesInfo info =
                new SeriesInfo("S1", "Synth^Segment", "2.25.21", "20260101", "Segment", "2.25.22", 1, "Clip", "US");
        return new Clip(info, "2.25.23", 1, frames, new PixelSpacing(0.2, 0.2), 33, new PixelRect(0, 0, size, size));
    }
}
