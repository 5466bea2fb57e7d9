package org.credence.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.credence.dicom.contract.ConformanceFile;
import org.credence.dicom.contract.ImageSourceContract;
import org.credence.dicom.internal.StoredSamples;
import org.credence.imaging.spi.ImageSource;

/** Holds {@link DicomImageSource} to the contract. */
class ConformanceTest extends ImageSourceContract {

    private final DicomImageSource source = new DicomImageSource();

    @Override
    protected ImageSource source() {
        return source;
    }

    @Override
    protected void assertClose(Path conformance, ConformanceFile file) throws IOException {
        byte[] reference;
        try (GZIPInputStream in = new GZIPInputStream(
                new ByteArrayInputStream(Files.readAllBytes(conformance.resolve(file.get("ref_frame0")))))) {
            reference = in.readAllBytes();
        }
        byte[] samples = StoredSamples.of(file.path(), 0);
        assertEquals(reference.length, samples.length);
        long sum = 0;
        int worst = 0;
        int width = file.get("bits_allocated").equals("16") ? 2 : 1;
        boolean signed = file.get("pixel_representation").equals("1");
        for (int i = 0; i < samples.length; i += width) {
            int difference = Math.abs(sample(samples, i, width, signed) - sample(reference, i, width, signed));
            sum += difference;
            worst = Math.max(worst, difference);
        }
        double mean = (double) sum * width / samples.length;
        String found = "worst " + worst + ", mean " + mean;
        if (file.get("samples").equals("1")) {
            assertTrue(worst <= 1, found);
        } else if (StoredSamples.hasSubsampledChroma(file.path())) {
            assertTrue(mean <= 2, found);
        } else {
            assertTrue(worst <= 2, found);
        }
    }

    private static int sample(byte[] bytes, int at, int width, boolean signed) {
        int value = width == 1 ? bytes[at] : bytes[at] & 0xff | bytes[at + 1] << 8;
        return signed ? value : value & (1 << 8 * width) - 1;
    }
}
