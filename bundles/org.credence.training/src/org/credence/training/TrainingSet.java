package org.credence.training;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.FrameState;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.Segment;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImagingException;
import org.credence.imaging.Progress;
import org.credence.segmentation.Letterbox;

/**
 * Annotated frames to learn from, on one grid and under one label scheme, in the order of patient and frame. Immutable.
 *
 * <p>Only frames that a reader has marked complete are in it, for only there does "not painted" mean background. Where
 * several readers completed a frame, the label is the mean of their percents.
 */
public final class TrainingSet {

    private final LabelScheme scheme;
    private final int columns;
    private final int rows;
    private final List<TrainingCase> cases;
    private final String digest;

    private TrainingSet(LabelScheme scheme, int columns, int rows, List<TrainingCase> cases) {
        this.scheme = scheme;
        this.columns = columns;
        this.rows = rows;
        this.cases = cases.stream()
                .sorted(Comparator.comparing(TrainingCase::patientId)
                        .thenComparing(c -> c.frame().sopInstanceUid())
                        .thenComparing(c -> c.frame().frameNumber()))
                .toList();
        this.digest = digest(scheme, columns, rows, this.cases);
    }

    /** Collects the frames of a training set. Written by one thread. */
    public static final class Builder {

        private final LabelScheme scheme;
        private final int columns;
        private final int rows;
        private final TreeMap<String, TrainingCase> cases = new TreeMap<>();

        private Builder(LabelScheme scheme, int columns, int rows) {
            this.scheme = scheme;
            this.columns = columns;
            this.rows = rows;
        }

        /**
         * Adds the frames of a series that at least one reader completed; blocks while they are decoded.
         *
         * @param readers the readers' annotations of this series
         * @return the number of frames added, 0 if no reader completed any
         * @throws TrainingException if the series has no patient, an annotation is of another series or scheme, or a frame
         *     was added before
         * @throws ImagingException if a frame cannot be decoded
         * @throws java.util.concurrent.CancellationException if cancelled
         */
        public int add(ImageSeries series, List<AnnotationSnapshot> readers, Progress progress)
                throws TrainingException, ImagingException {
            int added = 0;
            for (int position = 0; position < series.frames().size(); position++) {
                progress.checkCancelled();
                FrameRef ref = series.frames().get(position);
                List<AnnotationSnapshot> complete = complete(readers, ref);
                if (!complete.isEmpty()) {
                    add(series, ref, series.decode(position), complete);
                    added++;
                }
                progress.report((position + 1.0) / series.frames().size(), "Collecting annotated frames");
            }
            return added;
        }

        /**
         * Adds one frame that is decoded already.
         *
         * @param readers the annotations of its series; those in which the frame is not complete are passed over
         * @throws TrainingException if no reader completed the frame, the series has no patient, an annotation is of
         *     another series or scheme, or the frame was added before
         */
        public void add(ImageSeries series, FrameRef ref, Frame frame, List<AnnotationSnapshot> readers)
                throws TrainingException {
            String patient = series.info().patientId();
            if (patient.isBlank()) {
                throw new TrainingException(
                        "Series " + series.info().seriesUid()
                                + " has no Patient ID, so its patient cannot be kept apart from others; add the ID to its files.");
            }
            List<AnnotationSnapshot> complete = complete(readers, ref);
            if (complete.isEmpty()) {
                throw new TrainingException(
                        "Frame " + ref + " was completed by no reader; mark it complete or leave it out.");
            }
            for (AnnotationSnapshot reader : complete) {
                if (!reader.scheme().means(scheme)) {
                    throw new TrainingException("Reader " + reader.reader().id() + " painted the segments of "
                            + reader.scheme().name() + ", the training set has those of " + scheme.name()
                            + "; train on one scheme at a time.");
                }
                if (!reader.frames().contains(ref)
                        || reader.columns() != frame.columns()
                        || reader.rows() != frame.rows()) {
                    throw new TrainingException(
                            "The annotation of reader " + reader.reader().id() + " does not belong to frame " + ref
                                    + "; choose the annotations of that series.");
                }
            }
            Letterbox box = new Letterbox(frame.columns(), frame.rows(), columns, rows);
            byte[][] percent = new byte[scheme.segments().size()][];
            for (int s = 0; s < percent.length; s++) {
                percent[s] = box.fitPercent(
                        consensus(complete, ref, scheme.segments().get(s)));
            }
            TrainingCase added =
                    new TrainingCase(patient, ref, box, box.fit(frame.gray8(frame.defaultWindow())), percent);
            if (cases.putIfAbsent(ref.toString(), added) != null) {
                throw new TrainingException(
                        "Frame " + ref + " was added before; add a series once, with the annotations"
                                + " of all its readers, so that the label is their mean.");
            }
        }

