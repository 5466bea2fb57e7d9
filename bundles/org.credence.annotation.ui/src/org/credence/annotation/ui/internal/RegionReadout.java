package org.credence.annotation.ui.internal;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.credence.imaging.ImageRegion;
import org.credence.imaging.PixelRect;
import org.eclipse.osgi.util.NLS;

/** What a point of a calibrated region means: a time, a speed, a depth. Needs no display. */
final class RegionReadout {

    private RegionReadout() {}

    /**
     * Time, depth, speed or the like at a pixel; empty outside of regions, and in plain cuts and drawings. Of regions that
     * overlap, the smallest counts.
     */
    static String describe(List<ImageRegion> regions, int column, int row) {
        Optional<ImageRegion> here = regions.stream()
                .filter(r -> contains(r.bounds(), column, row))
                .min(Comparator.comparingLong(
                        r -> (long) r.bounds().width() * r.bounds().height()));
        return here.map(region -> describe(region, column, row)).orElse("");
    }

    private static String describe(ImageRegion region, int column, int row) {
        String kind = switch (region.kind()) {
            case M_MODE -> Messages.Region_mMode;
            case SPECTRAL, WAVEFORM, OTHER -> region.content();
            case TWO_DIMENSIONAL, GRAPHICS -> "";
        };
        StringJoiner values = new StringJoiner(Messages.Readout_separator);
        axis(values, region.physicalX(column), region.deltaX(), region.unitX());
        axis(values, region.physicalY(row), region.deltaY(), region.unitY());
        if (kind.isEmpty() || values.length() == 0) {
            return "";
        }
        return NLS.bind(Messages.Region_position, kind, values);
    }

    private static void axis(StringJoiner values, double value, double delta, String unit) {
        if (!unit.isEmpty() && delta != 0) {
            // A pixel says no more than its own width.
            int decimals = (int) Math.clamp(Math.ceil(-Math.log10(Math.abs(delta))), 0, 6);
            values.add(NLS.bind(Messages.Region_value, String.format("%." + decimals + "f", value), unit));
        }
    }

    private static boolean contains(PixelRect bounds, int column, int row) {
        return column >= bounds.column()
                && row >= bounds.row()
                && column < bounds.column() + bounds.width()
                && row < bounds.row() + bounds.height();
    }
}
