package org.credence.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.credence.annotation.spi.AnnotationStore;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;
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
        public AnnotationSnapshot load(Path file, ImageSeries series, Progress progress) throws AnnotationException {
            throw new AnnotationException("File " + file + " is damaged at byte 7.");
        }

        @Override
        public void write(AnnotationSnapshot annotation, ImageSeries series, Path file, Progress progress) {
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
    void noTwoReadersShareAFileOnAnyDisk() {
        List<String> ids = List.of("anna", "Anna", "ANNA", "aNNa", "a.n", "a-n", "a_n", "3.r", "r", "R", "a.N", "A.n");
        Set<String> names = new HashSet<>();
        for (String uid : List.of("1.2", "1.2.3", "1.2.3.4")) {
            for (String id : ids) {
                Path file = AnnotationStores.fileFor(folder, new Reader(id, "N"), Series.black(uid, 8, 8, 1));
                assertTrue(names.add(file.getFileName().toString().toLowerCase(Locale.ROOT)), file.toString());
            }
        }
        assertEquals(
                folder.resolve("1.2.3.+a+.+b9-_.seg.dcm"),
                AnnotationStores.fileFor(folder, new Reader("A.B9-_", "N"), series));
    }

    @Test
    void aFileWithTheNameOfAnEarlierVersionIsKept() throws IOException {
        Path earlier = Files.createFile(folder.resolve("1.2.3.Anna.seg.dcm"));
        assertEquals(earlier, AnnotationStores.fileFor(folder, new Reader("Anna", "N"), series));
        assertEquals(
                folder.resolve("1.2.3.anna.seg.dcm"),
                AnnotationStores.fileFor(folder, new Reader("anna", "N"), series));
        Path later = Files.createFile(folder.resolve("1.2.3.+anna.seg.dcm"));
        assertEquals(later, AnnotationStores.fileFor(folder, new Reader("Anna", "N"), series));
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
