package org.credence.dicom.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.credence.dicom.DicomException;
import org.credence.dicom.codecs.FrameEncoder;
import org.credence.dicom.spi.VideoDecoder;
import org.credence.imaging.ImageExport;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;

/**
 * Writes DICOM images again in another transfer syntax, with their whole data sets. Text stays in its character set. What the
 * pixels now are is said truly; an instance keeps its identity as long as it keeps all its frames.
 */
public final class DicomCopies {

    public static final String UNCOMPRESSED = TransferSyntax.EXPLICIT_LITTLE_ENDIAN;
    public static final String RLE = "1.2.840.10008.1.2.5";
    public static final String JPEG_LS = "1.2.840.10008.1.2.4.80";

    /** What (0028,2114) says of a lossy transfer syntax. */
    private static final Map<String, String> LOSSY_METHODS = Map.of(
            "1.2.840.10008.1.2.4.50", "ISO_10918_1",
            "1.2.840.10008.1.2.4.51", "ISO_10918_1",
            "1.2.840.10008.1.2.4.81", "ISO_14495_1",
            "1.2.840.10008.1.2.4.91", "ISO_15444_1",
            "1.2.840.10008.1.2.4.203", "ISO_15444_15");

    private static final Map<TransferSyntax.Video, String> LOSSY_VIDEO = Map.of(
            TransferSyntax.Video.MPEG2, "ISO_13818_2",
            TransferSyntax.Video.H264, "ISO_14496_10",
            TransferSyntax.Video.HEVC, "ISO_23008_2");

    /** Elements that count frames and do not hold for some of them. */
    private static final int[] OF_ALL_FRAMES = {
        0x00082142, 0x00082143, 0x00200242, 0x00201002, 0x00286010, 0x00286020, 0x00286022, 0x00286030, 0x00286040
    };

    private DicomCopies() {}

    /**
     * Writes the instances that an export takes frames of, a file each.
     *
     * @param transferSyntax one of this class's
     * @param video decodes videos; null where nothing does
     */
    public static List<Path> write(
            ImageSeries series,
            ImageExport export,
            Path target,
            String transferSyntax,
            VideoDecoder video,
            Progress progress)
            throws DicomException {
        if (export.shown()) {
            throw new DicomException(
                    "This format keeps stored values and their windows; to write what is shown, choose secondary-capture.");
        }
        Map<ImageInstance, List<Integer>> instances = ExportedFiles.byInstance(series, export);
        List<Path> written = new ArrayList<>();
        int n = instances.size();
        for (Map.Entry<ImageInstance, List<Integer>> entry : instances.entrySet()) {
            int i = written.size();
            Path path = ExportedFiles.numbered(target, i, n);
            Progress mine = progress.part((double) i / n, (i + 1.0) / n);
            try {
                write(
                        ExportedFiles.open(entry.getKey()).playedBy(video),
                        entry.getKey(),
                        entry.getValue(),
                        path,
                        transferSyntax,
                        mine);
            } catch (IOException e) {
                throw ExportedFiles.unwritable(path, e);
            }
            written.add(path);
        }
        progress.report(1, "Written");
        return written;
    }

    private static void write(
            DicomFile file,
            ImageInstance instance,
            List<Integer> frames,
            Path target,
            String transferSyntax,
            Progress progress)
            throws IOException {
        PixelData data = PixelData.of(file);
        Optional<FrameEncoder> encoder = FrameEncoder.forTransferSyntax(transferSyntax);
        TranscodedFrames transcoded = new TranscodedFrames(file, data, frames, encoder.isPresent(), progress);
        DataSet copy = file.dataSet().copy();
        DataSetBuilder change = DataSetBuilder.changing(copy);
        change.text(Tag.SOP_CLASS_UID, Vr.UI, DicomObjects.sopClass(file));
        change.text(Tag.SOP_INSTANCE_UID, Vr.UI, instance.sopInstanceUid());
        change.text(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, transcoded.photometric());
        if (data.layout().samples() > 1) {
            change.numbers(Tag.PLANAR_CONFIGURATION, Vr.US, 0);
        }
        boolean all = frames.equals(IntStream.range(0, data.frames()).boxed().toList());
        sayLoss(file, data, change);
        removeCompressedIcons(copy);
        if (!all) {
            choose(file, data, frames, change, copy);
        }
        Part10Writer.Pixels pixels = encoder.isPresent() ? transcoded.compressed(encoder.get()) : transcoded.natively();
        Part10Writer.write(target, copy, transferSyntax, pixels, Part10Writer.UNCHECKED);
        progress.report(1, "Written");
    }

