package org.credence.segmentation;

import org.credence.imaging.Frame;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Progress;
import org.credence.segmentation.spi.InferenceSession;

/**
 * Frames on their way through a model, in buffers that are used again for the next ones. One thread uses it at a time: frames
 * are put, then it runs, then what was said is taken.
 */
abstract class Batch {

    private final ModelCard card;
    private final float[][] statistics;
    private final GrayStatistics figures;
    private byte[] shown = new byte[0];
    private byte[][] percent;
    private Cleaning cleaning;
    private int cleaningLeast;

    /** @param most frames that it may hold at a time */
    Batch(ModelCard card, int most) {
        this.card = card;
        statistics = new float[most][2];
        figures = card.input().statistics() == null
                ? null
                : new GrayStatistics(card.input().network().normalization());
        percent = new byte[card.segments().size()][0];
    }

    /**
     * Batches as a model and its session want them now.
     *
     * @param frames that a batch holds
     * @param runs how many frames or tiles one call of the session has
     * @param tiled whether frames are cut
     */
    record Shape(int frames, int runs, boolean tiled) {

        /** Bounds what a batch keeps of answers: 32 MiB. */
        private static final int MOST_BYTES = 1 << 25;

        static Shape of(ModelCard card, InferenceSession session) {
            NetworkInput network = card.input().network();
            boolean tiled = network != null && network.tiling() != null;
            int runs = Math.max(1, Math.min(session.batch(), MOST_BYTES / card.answerBytes()));
            return new Shape(tiled ? 1 : runs, runs, tiled);
        }

        Batch make(ModelCard card) {
            return tiled ? new TiledFrames(card, frames, runs) : new WholeFrames(card, frames);
        }
    }

    /**
     * Puts a frame at a place in the batch, as gray under its default window.
     *
     * @throws SegmentationException if the model cannot work on a frame of this size
     */
    final void put(int place, Frame frame) throws SegmentationException {
        if (shown.length != frame.columns() * frame.rows()) {
            shown = new byte[frame.columns() * frame.rows()];
        }
        frame.gray8(frame.defaultWindow(), shown);
        if (figures != null) {
            figures.take(shown, statistics[place]);
        }
        put(place, frame, shown);
    }

    /** Runs the model on the first frames of the batch; blocks. */
    abstract void run(int frames, InferenceSession session, Progress progress) throws SegmentationException;

    /**
     * What was said about the frame at a place, in percent of its own pixels.
     *
     * @return a plane per segment; overwritten by the next call
     * @throws SegmentationException if the model gave what is no probability
     */
    final byte[][] percent(int place) throws SegmentationException {
        Fitting fitting = fitting(place);
        int size = fitting.box().framePixels();
        for (int s = 0; s < percent.length; s++) {
            if (percent[s].length != size) {
                percent[s] = new byte[size];
            }
            fitting.unfitPercent(plane(place, s), percent[s]);
            clean(percent[s], fitting.box());
        }
        return percent;
    }

    /**
     * What was said about the frame at a place.
     *
     * @throws SegmentationException if the model gave what is no probability
     */
    final ProbabilityMap map(int place) throws SegmentationException {
        Fitting fitting = fitting(place);
        Placement box = fitting.box();
        float[][] planes = new float[percent.length][box.framePixels()];
        for (int s = 0; s < planes.length; s++) {
            fitting.unfit(plane(place, s), planes[s]);
            for (int i = 0; i < planes[s].length; i++) {
                // Interpolation rounds too.
                planes[s][i] = Math.min(1, Math.max(0, planes[s][i]));
            }
            if (card.output().cleanup() != null) {
                cleanMap(planes[s], box);
            }
        }
        return new ProbabilityMap(box.frameColumns(), box.frameRows(), card.labels(), planes);
    }

    private void cleanMap(float[] plane, Placement box) {
        byte[] percents = new byte[plane.length];
        for (int i = 0; i < plane.length; i++) {
            percents[i] = (byte) Math.round(100 * plane[i]);
        }
        byte[] cleaned = percents.clone();
        clean(cleaned, box);
        for (int i = 0; i < plane.length; i++) {
            if (cleaned[i] != percents[i]) {
                plane[i] = 0;
            }
        }
    }

    /** Cleans as the card says, whose pixels are those of the grid. */
    private void clean(byte[] percents, Placement box) {
        ModelCard.Cleanup cleanup = card.output().cleanup();
        if (cleanup == null) {
            return;
        }
        double perGridPixel = (double) box.framePixels() / ((long) box.coveredColumns() * box.coveredRows());
        int least = (int) Math.max(1, Math.round(Math.min(1e9, cleanup.leastPixels() * perGridPixel)));
        if (cleaning == null || cleaningLeast != least) {
            cleaning = new Cleaning(least, cleanup.floorPercent());
            cleaningLeast = least;
        }
        cleaning.clean(percents, box.frameColumns(), box.frameRows());
    }

    /** Puts the gray of a frame at a place. */
    abstract void put(int place, Frame frame, byte[] gray) throws SegmentationException;

    /** How the frame at a place lies on the grid that {@link #plane} has. */
    abstract Fitting fitting(int place);

    /** What was said of a segment, on the grid; overwritten by the next call. */
    abstract float[] plane(int place, int segment) throws SegmentationException;

    final ModelCard card() {
        return card;
    }

    /** The frame's own figures for the network; null where it wants none. */
    final float[] statistics(int place) {
        return figures == null ? null : statistics[place];
    }
}
