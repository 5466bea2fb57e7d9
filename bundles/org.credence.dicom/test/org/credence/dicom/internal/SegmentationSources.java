package org.credence.dicom.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameTiming;
import org.credence.imaging.ImageGeometry;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.SeriesInfo;

/** The images that a segmentation was made on, as far as it names them; for tests. */
public final class SegmentationSources {

    private SegmentationSources() {}

    /** A series of black images: one per named image, or one with as many frames as the highest that is named. */
    public static ImageSeries of(Path segmentation) throws Exception {
        DicomFile file = DicomFile.read(segmentation);
        DataSet d = file.dataSet();
        Map<String, Integer> frames = new LinkedHashMap<>();
        for (DataSet group : d.items(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE)) {
            for (DataSet derivation : group.items(Tag.DERIVATION_IMAGE_SEQUENCE)) {
                for (DataSet source : derivation.items(Tag.SOURCE_IMAGE_SEQUENCE)) {
                    frames.merge(
                            source.text(Tag.REFERENCED_SOP_INSTANCE_UID),
                            source.integer(Tag.REFERENCED_FRAME_NUMBER, 1),
                            Math::max);
                }
            }
        }
        int columns = d.integer(Tag.COLUMNS, 0);
        int rows = d.integer(Tag.ROWS, 0);
        List<ImageInstance> images = new ArrayList<>();
        for (Map.Entry<String, Integer> e : frames.entrySet()) {
            images.add(new ImageInstance(
                    new SeriesInfo("P", "N", "1.1", "", "", "1.2", 1, "", "CT"),
                    e.getKey(),
                    "1.2.840.10008.5.1.4.1.1.2",
                    images.size() + 1,
                    Path.of("nowhere"),
                    columns,
                    rows,
                    e.getValue(),
                    ImageGeometry.UNKNOWN,
                    FrameTiming.UNKNOWN,
                    index -> Frame.gray(columns, rows, new byte[columns * rows])));
        }
        return ImageSeries.group(images).get(0);
    }

    /** The stored pixels that belong to a segment. */
    public static long painted(Path segmentation) throws Exception {
        DicomFile file = DicomFile.read(segmentation);
        PixelData pixels = PixelData.of(file);
        int maximum = file.dataSet().integer(Tag.MAXIMUM_FRACTIONAL_VALUE, 1);
        long painted = 0;
        for (int f = 0; f < pixels.frames(); f++) {
            for (byte sample : pixels.samples(f)) {
                // Less than half a percent is none.
                painted += 200L * (sample & 0xff) >= maximum ? 1 : 0;
            }
        }
        return painted;
    }
}
