package org.credence.dicom.internal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.credence.dicom.DicomException;
import org.credence.dicom.spi.DataSetReader;
import org.credence.dicom.spi.VideoDecoder;
import org.credence.imaging.FileDescription;
import org.credence.imaging.ImageFile;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.SeriesInfo;

/** Turns DICOM files into the values that the rest of the house works with. */
public final class DicomObjects {

    /** Storage classes whose pixels are statements about other images. */
    private static final Set<String> ANNOTATIONS =
            Set.of(SegmentationObject.SEGMENTATION_STORAGE, SegmentationObject.LABEL_MAP_SEGMENTATION_STORAGE);

    private DicomObjects() {}

    /** Whether a file looks like DICOM. */
    public static boolean looksLike(Path file) throws DicomException {
        return DicomFile.looksLike(file);
    }

    /** What a file holds; see {@link org.credence.dicom.DicomImageSource#read}. */
    public static ImageFile read(Path path, DataSetReader reader, VideoDecoder video) throws DicomException {
        return read(DicomFile.read(path, reader).playedBy(video));
    }

    /** What a file holds, if it is DICOM; opens it once. */
    public static Optional<ImageFile> readIfDicom(Path path, DataSetReader reader, VideoDecoder video)
            throws DicomException {
        Optional<DicomFile> file = DicomFile.readIfDicom(path, reader);
        return file.isPresent() ? Optional.of(read(file.get().playedBy(video))) : Optional.empty();
    }

    static ImageFile read(DicomFile file) throws DicomException {
        DataSet d = file.dataSet();
        boolean pixels = d.element(Tag.PIXEL_DATA).isPresent()
                || d.element(Tag.FLOAT_PIXEL_DATA).isPresent()
                || d.element(Tag.DOUBLE_FLOAT_PIXEL_DATA).isPresent();
        boolean size = d.has(Tag.ROWS) && d.has(Tag.COLUMNS);
        String sopInstance = sopInstance(file);
        if (ANNOTATIONS.contains(sopClass(file)) || !pixels && !size) {
            return OtherObjects.of(file, series(d, sopInstance));
        }
        PixelData data = PixelData.of(file);
        FrameAssembly assembly = new FrameAssembly(file, data);
        if (sopInstance.isEmpty()) {
            sopInstance = madeIdentity(file, data);
        }
        return new ImageInstance(
                series(d, sopInstance),
                sopInstance,
                sopClass(file),
                d.integer(Tag.INSTANCE_NUMBER, 0),
                file.path(),
                data.layout().columns(),
                data.layout().rows(),
                data.frames(),
                Geometry.of(d, data.frames()),
                Geometry.timing(d, data.frames()),
                assembly::decode);
    }

    static String sopClass(DicomFile file) throws DicomException {
        String uid = file.dataSet().text(Tag.SOP_CLASS_UID);
        return uid.isEmpty() ? file.meta().text(Tag.MEDIA_STORAGE_SOP_CLASS_UID) : uid;
    }

    static String sopInstance(DicomFile file) throws DicomException {
        String uid = file.dataSet().text(Tag.SOP_INSTANCE_UID);
        return uid.isEmpty() ? file.meta().text(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID) : uid;
    }

    /** An identity for an image without one, made of its header and first pixels: the same for every copy. */
    static String madeIdentity(DicomFile file, PixelData data) throws DicomException {
        byte[] header = HeaderDescription.attributes(file).toString().getBytes(StandardCharsets.UTF_8);
        byte[] pixels = data.start();
        byte[] both = Arrays.copyOf(header, header.length + pixels.length);
        System.arraycopy(pixels, 0, both, header.length, pixels.length);
        return Uids.named(both);
    }

    private static SeriesInfo series(DataSet d, String sopInstance) throws DicomException {
        String series = d.text(Tag.SERIES_INSTANCE_UID);
        return new SeriesInfo(
                d.text(Tag.PATIENT_ID),
                d.text(Tag.PATIENT_NAME),
                d.text(Tag.STUDY_INSTANCE_UID),
                d.text(Tag.STUDY_DATE),
                d.text(Tag.STUDY_DESCRIPTION),
                // An image that names no series is one by itself.
                series.isEmpty() ? sopInstance : series,
                d.integer(Tag.SERIES_NUMBER, 0),
                d.text(Tag.SERIES_DESCRIPTION),
                d.text(Tag.MODALITY));
    }

    /** Says what a file holds; see {@link org.credence.dicom.DicomImageSource#describe}. */
    public static FileDescription describe(
            Path path, Set<FileDescription.Detail> details, DataSetReader reader, VideoDecoder video)
            throws DicomException {
        DicomFile file = DicomFile.readDamaged(path, reader).playedBy(video);
        if (file.damage().isPresent() && !details.contains(FileDescription.Detail.DIGEST)) {
            // Without a digest there is no place to say that this is not the whole file.
            throw file.damage().get();
        }
        Optional<String> pixelDigest = Optional.empty();
        Optional<String> pixelError = file.damage().map(DicomException::getMessage);
        if (pixelError.isEmpty() && details.contains(FileDescription.Detail.DIGEST)) {
            try {
                pixelDigest = digest(file);
            } catch (DicomException e) {
                pixelError = Optional.of(e.getMessage());
            }
        }
        return new FileDescription(
                "DICOM, " + file.transferSyntax().describe(),
                HeaderDescription.summary(file),
                HeaderDescription.attributes(file),
                ContentDescription.of(file),
                pixelDigest,
                pixelError,
                details.contains(FileDescription.Detail.JSON) ? Optional.of(DicomJson.of(file)) : Optional.empty());
    }

    private static Optional<String> digest(DicomFile file) throws DicomException {
        DataSet d = file.dataSet();
        boolean real = d.element(Tag.FLOAT_PIXEL_DATA).isPresent()
                || d.element(Tag.DOUBLE_FLOAT_PIXEL_DATA).isPresent();
        if (d.element(Tag.PIXEL_DATA).isEmpty() && !real && !d.has(Tag.ROWS)) {
            throw new DicomException("File " + file.path() + " holds no pixels.", Tag.PIXEL_DATA, -1);
        }
        return Optional.of(PixelDigest.of(PixelData.of(file)));
    }
}
