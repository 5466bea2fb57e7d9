package org.credence.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRepositoryTest {

    @TempDir
    private Path folder;

    @Test
    void everyModelIsListedWithWhatBecameOfIt() throws Exception {
        ModelRepository repository = new ModelRepository(folder);
        for (String name : List.of("a", "b", "c", "d")) {
            Model model = write(name, "B-line");
            if (!name.equals("c")) {
                repository.put(model);
            }
        }
        write("b", "A-line");
        Files.delete(folder.resolve("d.onnx"));
        Files.writeString(folder.resolve("e.onnx"), "no model");
        assertEquals(
                List.of(
                        ModelRepository.State.UNCHANGED,
                        ModelRepository.State.CHANGED,
                        ModelRepository.State.UNRECORDED,
                        ModelRepository.State.MISSING,
                        ModelRepository.State.UNRECORDED),
                repository.list().stream().map(ModelRepository.Entry::state).toList());
        assertTrue(repository.list().get(4).problem().contains("no intact ONNX file"));
        assertEquals(ModelRepository.State.CHANGED, repository.state(Model.read(folder.resolve("b.onnx"))));
    }

    @Test
    void digestsAreThoseOfSha256sum() throws Exception {
        Model model = write("a", "B-line");
        new ModelRepository(folder).put(model);
        assertEquals(model.sha256() + "  a.onnx\n", Files.readString(folder.resolve(ModelRepository.DIGESTS)));
    }

    @Test
    void digestsThatLeadOutOfTheFolderAreRefused() throws Exception {
        Files.writeString(folder.resolve(ModelRepository.DIGESTS), "0".repeat(64) + "  ../other.onnx\n");
        SegmentationException e = assertThrows(SegmentationException.class, () -> new ModelRepository(folder).list());
        assertTrue(e.getMessage().contains("../other.onnx"), e.getMessage());
    }

    private Model write(String name, String label) throws Exception {
        Path file = folder.resolve(name + ".onnx");
        Files.write(file, OnnxFixture.of(ModelCardTest.card(8, label)).toBytes());
        return Model.read(file);
    }
}