    /** Decompression undoes no loss: where the file does not say that there was one, its transfer syntax does. */
    private static void sayLoss(DicomFile file, PixelData data, DataSetBuilder change) throws DicomException {
        DataSet d = file.dataSet();
        String method = file.transferSyntax()
                .video()
                .map(LOSSY_VIDEO::get)
                .orElse(LOSSY_METHODS.get(file.transferSyntax().uid()));
        if (method == null
                || d.has(Tag.LOSSY_IMAGE_COMPRESSION)
                || !(d.element(Tag.PIXEL_DATA).map(Element::value).orElse(null)
                        instanceof Element.Value.Fragments fragments)) {
            return;
        }
        double compressed = 0;
        for (int i = 1; i < fragments.lengths().length; i++) {
            compressed += fragments.lengths()[i];
        }
        double whole = (double) data.layout().format().sizeBytes() * data.frames();
        change.text(Tag.LOSSY_IMAGE_COMPRESSION, Vr.CS, "01");
        change.decimals(
                Tag.LOSSY_IMAGE_COMPRESSION_RATIO,
                Math.max(1, Math.round(100 * whole / Math.max(1, compressed)) / 100.0));
        change.text(Tag.LOSSY_IMAGE_COMPRESSION_METHOD, Vr.CS, method);
    }

    /** Icons are compressed as the image is, and may be left out. */
    static void removeCompressedIcons(DataSet d) {
        boolean compressed = d.items(Tag.ICON_IMAGE_SEQUENCE).stream()
                .anyMatch(i -> i.element(Tag.PIXEL_DATA)
                        .filter(e -> e.value() instanceof Element.Value.Fragments)
                        .isPresent());
        if (compressed) {
            d.remove(Tag.ICON_IMAGE_SEQUENCE);
        }
    }

    /** Makes the data set that of a new instance with some of the frames. */
    private static void choose(
            DicomFile file, PixelData data, List<Integer> frames, DataSetBuilder change, DataSet copy)
            throws DicomException {
        DataSet d = file.dataSet();
        List<String> type = new ArrayList<>(d.texts(Tag.IMAGE_TYPE));
        if (type.isEmpty()) {
            type.add("DERIVED");
            type.add("PRIMARY");
        } else {
            type.set(0, "DERIVED");
        }
        DataSetBuilder source = new DataSetBuilder()
                .text(Tag.REFERENCED_SOP_CLASS_UID, Vr.UI, DicomObjects.sopClass(file))
                .text(Tag.REFERENCED_SOP_INSTANCE_UID, Vr.UI, DicomObjects.sopInstance(file))
                .text(Tag.REFERENCED_FRAME_NUMBER, Vr.IS, numbers(frames));
        change.text(Tag.IMAGE_TYPE, Vr.CS, String.join("\\", type))
                .text(Tag.SOP_INSTANCE_UID, Vr.UI, Uids.random())
                .text(
                        Tag.DERIVATION_DESCRIPTION,
                        Vr.ST,
                        frames.size() + " of " + data.frames() + " frames of the source image, pixels unchanged")
                .items(Tag.SOURCE_IMAGE_SEQUENCE, source.build())
                .text(Tag.NUMBER_OF_FRAMES, Vr.IS, Integer.toString(frames.size()));
        List<DataSet> groups = d.items(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE);
        if (groups.size() == data.frames()) {
            change.items(
                    Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE,
                    frames.stream().map(groups::get).toList());
        }
        double[] times = d.numbers(Tag.FRAME_TIME_VECTOR);
        if (times.length == data.frames()) {
            change.decimals(Tag.FRAME_TIME_VECTOR, increments(times, frames));
        }
        for (int tag : OF_ALL_FRAMES) {
            copy.remove(tag);
        }
        for (int group = 0x6000; group <= 0x60FE; group += 2) {
            if (d.has(group << 16 | 0x0015)) {
                removeGroup(copy, group);
            }
        }
    }

    /** The time from each chosen frame to the next chosen one; the first is before the first frame. */
    private static double[] increments(double[] times, List<Integer> frames) {
        double[] chosen = new double[frames.size()];
        for (int i = 1; i < chosen.length; i++) {
            for (int f = frames.get(i - 1) + 1; f <= frames.get(i); f++) {
                chosen[i] += times[f];
            }
        }
        return chosen;
    }

    private static void removeGroup(DataSet d, int group) {
        List<Integer> tags = new ArrayList<>();
        d.elements().forEach(e -> tags.add(e.tag()));
        tags.stream().filter(t -> Tag.group(t) == group).forEach(d::remove);
    }

    /** Frames as DICOM counts them. */
    static String numbers(List<Integer> frames) {
        return String.join(
                "\\", frames.stream().map(f -> Integer.toString(f + 1)).toList());
    }
}
