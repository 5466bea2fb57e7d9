package org.credence.imaging.spi;

import java.nio.file.Path;
import java.util.List;
import org.credence.imaging.ImageExport;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImagingException;
import org.credence.imaging.Progress;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Writes images in a format for other programs. Implemented by format bundles and registered as an OSGi service. Stateless
 * and thread-safe; blocks.
 */
@ConsumerType
public interface ImageExporter {

    /** The format's short name in lower case, as it is asked for, such as "png". */
    String format();

    /** How names of its files end, without the dot, such as "nii.gz". */
    String extension();

    /** One sentence for people: what is written, and what is lost. */
    String description();

    /**
     * Writes images of a series. Every file appears whole or not at all; existing files are replaced.
     *
     * @param export which frames, and how
     * @param target the file to write; where the format needs several, their numbers go before the extension
     * @return the files written, in order
     * @throws ImagingException if something cannot be decoded, expressed in the format, or written
     * @throws java.util.concurrent.CancellationException if cancelled; nothing half-written is left
     */
    List<Path> write(ImageSeries series, ImageExport export, Path target, Progress progress) throws ImagingException;
}
