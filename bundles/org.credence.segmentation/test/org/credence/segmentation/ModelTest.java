package org.credence.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTest {

    @TempDir
    private Path folder;

    @Test
    void aModelIsReadWithItsCardAndDigest() throws Exception {
        Model model = Model.read(write(onnx(ModelCard.METADATA_KEY, card().toJson())));
        assertEquals(card(), model.card());
        assertEquals(64, model.sha256().length());
    }

    @Test
    void anOnnxFileWithoutCardIsRefusedByName() throws Exception {
        Path file = write(onnx("somebody.else", "{}"));
        assertMessage(file, "carries no model card");
    }

    @Test
    void aBrokenCardIsRefusedByName() throws Exception {
        assertMessage(write(onnx(ModelCard.METADATA_KEY, "{\"name\":\"x\"")), "card cannot be read");
        assertMessage(write(onnx(ModelCard.METADATA_KEY, "{\"name\":\"x\"}")), "needs a name and a version");
    }

    @Test
    void aTextFileAnEmptyFileAFolderAndAMissingFileAreRefused() throws Exception {
        assertMessage(write("This is no model at all.".getBytes(StandardCharsets.US_ASCII)), "no intact ONNX file");
        assertMessage(write(new byte[0]), "no intact ONNX file");
        assertMessage(folder, "is a folder");
        assertMessage(folder.resolve("absent.onnx"), "does not exist");
    }

    @Test
    void everyTruncationIsRefused() throws Exception {
        byte[] whole = onnx(ModelCard.METADATA_KEY, card().toJson());
        for (int length = 0; length < whole.length; length += 7) {
            Path file = write(Arrays.copyOf(whole, length));
            assertThrows(SegmentationException.class, () -> Model.read(file), "cut to " + length);
        }
    }

    @Test
    void lengthsThatLieAreRefusedWithoutMemory() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {8, 9, 0x72, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f});
        assertMessage(write(bytes.toByteArray()), "no intact ONNX file");
    }

    @Test
    void noiseNeverGetsThrough() throws Exception {
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            byte[] noise = onnx(ModelCard.METADATA_KEY, card().toJson());
            for (int k = 0; k < 8; k++) {
                noise[random.nextInt(16)] = (byte) random.nextInt();
            }
            Path file = write(noise);
            try {
                Model.read(file);
            } catch (SegmentationException e) {
                assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
            }
        }
    }

    private static ModelCard card() {
        return ModelCardTest.card(32, "B-line");
    }

    private void assertMessage(Path file, String part) {
        SegmentationException e = assertThrows(SegmentationException.class, () -> Model.read(file));
        assertTrue(e.getMessage().contains(part), e.getMessage());
        assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
    }

    private Path write(byte[] bytes) throws Exception {
        Path file = folder.resolve("model.onnx");
        Files.write(file, bytes);
        return file;
    }

    private static byte[] onnx(String key, String value) {
        return OnnxFixture.fitting(card()).entry(key, value).toBytes();
    }
}
