package org.credence.imaging;

/**
 * The address of a frame that survives re-sorting, copying and archiving.
 *
 * @param sopInstanceUid the image object the frame lives in (0008,0018)
 * @param frameNumber the frame within that object, from 1 as DICOM counts
 */
public record FrameRef(String sopInstanceUid, int frameNumber) {

    public FrameRef {
        if (sopInstanceUid == null || sopInstanceUid.isBlank()) {
            throw new IllegalArgumentException("A frame reference needs a SOP Instance UID, got: " + sopInstanceUid);
        }
        if (frameNumber < 1) {
            throw new IllegalArgumentException("Frame numbers start at 1, got: " + frameNumber);
        }
    }

    @Override
    public String toString() {
        return sopInstanceUid + "#" + frameNumber;
    }
}
