package org.credence.workbench.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.credence.imaging.ImageRegion;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.PixelRect;
import org.eclipse.osgi.util.NLS;

/**
 * Series whose images are of one size with the same calibrated regions, so that one drawing of what to blacken fits them
 * all.
 *
 * @param series at least one; the first is shown
 * @param masks what is drawn
 */
record MaskGroup(List<ImageSeries> series, MaskModel masks) {

    /** The groups of some series, in their order. */
    static List<MaskGroup> of(List<ImageSeries> all) {
        Map<List<Object>, List<ImageSeries>> groups = new LinkedHashMap<>();
        for (ImageSeries s : all) {
            groups.computeIfAbsent(List.of(s.columns(), s.rows(), regions(s)), k -> new ArrayList<>())
                    .add(s);
        }
        return groups.values().stream()
                .map(g -> new MaskGroup(
                        List.copyOf(g),
                        new MaskModel(g.get(0).columns(), g.get(0).rows())))
                .toList();
    }

    /** The calibrated parts of the images. */
    List<PixelRect> regions() {
        return regions(series.get(0));
    }

    /** For people. */
    String label() {
        ImageSeries first = series.get(0);
        int files = series.stream().mapToInt(s -> s.instances().size()).sum();
        return NLS.bind(Messages.Deidentify_group, new Object[] {first.columns(), first.rows(), files});
    }

    private static List<PixelRect> regions(ImageSeries series) {
        return series.instances().get(0).geometry().regions().stream()
                .map(ImageRegion::bounds)
                .toList();
    }
}
