package org.credence.autosegmentation;

import java.util.List;

/**
 * Which frames of every clip a model is asked about, and what is done to its answers.
 *
 * @param frames the model sees no others
 * @param every N: each Nth of these frames, from the first on; 1 is all of them
 * @param smoothingFrames each pixel gets the mean of so many segmented frames before and after, 0 to 100; 0 smooths nothing
 * @param leastRegionPixels regions of fewer pixels are left out; 1 keeps all
 */
public record SegmentationPlan(FrameRange frames, int every, int smoothingFrames, int leastRegionPixels) {

    /** All frames, and what the model says as it is. */
    public static final SegmentationPlan WHOLE = new SegmentationPlan(FrameRange.ALL, 1, 0, 1);

    /** The widest mean over time, in frames before and after. */
    public static final int MOST_SMOOTHING_FRAMES = 100;

    public SegmentationPlan {
        if (frames == null) {
            throw new IllegalArgumentException("A plan needs frames, such as all, got: null");
        }
        if (every < 1) {
            throw new IllegalArgumentException("Every Nth frame is a number from 1 on, got: " + every);
        }
        if (smoothingFrames < 0 || smoothingFrames > MOST_SMOOTHING_FRAMES) {
            throw new IllegalArgumentException("Smoothing is over 0 to " + MOST_SMOOTHING_FRAMES
                    + " frames before and after, got: " + smoothingFrames);
        }
        if (leastRegionPixels < 1) {
            throw new IllegalArgumentException(
                    "The smallest region is a number of pixels from 1 on, got: " + leastRegionPixels);
        }
    }

    /** Where the frames are in a clip of so many, counted from 0 in viewing order; may be none. */
    List<Integer> positions(int length) {
        return frames.positions(length, every);
    }

    /** The plan in words that differ where plans do; they are kept beside the results. */
    String inWords() {
        return "frames " + frames + ", every " + every + ", smooth " + smoothingFrames + ", min-region "
                + leastRegionPixels;
    }
}