        /**
         * The set.
         *
         * @throws TrainingException if no frame was added
         */
        public TrainingSet build() throws TrainingException {
            if (cases.isEmpty()) {
                throw new TrainingException("There is nothing to train on: no reader has marked a frame complete."
                        + " Complete some frames, so that unpainted pixels mean background.");
            }
            return new TrainingSet(scheme, columns, rows, List.copyOf(cases.values()));
        }

        private static List<AnnotationSnapshot> complete(List<AnnotationSnapshot> readers, FrameRef ref) {
            return readers.stream()
                    .filter(r -> r.state(ref) == FrameState.COMPLETE)
                    .toList();
        }

        private static byte[] consensus(List<AnnotationSnapshot> readers, FrameRef ref, Segment segment) {
            byte[] first = readers.get(0).layer(ref, segment.number()).percents();
            if (readers.size() == 1) {
                return first;
            }
            int[] sum = new int[first.length];
            for (AnnotationSnapshot reader : readers) {
                byte[] percents = reader.layer(ref, segment.number()).percents();
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += percents[i];
                }
            }
            int n = readers.size();
            for (int i = 0; i < sum.length; i++) {
                first[i] = (byte) ((2 * sum[i] + n) / (2 * n));
            }
            return first;
        }
    }

    /** A builder for frames on a grid of this size. */
    public static Builder builder(LabelScheme scheme, int columns, int rows) {
        return new Builder(scheme, columns, rows);
    }

    /**
     * A set of cases that lie on one grid.
     *
     * @throws TrainingException if there are none, or their grids or numbers of segments differ
     */
    public static TrainingSet of(LabelScheme scheme, List<TrainingCase> cases) throws TrainingException {
        if (cases.isEmpty()) {
            throw new TrainingException("There is nothing to train on: the list of cases is empty.");
        }
        Letterbox grid = cases.get(0).box();
        for (TrainingCase c : cases) {
            if (c.box().columns() != grid.columns()
                    || c.box().rows() != grid.rows()
                    || c.segments() != scheme.segments().size()) {
                throw new TrainingException("Frame " + c.frame() + " lies on a grid of "
                        + c.box().columns() + " x "
                        + c.box().rows() + " with " + c.segments() + " segments, others on " + grid.columns() + " x "
                        + grid.rows() + " with " + scheme.segments().size() + "; use one grid and one scheme.");
            }
        }
        return new TrainingSet(scheme, grid.columns(), grid.rows(), cases);
    }

    public LabelScheme scheme() {
        return scheme;
    }

    /** Width of the grid. */
    public int columns() {
        return columns;
    }

    /** Height of the grid. */
    public int rows() {
        return rows;
    }

    /** The cases, in the order of patient and frame. */
    public List<TrainingCase> cases() {
        return cases;
    }

    /** The patients, sorted. */
    public List<String> patients() {
        return List.copyOf(
                new TreeSet<>(cases.stream().map(TrainingCase::patientId).toList()));
    }

    /** SHA-256 over scheme, grid, images and labels, in hexadecimal; independent of the order in which they were added. */
    public String digest() {
        return digest;
    }

    /**
     * The cases of some patients.
     *
     * @throws TrainingException if they have none here
     */
    public TrainingSet only(Set<String> patients) throws TrainingException {
        List<TrainingCase> chosen =
                cases.stream().filter(c -> patients.contains(c.patientId())).toList();
        if (chosen.isEmpty()) {
            throw new TrainingException("None of the " + patients.size() + " patients asked for has a completed frame;"
                    + " complete more frames or split differently.");
        }
        return new TrainingSet(scheme, columns, rows, chosen);
    }

    private static String digest(LabelScheme scheme, int columns, int rows, List<TrainingCase> cases) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            StringBuilder head = new StringBuilder("grid " + columns + " " + rows + "\n");
            scheme.segments().forEach(s -> head.append(s.number() + " " + s.label() + "\n"));
            sha.update(head.toString().getBytes(StandardCharsets.UTF_8));
            for (TrainingCase c : cases) {
                sha.update((c.patientId() + "\n" + c.frame() + "\n").getBytes(StandardCharsets.UTF_8));
                sha.update(c.gray());
                for (int s = 0; s < c.segments(); s++) {
                    sha.update(c.percent(s));
                }
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256.", e);
        }
    }
}
