package org.credence.dicom.dcm4che;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Set;
import org.credence.dicom.DicomException;
import org.credence.dicom.DicomImageSource;
import org.credence.dicom.contract.ConformanceFile;
import org.credence.dicom.contract.ImageSourceContract;
import org.credence.imaging.FileDescription.Detail;
import org.credence.imaging.spi.ImageSource;

/** Holds {@link Dcm4cheImageSource} to the contract. */
class Dcm4cheImageSourceTest extends ImageSourceContract {

    private final Dcm4cheImageSource source = new Dcm4cheImageSource();

    @Override
    protected ImageSource source() {
        return source;
    }

    /** The codecs are those of {@link DicomImageSource}, whose own test compares with the references. */
    @Override
    protected void assertClose(Path conformance, ConformanceFile file) throws DicomException {
        Set<Detail> digest = Set.of(Detail.DIGEST);
        assertEquals(
                new DicomImageSource().describe(file.path(), digest).pixelDigest().orElseThrow(),
                source.describe(file.path(), digest).pixelDigest().orElseThrow());
    }
}
