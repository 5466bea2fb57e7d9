package org.credence.dicom;

import java.nio.file.Path;
import org.credence.dicom.internal.DicomObjects;
import org.credence.imaging.FileDescription;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.NoImageException;
import org.credence.imaging.spi.ImageSource;
import org.osgi.service.component.annotations.Component;

/**
 * Reads DICOM files: with or without preamble and file meta information, implicit and explicit little endian, explicit big
 * endian and deflated; pixels native, in RLE, JPEG (baseline, extended, lossless), JPEG-LS, JPEG 2000 (HTJ2K too) or deflated
 * frames. Pixels in other transfer syntaxes, video among them, are refused by name. Stateless and thread-safe.
 *
 * <p>Files stay closed between calls. A pixel spacing comes from the calibration of the largest ultrasound region of
 * tissue, else from Pixel Spacing, else from Imager Pixel Spacing.
 */
@Component(service = ImageSource.class)
public final class DicomImageSource implements ImageSource {

    public DicomImageSource() {}

    @Override
    public String name() {
        return "DICOM";
    }

    @Override
    public boolean accepts(Path file) throws DicomException {
        return DicomObjects.looksLike(file);
    }

    /**
     * Reads the header of an image.
     *
     * @throws NoImageException if the file holds something else, such as a report, or a segmentation, which is opened as an
     *     annotation of its images
     * @throws DicomException if it is damaged, or its pixels and header do not agree
     */
    @Override
    public ImageInstance open(Path file) throws DicomException, NoImageException {
        return DicomObjects.openImage(file);
    }

    @Override
    public FileDescription describe(Path file, boolean digest) throws DicomException {
        return DicomObjects.describe(file, digest);
    }
}
