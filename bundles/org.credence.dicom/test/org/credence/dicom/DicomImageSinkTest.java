package org.credence.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.credence.imaging.Clip;
import org.credence.imaging.Frame;
import org.credence.imaging.GrayValues;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DicomImageSinkTest {

    @TempDir
    private Path folder;

    @Test
    void aGrayClipReadsBackExactlyAndSaysTheSame() throws Exception {
        Clip clip = Clips.gray(37, 29, 5);
        Path file = folder.resolve("clip.dcm");
        new DicomImageSink().write(clip, file);
        DicomImageSource source = new DicomImageSource();
        assertTrue(source.accepts(file));
        ImageInstance image = source.open(file);
        assertEquals(clip.series(), image.series());
        assertEquals(clip.sopInstanceUid(), image.sopInstanceUid());
        assertEquals(2, image.instanceNumber());
        assertEquals(List.of(37, 29, 5), List.of(image.columns(), image.rows(), image.frameCount()));
        assertEquals(Optional.of(clip.spacing()), image.spacing());
        assertEquals(33.3, image.timing().meanMs());
        for (int f = 0; f < 5; f++) {
            Frame frame = image.decoder().decode(f);
            for (int y = 0; y < 29; y++) {
                for (int x = 0; x < 37; x++) {
                    assertEquals(Clips.level(f, x, y), frame.stored(x, y));
                }
            }
            assertEquals(Window.spanning(0, 255), frame.defaultWindow());
        }
        assertThrows(DicomException.class, () -> image.decoder().decode(5));
    }

    @Test
    void aColorClipReadsBackExactly() throws Exception {
        Clip clip = Clips.color(13, 7, 2);
        Path file = folder.resolve("clip.dcm");
        new DicomImageSink().write(clip, file);
        ImageInstance image = new DicomImageSource().open(file);
        Window all = Window.spanning(0, 255);
        assertArrayEquals(
                clip.frames().get(1).rgb8(all), image.decoder().decode(1).rgb8(all));
    }

    @Test
    void anIndependentValidatorFindsNoError() throws Exception {
        for (Clip clip : List.of(Clips.gray(37, 29, 5), Clips.color(14, 8, 2), Clips.gray(10, 10, 1))) {
            Path file = folder.resolve("clip.dcm");
            new DicomImageSink().write(clip, file);
            assertEquals(List.of(), OtherTools.errorsOf(file));
        }
    }

    @Test
    void anotherToolReadsTheSamePixels() throws Exception {
        Path file = folder.resolve("clip.dcm");
        new DicomImageSink().write(Clips.gray(37, 29, 5), file);
        String said = OtherTools.pydicom("""
                d = pydicom.dcmread(sys.argv[1])
                p = d.PixelData
                n = 37 * 29
                print(d.PatientName, d.NumberOfFrames, d.FrameTime, d.SequenceOfUltrasoundRegions[0].PhysicalDeltaX)
                print(all(p[f * n + y * 37 + x] == (7 * x + 11 * y + 31 * f) & 255
                          for f in range(5) for y in range(29) for x in range(37)), len(p))
                """, file);
        assertEquals("Müller^Änne 5 33.3 0.0217\nTrue 5366\n", said);
    }

    @Test
    void valuesThatDoNotFitAreRefusedAndLeaveTheOldFile() throws Exception {
        Clip good = Clips.gray(2, 2, 1);
        Path file = folder.resolve("clip.dcm");
        new DicomImageSink().write(good, file);
        byte[] before = Files.readAllBytes(file);
        Frame deep = Frame.gray(2, 2, new short[] {1, 2, 3, 300}, GrayValues.PLAIN);
        Clip bad = new Clip(
                good.series(), Clips.uid(), 1, List.of(deep), good.spacing(), good.frameTimeMs(), good.region());
        DicomException refused = assertThrows(DicomException.class, () -> new DicomImageSink().write(bad, file));
        assertTrue(refused.getMessage().contains("300"), refused.getMessage());
        assertArrayEquals(before, Files.readAllBytes(file));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(file), left.toList());
        }
    }
}
