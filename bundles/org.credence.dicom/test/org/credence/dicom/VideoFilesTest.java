package org.credence.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.credence.dicom.spi.VideoDecoder;
import org.credence.dicom.spi.VideoFormat;
import org.credence.dicom.spi.VideoStream;
import org.credence.imaging.FileDescription.Detail;
import org.credence.imaging.Frame;
import org.credence.imaging.ImageExport;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImagingException;
import org.credence.imaging.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Videos in DICOM files, up to the decoder: one that makes each frame out of the bytes that it gets. */
class VideoFilesTest {

    private static final String H264 = "1.2.840.10008.1.2.4.102";
    private static final String HEVC_MAIN_10 = "1.2.840.10008.1.2.4.108";

    @TempDir
    Path folder;

    /** Frame n is red as the n-th byte of the stream, green as the number of bytes, blue as n. */
    private static final VideoDecoder BYTES = (stream, format) -> index -> {
        byte[] one = new byte[1];
        try (VideoStream.Reading in = stream.open()) {
            assertEquals(1, in.read(index, one, 0, 1));
            assertEquals(-1, in.read(stream.size(), one, 0, 1));
        }
        if (one[0] == 66) {
            throw new IOException("its video is damaged there");
        }
        return samples(format, one[0], (int) stream.size(), index);
    };

    private static byte[] samples(VideoFormat format, int red, int green, int blue) {
        int width = format.bits() == 8 ? 1 : 2;
        byte[] rgb = new byte[format.columns() * format.rows() * 3 * width];
        for (int i = 0; i < rgb.length; i += 3 * width) {
            rgb[i] = (byte) red;
            rgb[i + width] = (byte) green;
            rgb[i + 2 * width] = (byte) blue;
        }
        return rgb;
    }

    private static RawFile header(String transferSyntax, int frames, int allocated, int stored) throws IOException {
        return RawFile.in(transferSyntax)
                .text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.3.1")
                .text(0x00080018, "UI", "1.2.3.4")
                .text(0x00080060, "CS", "US")
                .text(0x0020000E, "UI", "1.2.3")
                .us(0x00280002, 3)
                .text(0x00280004, "CS", "YBR_PARTIAL_420")
                .us(0x00280006, 0)
                .text(0x00280008, "IS", Integer.toString(frames))
                .us(0x00280010, 2)
                .us(0x00280011, 4)
                .us(0x00280100, allocated)
                .us(0x00280101, stored)
                .us(0x00280102, stored - 1)
                .us(0x00280103, 0)
                .head(0x7FE00010, "OB", RawFile.UNDEFINED)
                .item(0);
    }

    private Path clip(String transferSyntax) throws IOException {
        return header(transferSyntax, 4, 8, 8)
                .item(2)
                .bytes(10, 11)
                .item(0)
                .item(4)
                .bytes(12, 66, 14, 15)
                .endOfSequence()
                .write(folder.resolve("clip.dcm"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100", "100.1", "101", "101.1", "102", "102.1", "103", "104", "104.1", "105", "105.1", "107", "108"
            })
    void framesComeFromTheJoinedFragments(String kind) throws ImagingException, IOException {
        ImageInstance image = new DicomImageSource(BYTES).open(clip("1.2.840.10008.1.2.4." + kind));
        assertEquals(4, image.frameCount());
        for (int f : new int[] {2, 0, 1}) {
            Frame frame = image.decoder().decode(f);
            byte[] rgb = frame.rgb8(frame.defaultWindow());
            assertEquals("[" + (10 + f) + ", 6, " + f + "]", Arrays.toString(Arrays.copyOf(rgb, 3)));
        }
    }

    @Test
    void aFrameThatCannotBeDecodedIsNamed() throws IOException {
        ImageInstance image = new DicomImageSource(BYTES).open(clip(H264));
        DicomException e =
                assertThrows(DicomException.class, () -> image.decoder().decode(3));
        assertTrue(e.getMessage().startsWith("Frame 4 of file "), e.getMessage());
        assertTrue(e.getMessage().endsWith("cannot be decoded: its video is damaged there."), e.getMessage());
    }

    @Test
    void withoutADecoderTheHeaderLoadsAndTheErrorSaysWhatToInstall() throws IOException {
        Path file = clip(H264);
        DicomImageSource source = new DicomImageSource();
        assertEquals(4, source.open(file).frameCount());
        DicomException e = assertThrows(
                DicomException.class, () -> source.open(file).decoder().decode(0));
        assertTrue(e.getMessage().contains("MPEG-4 AVC/H.264 High Profile / Level 4.1 (" + H264 + ")"), e.getMessage());
        assertTrue(e.getMessage().contains("install the feature org.credence.video.feature"), e.getMessage());
        assertEquals(
                e.getMessage(),
                source.describe(file, Set.of(Detail.DIGEST)).pixelError().orElseThrow());
    }

    @Test
    void twoViewsAreRefusedWithADecoderToo() throws IOException {
        ImageInstance image = new DicomImageSource(BYTES).open(clip("1.2.840.10008.1.2.4.106"));
        DicomException e =
                assertThrows(DicomException.class, () -> image.decoder().decode(0));
        assertTrue(e.getMessage().contains("two views"), e.getMessage());
    }

    @Test
    void aFileCutOffWithinTheVideoIsRefused() throws IOException {
        Path file = clip(H264);
        byte[] bytes = Files.readAllBytes(file);
        for (int cut = 1; cut <= 20; cut++) {
            Path short1 = Files.write(folder.resolve("short.dcm"), Arrays.copyOf(bytes, bytes.length - cut));
            DicomImageSource source = new DicomImageSource(BYTES);
            assertThrows(
                    DicomException.class, () -> source.open(short1).decoder().decode(0), "without " + cut);
        }
    }

    @Test
    void samplesOfTenBitsKeepThem() throws IOException {
        Path file = header(HEVC_MAIN_10, 1, 16, 10)
                .item(2)
                .bytes(255, 0)
                .endOfSequence()
                .write(folder.resolve("deep.dcm"));
        Frame frame = new DicomImageSource((stream, format) -> index -> {
                    byte[] rgb = samples(format, 0, 0, 0);
                    rgb[0] = (byte) (1023 & 0xff);
                    rgb[1] = (byte) (1023 >> 8);
                    return rgb;
                })
                .open(file)
                .decoder()
                .decode(0);
        byte[] rgb = frame.rgb8(frame.defaultWindow());
        assertEquals("[-1, 0, 0, 0]", Arrays.toString(Arrays.copyOf(rgb, 4)));
    }

    @Test
    void copiesAreRgbAndSayThatTheyWereLossy() throws Exception {
        Path file = header(H264, 2, 8, 8).item(2).bytes(7, 9).endOfSequence().write(folder.resolve("two.dcm"));
        ImageSeries series = ImageSeries.of(new DicomImageSource(BYTES).open(file));
        Path copy = folder.resolve("copy.dcm");
        new DicomExporter(BYTES).write(series, ImageExport.whole(series), copy, Progress.NONE);
        String header =
                new DicomImageSource().describe(copy, Set.of()).attributes().toString();
        assertTrue(header.contains("ISO_14496_10"), header);
        ImageInstance written = new DicomImageSource().open(copy);
        byte[] rgb =
                written.decoder().decode(1).rgb8(written.decoder().decode(1).defaultWindow());
        assertEquals("[9, 2, 1]", Arrays.toString(Arrays.copyOf(rgb, 3)));
    }
}
