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

    /** A store that finds every file damaged. */
    private static final AnnotationStore DAMAGED = new AnnotationStore() {
        @Override
        public String name() {
            return "Damaged";
        }

        @Override
        public boolean accepts(Path file, ImageSeries series) {
            return false;
        }

        @Override
        public AnnotationSnapshot load(Path file, ImageSeries series) throws AnnotationException {
            throw new AnnotationException("File " + file + " is damaged at byte 7.");
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
    void whatIsMissingOrDamagedIsNotCalledAnotherSeries() throws IOException {
        AnnotationStores stores = new AnnotationStores(List.of(DAMAGED));
        Path file = folder.resolve("a.seg.dcm");
        assertTrue(refusal(stores, file).contains("does not exist"), refusal(stores, file));
        Files.writeString(file, "letter");
        assertTrue(refusal(stores, file).contains("damaged at byte 7"), refusal(stores, file));
        assertTrue(refusal(new AnnotationStores(List.of()), file).contains("no store is installed"));
    }

    private String refusal(AnnotationStores stores, Path file) {
        return assertThrows(AnnotationException.class, () -> stores.load(file, series))
                .getMessage();
    }
}
