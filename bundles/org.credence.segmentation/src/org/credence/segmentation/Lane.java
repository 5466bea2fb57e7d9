package org.credence.segmentation;

/** What one thread needs to bring answers to a frame's own pixels: room, and the last result. Used again for other frames. */
final class Lane {

    private final ModelCard card;
    private final Fitting.Room room = new Fitting.Room();
    private final byte[][] percent;
    private float[] plane = new float[0];
    private byte[] levels = new byte[0];
    private Cleaning cleaning;
    private int cleaningLeast;

    Lane(ModelCard card) {
        this.card = card;
        percent = new byte[card.segments().size()][0];
    }

    Fitting.Room room() {
        return room;
    }

    /** Room for a plane of the grid. */
    float[] plane() {
        if (plane.length == 0) {
            plane = new float[card.pixels()];
        }
        return plane;
    }

    /** Room for a plane of the grid in bytes. */
    byte[] levels() {
        if (levels.length == 0) {
            levels = new byte[card.pixels()];
        }
        return levels;
    }

    /** A plane per segment of so many pixels. */
    byte[][] percent(int pixels) {
        for (int s = 0; s < percent.length; s++) {
            if (percent[s].length != pixels) {
                percent[s] = new byte[pixels];
            }
        }
        return percent;
    }

    /** The planes as they were asked for last. */
    byte[][] percent() {
        return percent;
    }

    /** Cleans percents of a frame as the card says, whose pixels are those of the grid. */
    void clean(byte[] percents, Placement box) {
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
}
