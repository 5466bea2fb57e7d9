package org.credence.annotation.ui.internal;

import org.credence.annotation.JournalRecovery;
import org.credence.annotation.ui.SeriesEditorInput;
import org.credence.imaging.ImageGeometry;
import org.credence.imaging.ImageSeries;
import org.eclipse.osgi.util.NLS;

/** What an editor says about what it was opened with. Needs no display. */
final class EditorTexts {

    private EditorTexts() {}

    /** Whose images these are, and who reads them. */
    static String caption(SeriesEditorInput input) {
        String reader =
                NLS.bind(Messages.Header_reader, input.annotation().reader().name());
        return input.title()
                .orElseGet(() -> name(input.series()) + "  \u00b7  " + reader)
                .replace("&", "&&");
    }

    /** What a series is called in a list. */
    static String name(ImageSeries series) {
        var info = series.info();
        StringBuilder text = new StringBuilder();
        for (String part : new String[] {
            info.patientId(), NLS.bind(Messages.Header_series, info.seriesNumber()), info.seriesDescription()
        }) {
            if (!part.isBlank()) {
                text.append(text.isEmpty() ? "" : "  \u00b7  ").append(part);
            }
        }
        return text.toString();
    }

    /** The distance of pixels, and whether it is one in the patient. */
    static String spacing(ImageSeries series) {
        ImageGeometry geometry = series.instances().get(0).geometry();
        return series.spacing()
                .map(s -> NLS.bind(
                        geometry.calibration() == ImageGeometry.Calibration.DETECTOR
                                ? Messages.Readout_atDetector
                                : Messages.Readout_millimetres,
                        String.format("%.3f", s.columnMm())))
                .orElse(Messages.Readout_noSpacing);
    }

    /** What a journal brought back; empty if nothing. */
    static String recovered(JournalRecovery recovery) {
        if (recovery.damaged().isPresent()) {
            return NLS.bind(
                    Messages.Recovered_damaged,
                    recovery.edits(),
                    recovery.damaged().get());
        }
        return switch (recovery.edits()) {
            case 0 -> "";
            case 1 -> Messages.Recovered_one;
            default -> NLS.bind(Messages.Recovered_many, recovery.edits());
        };
    }
}
