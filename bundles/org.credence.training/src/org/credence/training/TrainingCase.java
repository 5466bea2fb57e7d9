package org.credence.training;

import org.credence.imaging.FrameRef;
import org.credence.segmentation.Letterbox;

/**
 * One annotated frame on a model's grid: what the model sees, and the consensus of those who completed the frame.
 * Immutable.
 */
public final class TrainingCase {

    private final String patientId;
    private final FrameRef frame;
    private final Letterbox box;
    private final byte[] gray;
    private final byte[][] percent;

    /**
     * @param patientId whose frame it is, not blank
     * @param frame where it comes from
     * @param box how the frame lies on the grid
     * @param gray columns x rows unsigned bytes, row by row; owned by the case from here on
     * @param percent per segment columns x rows values from 0 to 100; owned by the case from here on
     */
    public TrainingCase(String patientId, FrameRef frame, Letterbox box, byte[] gray, byte[][] percent) {
        int pixels = box.columns() * box.rows();
        if (patientId.isBlank()) {
            throw new IllegalArgumentException("A training case needs a patient, frame " + frame + " has none");
        }
        if (gray.length != pixels || percent.length == 0) {
            throw new IllegalArgumentException("A case on a grid of " + pixels + " pixels got " + gray.length
                    + " gray values and " + percent.length + " segments");
        }
        for (byte[] plane : percent) {
            if (plane.length != pixels) {
                throw new IllegalArgumentException(
                        "A label on a grid of " + pixels + " pixels got " + plane.length + " values");
            }
            for (byte p : plane) {
                if (p < 0 || p > 100) {
                    throw new IllegalArgumentException("Confidence is a percent from 0 to 100, got: " + p);
                }
            }
        }
        this.patientId = patientId;
        this.frame = frame;
        this.box = box;
        this.gray = gray;
        this.percent = percent;
    }

    public String patientId() {
        return patientId;
    }

    public FrameRef frame() {
        return frame;
    }

    /** How the frame lies on the grid; grid pixels that it does not cover say nothing. */
    public Letterbox box() {
        return box;
    }

    /** Number of segments. */
    public int segments() {
        return percent.length;
    }

    /** The image, columns x rows unsigned bytes, in a new array. */
    public byte[] gray() {
        return gray.clone();
    }

    /** The consensus on a segment (by its index), columns x rows percents, in a new array. */
    public byte[] percent(int segment) {
        return percent[segment].clone();
    }
}
