package org.credence.headless.internal;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.SeriesInfo;

/** File names made of what people know a series by, safe on every file system, each given once. Used by one thread. */
final class SeriesNames {

    private static final int MAX_NAME = 80;

    private final Set<String> given = new HashSet<>();

    /** A name for a series. */
    String of(ImageSeries series) {
        return of(series, "");
    }

    /** A name for a series that ends in a suffix. */
    String of(ImageSeries series, String suffix) {
        SeriesInfo info = series.info();
        String text = info.seriesNumber() + "-"
                + (info.seriesDescription().isBlank() ? info.modality() : info.seriesDescription());
        String safe = text.replaceAll("[^\\p{L}\\p{N}]+", "-").replaceAll("^-+|-+$", "");
        if (safe.isEmpty()) {
            safe = "series";
        }
        safe = safe.substring(0, Math.min(MAX_NAME, safe.length()));
        String name = safe + suffix;
        // Case is no difference on some file systems.
        for (int n = 2; !given.add(name.toLowerCase(Locale.ROOT)); n++) {
            name = safe + "_" + n + suffix;
        }
        return name;
    }
}
