package org.credence.annotation;

import org.credence.imaging.ImageSeries;

/**
 * A series and what one reader painted on it, to be given to other programs.
 *
 * @param name what its files are called, without extension; unique among those that are written together, and without the
 *     patient's name unless whoever chose it wants that
 * @param series the images
 * @param annotation painted on them
 */
public record AnnotatedSeries(String name, ImageSeries series, AnnotationSnapshot annotation) {

    public AnnotatedSeries {
        if (name.isBlank() || name.matches(".*[/\\\\:\\p{Cntrl}].*") || name.startsWith(".")) {
            throw new IllegalArgumentException("A name of files has no slashes, colons or leading dots, got: " + name);
        }
        if (!annotation.frames().equals(series.frames())) {
            throw new IllegalArgumentException("The annotation of series " + annotation.seriesUid()
                    + " was not painted on series " + series.info().seriesUid());
        }
    }
}
