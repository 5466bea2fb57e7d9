package org.credence.workbench.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.credence.imaging.ImageGeometry;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.PixelSpacing;
import org.eclipse.osgi.util.NLS;

/** What a series is in some lines: size, frames, what is known of its pixels' size, and where it lies. */
final class SeriesDetails {

    private SeriesDetails() {}

    static List<String> lines(ImageSeries series) {
        List<String> lines = new ArrayList<>();
        int frames = series.frames().size();
        lines.add(NLS.bind(Messages.Details_size, new Object[] {
            series.columns(),
            series.rows(),
            frames == 1 ? Messages.Studies_oneFrame : NLS.bind(Messages.Studies_frames, frames)
        }));
        ImageGeometry geometry = series.instances().get(0).geometry();
        lines.add(geometry.spacing()
                .map(spacing -> NLS.bind(calibration(geometry.calibration()), millimeters(spacing)))
                .orElse(Messages.Details_noSpacing));
        lines.add(series.instances().get(0).file().toString());
        return lines;
    }

    private static String calibration(ImageGeometry.Calibration calibration) {
        return switch (calibration) {
            case REGION -> Messages.Details_region;
            case PATIENT -> Messages.Details_patient;
            case DETECTOR -> Messages.Details_detector;
            case NONE -> Messages.Details_unknown;
        };
    }

    private static String millimeters(PixelSpacing spacing) {
        String x = String.format(Locale.ROOT, "%.3f", spacing.columnMm());
        String y = String.format(Locale.ROOT, "%.3f", spacing.rowMm());
        return x.equals(y) ? x : x + " x " + y;
    }
}
