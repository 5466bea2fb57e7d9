package org.credence.segmentation;

import org.credence.imaging.Frame;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Progress;
import org.credence.segmentation.spi.InferenceSession;

/**
 * Frames on their way through a model, in buffers that are used again for the next ones. One thread uses it at a time: frames
 * are put, then it runs, then what was said is taken, which several may do.
 */
abstract class Batch {

    private final ModelCard card;
    private final float[][] statistics;
    private final GrayStatistics figures;
    private byte[] shown = new byte[0];
    private final Fitting.Room room = new Fitting.Room();

    /** @param most frames that it may hold at a time */
    Batch(ModelCard card, int most) {
        this.card = card;
        statistics = new float[most][2];
        figures = card.input().statistics() == null
                ? null
                : new GrayStatistics(card.input().network().normalization());
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
     * Brings what was said about the frame at a place into a lane, in percent of the frame's own pixels. Several threads may
     * do so at a time, each for another place in another lane.
     *
     * @return a plane per segment, the lane's
     * @throws SegmentationException if the model gave what is no probability
     */
    final byte[][] percent(int place, Lane lane) throws SegmentationException {
        Placement box = fitting(place).box();
        byte[][] percent = lane.percent(box.framePixels());
        for (int s = 0; s < percent.length; s++) {
            percent(place, s, lane, percent[s]);
            lane.clean(percent[s], box);
        }
        return percent;
    }

    /**
     * What was said about the frame at a place.
     *
     * @throws SegmentationException if the model gave what is no probability
     */
    final ProbabilityMap map(int place, Lane lane) throws SegmentationException {
        Fitting fitting = fitting(place);
        Placement box = fitting.box();
        float[][] planes = new float[card.segments().size()][box.framePixels()];
        for (int s = 0; s < planes.length; s++) {
            fitting.unfit(plane(place, s, lane), planes[s], lane.room());
            for (int i = 0; i < planes[s].length; i++) {
                // Interpolation rounds too.
                planes[s][i] = Math.min(1, Math.max(0, planes[s][i]));
            }
            if (card.output().cleanup() != null) {
                cleanMap(planes[s], box, lane);
            }
        }
        return new ProbabilityMap(box.frameColumns(), box.frameRows(), card.labels(), planes);
    }

    private static void cleanMap(float[] plane, Placement box, Lane lane) {
        byte[] percents = new byte[plane.length];
        for (int i = 0; i < plane.length; i++) {
            percents[i] = (byte) Math.round(100 * plane[i]);
        }
        byte[] cleaned = percents.clone();
        lane.clean(cleaned, box);
        for (int i = 0; i < plane.length; i++) {
            if (cleaned[i] != percents[i]) {
                plane[i] = 0;
            }
        }
    }

    /** Puts the gray of a frame at a place. */
    abstract void put(int place, Frame frame, byte[] gray) throws SegmentationException;

    /** How the frame at a place lies on the grid. */
    abstract Fitting fitting(int place);

    /** What was said of a segment, in percent of the frame's own pixels. */
    void percent(int place, int segment, Lane lane, byte[] percent) throws SegmentationException {
        fitting(place).unfitPercent(plane(place, segment, lane), percent, lane.room());
    }

    /** What was said of a segment, on the grid; of the lane, or not to be changed. */
    abstract float[] plane(int place, int segment, Lane lane) throws SegmentationException;

    /** Room to put frames. */
    final Fitting.Room room() {
        return room;
    }

    final ModelCard card() {
        return card;
    }

    /** The frame's own figures for the network; null where it wants none. */
    final float[] statistics(int place) {
        return figures == null ? null : statistics[place];
    }
}
