package org.credence.segmentation;

import java.io.IOException;
import org.credence.imaging.Frame;

/** Takes small regions out of what a model says, as {@link ModelCard.Cleanup} defines them. */
public final class SmallRegions implements Segmenter.Sink {

    private final Cleaning cleaning;
    private final Segmenter.Sink next;

    /**
     * @param leastPixels of the frames that a region needs to stay, at least 1
     * @param floorPercent from 1 to 100
     * @param next gets what stays
     */
    public SmallRegions(int leastPixels, int floorPercent, Segmenter.Sink next) {
        if (leastPixels < 1 || floorPercent < 1 || floorPercent > 100) {
            throw new IllegalArgumentException(
                    "Regions have at least 1 pixel of 1 to 100 percent, got: " + leastPixels + " of " + floorPercent);
        }
        this.cleaning = new Cleaning(leastPixels, floorPercent);
        this.next = next;
    }

    @Override
    public void take(int n, Frame frame, byte[][] percent) throws IOException {
        for (byte[] plane : percent) {
            cleaning.clean(plane, frame.columns(), frame.rows());
        }
        next.take(n, frame, percent);
    }
}
