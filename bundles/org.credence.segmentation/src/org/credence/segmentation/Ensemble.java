package org.credence.segmentation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.credence.imaging.Frame;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Progress;

/** Several models, or models on frames and their mirror images, asked the same. */
final class Ensemble implements Predictor {

    /** Bounds the sums that are kept of frames under way: 64 MiB. */
    private static final int MOST_BYTES = 1 << 26;

    private static final int MOST_FRAMES = 64;

    private final List<Segmenter> members;
    private final boolean mirrored;

    /** A member's view of frames, as they are or mirrored left to right. */
    private record Voice(Segmenter member, boolean mirror) {}

    /**
     * @param members whose models go together; owned and closed
     * @param mirrored whether each is asked about the mirror image too
     */
    Ensemble(List<Segmenter> members, boolean mirrored) {
        this.members = List.copyOf(members);
        this.mirrored = mirrored;
    }

    @Override
    public ModelSet models() {
        return new ModelSet(members.stream().map(Segmenter::model).toList(), mirrored);
    }

    @Override
    public String accelerator() {
        return String.join(
                "; ", members.stream().map(Segmenter::accelerator).distinct().toList());
    }

    @Override
    public synchronized Prediction predict(Frame frame, Progress progress) throws SegmentationException {
        List<String> labels = models().card().labels();
        int size = frame.columns() * frame.rows();
        double[][] sums = new double[labels.size()][size];
        double[][] squares = new double[labels.size()][size];
        List<Voice> voices = voices();
        for (int v = 0; v < voices.size(); v++) {
            Voice voice = voices.get(v);
            ProbabilityMap map = voice.member()
                    .segment(
                            List.of(voice.mirror() ? mirrored(frame) : frame),
                            progress.part((double) v / voices.size(), (double) (v + 1) / voices.size()))
                    .get(0);
            for (int s = 0; s < sums.length; s++) {
                for (int i = 0; i < size; i++) {
                    int x = i % frame.columns();
                    float p = map.probability(s, voice.mirror() ? frame.columns() - 1 - x : x, i / frame.columns());
                    sums[s][i] += p;
                    squares[s][i] += (double) p * p;
                }
            }
        }
        float[][] mean = new float[sums.length][size];
        float[][] deviation = new float[sums.length][size];
        for (int s = 0; s < sums.length; s++) {
            for (int i = 0; i < size; i++) {
                double m = sums[s][i] / voices.size();
                mean[s][i] = (float) m;
                deviation[s][i] = (float) Math.sqrt(Math.max(0, squares[s][i] / voices.size() - m * m));
            }
        }
        return new Prediction(
                new ProbabilityMap(frame.columns(), frame.rows(), labels, mean),
                Optional.of(new ProbabilityMap(frame.columns(), frame.rows(), labels, deviation)));
    }

    /** Each model in turn goes over as many frames as fit into memory, then their answers are given. */
    @Override
    public synchronized void stream(int count, Segmenter.Source source, Sink sink, Progress progress)
            throws IOException {
        List<Voice> voices = voices();
        long begun = System.nanoTime();
        int begin = 0;
        while (begin < count) {
            Frame first = source.frame(begin);
            int segments = models().card().segments().size();
            long each = 6L * segments * first.columns() * first.rows();
            int some = Math.min(count - begin, Math.clamp(MOST_BYTES / each, 1, MOST_FRAMES));
            Sums[] sums = new Sums[some];
            sums[0] = new Sums(first, segments);
            for (int v = 0; v < voices.size(); v++) {
                int from = begin;
                double before = begin + (double) some * v / voices.size();
                Progress mine = new Progress() {
                    @Override
                    public void report(double fraction, String message) {
                        double done = before + fraction * some / voices.size();
                        progress.report(done / count, Pipeline.said(done, count, System.nanoTime() - begun));
                    }

                    @Override
                    public boolean isCancelled() {
                        return progress.isCancelled();
                    }
                };
                boolean decode = v == 0;
                boolean mirror = voices.get(v).mirror();
                voices.get(v).member().stream(
                        some,
                        n -> {
                            if (decode && n > 0) {
                                sums[n] = new Sums(source.frame(from + n), segments);
                            }
                            return mirror ? mirrored(sums[n].frame) : sums[n].frame;
                        },
                        (n, frame, percent) -> sums[n].add(percent, mirror),
                        mine);
            }
            for (int n = 0; n < some; n++) {
                progress.checkCancelled();
                sums[n].give(begin + n, voices.size(), sink);
                sums[n] = null;
            }
            begin += some;
        }
        progress.report(1, count + " frames segmented");
    }

    @Override
    public void close() {
        members.forEach(Segmenter::close);
    }

    private List<Voice> voices() {
        List<Voice> voices = new ArrayList<>();
        for (Segmenter member : members) {
            voices.add(new Voice(member, false));
            if (mirrored) {
                voices.add(new Voice(member, true));
            }
        }
        return voices;
    }

    /** A frame mirrored left to right, as a model sees it: gray under its default window. */
    private static Frame mirrored(Frame frame) {
        byte[] gray = frame.gray8(frame.defaultWindow());
        mirror(gray, frame.columns());
        Frame mirror = Frame.gray(frame.columns(), frame.rows(), gray);
        return frame.spacing().map(mirror::withSpacing).orElse(mirror);
    }

    private static void mirror(byte[] plane, int columns) {
        for (int row = 0; row < plane.length; row += columns) {
            for (int left = row, right = row + columns - 1; left < right; left++, right--) {
                byte kept = plane[left];
                plane[left] = plane[right];
                plane[right] = kept;
            }
        }
    }

    /** What was said about a frame so far. */
    private static final class Sums {
        private final Frame frame;
        private final short[][] sums;
        private final int[][] squares;

        Sums(Frame frame, int segments) {
            this.frame = frame;
            sums = new short[segments][frame.columns() * frame.rows()];
            squares = new int[segments][frame.columns() * frame.rows()];
        }

        void add(byte[][] percent, boolean mirror) {
            for (int s = 0; s < sums.length; s++) {
                if (mirror) {
                    mirror(percent[s], frame.columns());
                }
                for (int i = 0; i < percent[s].length; i++) {
                    sums[s][i] += percent[s][i];
                    squares[s][i] += percent[s][i] * percent[s][i];
                }
            }
        }

        void give(int n, int voices, Sink sink) throws IOException {
            byte[][] mean = new byte[sums.length][sums[0].length];
            byte[][] deviation = new byte[sums.length][sums[0].length];
            for (int s = 0; s < sums.length; s++) {
                for (int i = 0; i < mean[s].length; i++) {
                    mean[s][i] = (byte) ((2 * sums[s][i] + voices) / (2 * voices));
                    // voices^2 times the variance, without rounding before the root.
                    long variance = (long) voices * squares[s][i] - (long) sums[s][i] * sums[s][i];
                    deviation[s][i] = (byte) Math.round(Math.sqrt(variance) / voices);
                }
            }
            sink.take(n, frame, mean, deviation);
        }
    }
}
