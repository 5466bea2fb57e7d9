package org.credence.dicom.internal;

import java.util.ArrayList;
import java.util.List;
import org.credence.dicom.DicomException;
import org.credence.imaging.GrayValues;
import org.credence.imaging.ToneCurve;
import org.credence.imaging.Window;

/** The windows and tables that a data set offers for display (PS3.3, C.11.2): windows first, since readers adjust them. */
final class Voi {

    private Voi() {}

    /**
     * All that can be used; windows and tables that cannot be are passed over.
     *
     * @param signed whether modality values may be negative
     */
    static List<GrayValues.Preset> presets(DicomFile file, DataSet d, boolean signed) throws DicomException {
        List<GrayValues.Preset> presets = new ArrayList<>();
        double[] centers = d.numbers(Tag.WINDOW_CENTER);
        double[] widths = d.numbers(Tag.WINDOW_WIDTH);
        List<String> names = d.texts(Tag.WINDOW_CENTER_WIDTH_EXPLANATION);
        ToneCurve curve = switch (d.text(Tag.VOI_LUT_FUNCTION)) {
            case "LINEAR_EXACT" -> ToneCurve.LINEAR_EXACT;
            case "SIGMOID" -> ToneCurve.SIGMOID;
            default -> ToneCurve.LINEAR;
        };
        for (int i = 0; i < Math.min(centers.length, widths.length); i++) {
            if (Math.abs(centers[i]) < 1e12 && widths[i] >= curve.leastWidth() && widths[i] < 1e12) {
                String name = i < names.size() ? names.get(i) : "";
                presets.add(new GrayValues.Preset(name, new Window(centers[i], widths[i], curve)));
            }
        }
        for (DataSet item : d.items(Tag.VOI_LUT_SEQUENCE)) {
            LookupTable table;
            try {
                table = LookupTable.of(file, item, signed);
            } catch (DicomException e) {
                // Only how it might be shown is lost with a damaged table, never a value.
                continue;
            }
            presets.add(new GrayValues.Preset(
                    item.text(Tag.LUT_EXPLANATION), new ToneCurve.Table(table.levels()).from(table.first())));
        }
        return presets;
    }
}
