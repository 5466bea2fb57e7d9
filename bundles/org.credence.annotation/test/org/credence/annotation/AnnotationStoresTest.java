package org.credence.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.credence.annotation.spi.AnnotationStore;
import org.credence.imaging.ImageSeries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnotationStoresTest {

    /** A store that knows no file. */
    private static final AnnotationStore STRANGER = new AnnotationStore() {
        @Override
        public String name() {
            return "Stranger";
        }

        @Override
        public boolean accepts(Path file, ImageSeries series) {
            return false;
        }

        @Override
        public AnnotationSnapshot load(Path file, ImageSeries series) {
            throw new UnsupportedOperationException("nothing is accepted, so nothing is loaded");
        }

        @Override
        public void save(AnnotationSnapshot annotation, ImageSeries series, Path file) {
            throw new UnsupportedOperationException("saving is not part of this test");
        }
    };

    private final Reader reader = new Reader("r1", "Reader One");
    private final ImageSeries series = Series.black(8, 8, 1);

    @TempDir
    Path folder;

    @Test
    void anAnnotationIsNamedAfterItsImageAndReader() {
        assertEquals(folder.resolve("1.2.3.r1.seg.dcm"), AnnotationStores.fileFor(folder, reader, series));
    }

    @Test
    void anImageCannotNameAPlaceOutsideOfTheFolder() {
        for (String uid : List.of("../../etc/x", "/etc/x", "..\\..\\x", "C:x", "1.2/3")) {
            Path file = AnnotationStores.fileFor(folder, reader, Series.black(uid, 8, 8, 1));
            assertEquals(folder, file.normalize().getParent(), "for UID " + uid);
        }
    }

    @Test
    void aFileThatIsNotThereIsNotCalledAnotherSeries() throws IOException {
        AnnotationStores stores = new AnnotationStores(List.of(STRANGER));
        Path file = folder.resolve("a.seg.dcm");
        assertTrue(refusal(stores, file).contains("does not exist"), refusal(stores, file));
        Files.writeString(file, "letter");
        assertTrue(refusal(stores, file).contains("no annotation of this series"), refusal(stores, file));
        assertTrue(refusal(new AnnotationStores(List.of()), file).contains("no store is installed"));
    }

    private String refusal(AnnotationStores stores, Path file) {
        return assertThrows(AnnotationException.class, () -> stores.load(file, series))
                .getMessage();
    }
}
