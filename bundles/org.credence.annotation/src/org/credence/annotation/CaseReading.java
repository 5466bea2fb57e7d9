package org.credence.annotation;

/**
 * How far a reader is with a case.
 *
 * @param number its place in the order of reading, from 1
 * @param of what is read
 * @param completed whether the reader has gone on to the next case
 * @param workMs time on task so far, without pauses
 * @param completeFrames frames that were marked complete when it was last heard of
 */
public record CaseReading(int number, ReadingCase of, boolean completed, long workMs, int completeFrames) {

    public CaseReading {
        if (number < 1 || workMs < 0 || completeFrames < 0) {
            throw new IllegalArgumentException("A reading has a number from 1 on, and time and frames from 0 on, got: "
                    + number + ", " + workMs + " ms, " + completeFrames + " frames");
        }
    }
}
