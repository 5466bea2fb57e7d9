package org.credence.segmentation;

import org.credence.imaging.Frame;
import org.credence.imaging.PixelSpacing;

/**
 * How a network goes over a frame in tiles: the frame is resampled to the network's spacing and lies in the middle of a grid
 * that the tiles cover exactly, black beside it.
 *
 * @param box where the frame lies on the grid
 * @param across the tiles of a row
 * @param down the tiles of a column
 */
record TileGrid(Placement box, Axis across, Axis down) {

    /** Networks halve their grid several times; tiles that begin at multiples of this see it halved alike. */
    private static final int ALIGNMENT = 32;

    /**
     * The tiles along one axis.
     *
     * @param size of a tile
     * @param step from one tile to the next
     * @param count of tiles
     */
    record Axis(int size, int step, int count) {

        static Axis of(int covered, int size, int overlapPercent) {
            int wanted = Math.max(1, size * (100 - overlapPercent) / 100);
            int alignment = Math.min(ALIGNMENT, Integer.highestOneBit(wanted));
            int step = wanted / alignment * alignment;
            return new Axis(size, step, covered <= size ? 1 : Math.ceilDiv(covered - size, step) + 1);
        }

        int start(int tile) {
            return tile * step;
        }

        int length() {
            return size + (count - 1) * step;
        }

        /** How much of what a tile says counts at this distance from its begin, against the tile before it: 0 to 1. */
        float weight(int from) {
            int overlap = size - step;
            return overlap == 0 ? 1 : (float) Math.clamp((from + 0.5 - 0.375 * overlap) / (0.25 * overlap), 0, 1);
        }
    }

    /**
     * The tiles of a frame.
     *
     * @param card of a model that goes over images in tiles
     * @throws SegmentationException if the frame at the network's spacing has more pixels than can be worked on
     */
    static TileGrid of(ModelCard card, Frame frame) throws SegmentationException {
        ModelCard.Input input = card.input();
        NetworkInput.Spacing spacing = input.network().spacing();
        boolean physical = spacing != null && spacing.unit().equals("mm");
        if (physical && frame.spacing().isEmpty()) {
            return new TileGrid(
                    Placement.of(new Letterbox(frame.columns(), frame.rows(), input.columns(), input.rows())),
                    new Axis(input.columns(), input.columns(), 1),
                    new Axis(input.rows(), input.rows(), 1));
        }
        PixelSpacing own = physical ? frame.spacing().get() : new PixelSpacing(1, 1);
        double columns = physical ? frame.columns() * own.columnMm() / spacing.column() : frame.columns();
        double rows = physical ? frame.rows() * own.rowMm() / spacing.row() : frame.rows();
        if (!(Math.max(1, columns) * Math.max(1, rows) * card.segments().size() <= ModelCard.MAX_VALUES)) {
            String size = frame.columns() + " x " + frame.rows() + " pixels";
            throw new SegmentationException(
                    physical
                            ? "Model " + card.name() + " works at " + spacing.column() + " x " + spacing.row()
                                    + " mm per pixel, at which a frame of " + size + " of " + own.columnMm() + " x "
                                    + own.rowMm() + " mm is too large. Check the spacing that the image gives, or"
                                    + " import the model without tiles."
                            : "A frame of " + size + " is too large for model " + card.name() + ", which works on the"
                                    + " pixels as they are. Import the model without tiles.");
        }
        int coveredColumns = Math.max(1, (int) Math.round(columns));
        int coveredRows = Math.max(1, (int) Math.round(rows));
        int overlap = input.network().tiling().overlapPercent();
        Axis across = Axis.of(coveredColumns, input.columns(), overlap);
        Axis down = Axis.of(coveredRows, input.rows(), overlap);
        return new TileGrid(
                Placement.centred(
                        frame.columns(), frame.rows(), coveredColumns, coveredRows, across.length(), down.length()),
                across,
                down);
    }
}
