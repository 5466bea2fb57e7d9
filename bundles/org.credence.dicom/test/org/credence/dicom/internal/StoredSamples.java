package org.credence.dicom.internal;

import java.io.IOException;
import java.nio.file.Path;
import org.credence.dicom.codecs.JpegHeader;

/** Gives tests the stored samples of a file, which only the bundle itself sees. */
public final class StoredSamples {

    private StoredSamples() {}

    public static byte[] of(Path file, int frame) throws IOException {
        return PixelData.of(DicomFile.read(file)).samples(frame);
    }

    public static boolean hasSubsampledChroma(Path file) throws IOException {
        DicomFile f = DicomFile.read(file);
        return f.dataSet().element(Tag.PIXEL_DATA).orElseThrow().value() instanceof Element.Value.Fragments fragments
                && JpegHeader.read(EncapsulatedFrames.of(
                                        f, fragments, PixelData.of(f).frames())
                                .read(0))
                        .subsampled();
    }
}
