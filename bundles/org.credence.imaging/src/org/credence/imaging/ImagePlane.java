package org.credence.imaging;

/**
 * Where a frame lies in the patient (PS3.3, C.7.6.2).
 *
 * @param origin centre of the first pixel, in mm
 * @param alongRow direction in which columns are counted, of length 1
 * @param alongColumn direction in which rows are counted, of length 1
 */
public record ImagePlane(Vector3 origin, Vector3 alongRow, Vector3 alongColumn) {

    private static final double UNIT_TOLERANCE = 0.01;

    public ImagePlane {
        if (!origin.isFinite()
                || !(Math.abs(alongRow.length() - 1) < UNIT_TOLERANCE)
                || !(Math.abs(alongColumn.length() - 1) < UNIT_TOLERANCE)
                || !(Math.abs(alongRow.dot(alongColumn)) < UNIT_TOLERANCE)) {
            throw new IllegalArgumentException("A plane has two perpendicular directions of length 1, got: " + alongRow
                    + " and " + alongColumn + " at " + origin);
        }
    }

    /** A plane across the body at this height in mm. */
    public static ImagePlane axial(double z) {
        return new ImagePlane(new Vector3(0, 0, z), new Vector3(1, 0, 0), new Vector3(0, 1, 0));
    }

    /** The direction in which slices are stacked, of length 1. */
    public Vector3 normal() {
        return alongRow.cross(alongColumn);
    }

    /** Position along the normal in mm, by which slices are sorted. */
    public double positionMm() {
        return normal().dot(origin);
    }

    /** Whether another plane has the same directions, within half a degree or so. */
    public boolean isParallel(ImagePlane other) {
        return alongRow.dot(other.alongRow) > 0.9999 && alongColumn.dot(other.alongColumn) > 0.9999;
    }
}
