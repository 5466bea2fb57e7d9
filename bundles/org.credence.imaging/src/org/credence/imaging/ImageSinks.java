package org.credence.imaging;

import java.nio.file.Path;
import java.util.List;
import org.credence.imaging.spi.ImageSink;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Writes images through the installed sink with the highest service ranking. Thread-safe. */
@Component(service = ImageSinks.class)
public final class ImageSinks {

    private final List<ImageSink> sinks;

    /**
     * @param byRank as Declarative Services orders services: the first one writes
     */
    @Activate
    public ImageSinks(@Reference(policyOption = ReferencePolicyOption.GREEDY) List<ImageSink> byRank) {
        this.sinks = List.copyOf(byRank);
    }

    /**
     * Writes a clip as one file; see {@link ImageSink#write}.
     *
     * @throws ImagingException if there is no sink, or it fails
     */
    public void write(Clip clip, Path file) throws ImagingException {
        if (sinks.isEmpty()) {
            throw new ImagingException(
                    "Images cannot be written: no format is installed; install the bundle org.credence.dicom.");
        }
        sinks.get(0).write(clip, file);
    }
}
