package org.credence.segmentation;

/** How long a run over frames still takes, in words. */
final class TimeLeft {

    private TimeLeft() {}

    /**
     * Such as "Segmenting, 12 of 300, 40 s left".
     *
     * @param done of the frames, which need not be whole ones
     * @param nanos that they took
     */
    static String segmenting(double done, int count, long nanos) {
        String text = "Segmenting, " + (int) done + " of " + count;
        if (done <= 0 || done >= count) {
            return text;
        }
        long left = Math.round(nanos / 1e9 * (count - done) / done);
        return text + ", " + (left < 120 ? left + " s left" : (left + 30) / 60 + " min left");
    }
}
