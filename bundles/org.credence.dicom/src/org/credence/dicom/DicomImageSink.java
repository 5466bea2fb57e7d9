package org.credence.dicom;

import java.nio.file.Path;
import org.credence.dicom.internal.ClipWriter;
import org.credence.imaging.Clip;
import org.credence.imaging.spi.ImageSink;
import org.osgi.service.component.annotations.Component;

/**
 * Writes clips as DICOM Ultrasound Multi-frame Images: uncompressed explicit little endian, 8-bit gray or RGB, calibrated by
 * an ultrasound region in cm. Stateless and thread-safe.
 */
@Component(service = ImageSink.class)
public final class DicomImageSink implements ImageSink {

    public DicomImageSink() {}

    @Override
    public String name() {
        return "DICOM";
    }

    /**
     * Writes a clip as one file, which appears whole or not at all; an existing file is replaced.
     *
     * @throws DicomException if a gray value does not fit into 8 bits, or the file cannot be written
     */
    @Override
    public void write(Clip clip, Path file) throws DicomException {
        ClipWriter.write(clip, file);
    }
}
