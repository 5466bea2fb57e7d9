package org.credence.dicom;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.credence.dicom.internal.DicomObjects;
import org.credence.dicom.spi.DataSetReader;
import org.credence.dicom.spi.VideoDecoder;
import org.credence.imaging.FileDescription;
import org.credence.imaging.ImageFile;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.spi.ImageSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Reads DICOM files: with or without preamble and file meta information, implicit and explicit little endian, explicit big
 * endian and deflated; pixels native, in RLE, JPEG (baseline, extended, lossless), JPEG-LS, JPEG 2000 (HTJ2K too) or deflated
 * frames; videos where a {@link VideoDecoder} is there. Pixels in other transfer syntaxes are refused by name. Thread-safe.
 *
 * <p>Files stay closed between calls. A pixel spacing comes from the calibration of the largest ultrasound region of
 * tissue, else from Pixel Spacing, else from Imager Pixel Spacing.
 */
@Component(service = ImageSource.class)
public final class DicomImageSource implements ImageSource {

    private final DataSetReader reader;
    private final VideoDecoder video;

    public DicomImageSource() {
        this.reader = null;
        this.video = null;
    }

    /** @param video decodes videos; null where nothing does */
    @Activate
    public DicomImageSource(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    VideoDecoder video) {
        this.reader = null;
        this.video = video;
    }

    /**
     * A source whose data sets another parser reads; everything else is the same.
     *
     * @param video decodes videos; null where nothing does
     */
    public DicomImageSource(DataSetReader reader, VideoDecoder video) {
        this.reader = Objects.requireNonNull(reader);
        this.video = video;
    }

    @Override
    public String name() {
        return "DICOM";
    }

    @Override
    public boolean accepts(Path file) throws DicomException {
        return DicomObjects.looksLike(file);
    }

    /**
     * Reads the header of a file.
     *
     * @return the image; a segmentation is no image but an annotation of its images
     * @throws DicomException if the file is damaged, or its pixels and header do not agree
     */
    @Override
    public ImageFile read(Path file) throws DicomException {
        return DicomObjects.read(file, reader, video);
    }

    @Override
    public Optional<ImageFile> readIfAccepted(Path file) throws DicomException {
        return DicomObjects.readIfDicom(file, reader, video);
    }

    /**
     * Reads the header of an image.
     *
     * @throws DicomException also if the file holds no image
     */
    public ImageInstance open(Path file) throws DicomException {
        if (read(file) instanceof ImageInstance image) {
            return image;
        }
        throw new DicomException("File " + file + " holds no image; choose a file with pixels.");
    }

    @Override
    public FileDescription describe(Path file, Set<FileDescription.Detail> details) throws DicomException {
        return DicomObjects.describe(file, details, reader, video);
    }
}
