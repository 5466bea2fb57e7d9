package org.credence.annotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32C;
import org.credence.imaging.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {

    private static final AnnotationSnapshot NOTHING = RandomSession.after(1, 0);

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void chooseFile() {
        file = Journal.fileFor(folder.resolve("1.2.3.r1.seg.dcm"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whateverWasDoneUndoneAndMarkedIsRecoveredExactly(long seed) throws AnnotationException {
        AnnotationSnapshot painted = paint(seed, 40);
        JournalRecovery recovery = Journal.recover(file, NOTHING);
        assertEquals(painted, recovery.snapshot());
        assertEquals(40, recovery.edits());
        assertEquals(0, recovery.droppedBytes());
    }

    @Test
    void aRecoveredJournalGoesOn() throws AnnotationException {
        RandomSession session = new RandomSession(3);
        steps(session, Journal.begin(file, NOTHING), 10);
        try (Journal journal = Journal.resume(Journal.recover(file, NOTHING))) {
            steps(session, journal, 10);
        }
        JournalRecovery recovery = Journal.recover(file, NOTHING);
        assertEquals(session.snapshot(), recovery.snapshot());
        assertEquals(20, recovery.edits());
    }

    @Test
    void cutAnywhereItRecoversTheWholeEditsBeforeAndNothingElse() throws IOException {
        List<Long> ends = new ArrayList<>();
        List<AnnotationSnapshot> states = new ArrayList<>(List.of(NOTHING));
        RandomSession session = new RandomSession(5);
        try (Journal journal = Journal.begin(file, NOTHING)) {
            for (int i = 0; i < 8; i++) {
                session.step(journal);
                ends.add(Files.size(file));
                states.add(session.snapshot());
            }
        }
        byte[] all = Files.readAllBytes(file);
        long header = JournalHeader.of(NOTHING, ContentDigest.of(NOTHING), 0).bytes().length;
        for (int length = 0; length < all.length; length++) {
            Files.write(file, Arrays.copyOf(all, length));
            if (length < header) {
                assertThrows(AnnotationException.class, () -> Journal.recover(file, NOTHING));
                assertFalse(Files.exists(file));
                Files.delete(aside("unused", 1));
                continue;
            }
            int cut = length;
            int whole = (int) ends.stream().filter(end -> end <= cut).count();
            JournalRecovery recovery = Journal.recover(file, NOTHING);
            assertEquals(whole, recovery.edits(), "cut at " + length);
            assertEquals(states.get(whole), recovery.snapshot(), "cut at " + length);
            assertEquals(length - (whole == 0 ? header : ends.get(whole - 1)), recovery.droppedBytes());
            assertTrue(recovery.damaged().isEmpty(), "cut at " + length);
        }
    }

    @Test
    void aTornEndIsCutOffWhenPaintingGoesOn() throws IOException {
        RandomSession session = new RandomSession(6);
        steps(session, Journal.begin(file, NOTHING), 5);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) - 3));
        JournalRecovery torn = Journal.recover(file, NOTHING);
        assertEquals(RandomSession.after(6, 4), torn.snapshot());
        RandomSession again = new RandomSession(6);
        for (int i = 0; i < 4; i++) {
            again.step();
        }
        try (Journal journal = Journal.resume(torn)) {
            steps(again, journal, 4);
        }
        assertEquals(again.snapshot(), Journal.recover(file, NOTHING).snapshot());
    }

    @Test
    void flippedBitsNeverGiveOtherPixels() throws IOException {
        List<AnnotationSnapshot> states = new ArrayList<>();
        for (int i = 0; i <= 12; i++) {
            states.add(RandomSession.after(7, i));
        }
        paint(7, 12);
        byte[] all = Files.readAllBytes(file);
        Random random = new Random(7);
        for (int i = 0; i < 400; i++) {
            byte[] bad = all.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bad);
            try {
                JournalRecovery recovery = Journal.recover(file, NOTHING);
                assertEquals(states.get(recovery.edits()), recovery.snapshot());
                assertTrue(recovery.edits() < 12);
                assertTrue(Files.exists(recovery.damaged().orElseThrow()), "a damaged journal is kept");
                Files.delete(recovery.damaged().get());
            } catch (AnnotationException e) {
                assertTrue(e.getMessage().contains("unused-1"), e.getMessage());
                Files.delete(aside("unused", 1));
            }
        }
    }

    @Test
    void lengthsThatNoFileHasAreRefusedWithoutTakingMemory() throws IOException {
        paint(1, 3);
        byte[] all = Files.readAllBytes(file);
        int first = JournalHeader.of(NOTHING, ContentDigest.of(NOTHING), 0).bytes().length;
        for (int length : new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE - 100, -1, 1 << 30}) {
            ByteBuffer bad = ByteBuffer.wrap(all.clone());
            bad.putInt(first, length);
            CRC32C crc = new CRC32C();
            crc.update(bad.array(), first, JournalRecord.PREFIX - 4);
            bad.putInt(first + JournalRecord.PREFIX - 4, (int) crc.getValue());
            Files.write(file, bad.array());
            assertEquals(0, Journal.recover(file, NOTHING).edits());
        }
    }

    @Test
    void aJournalOfAnotherReaderSchemeSeriesOrSizeIsMovedAsideAndSaysSo() throws IOException {
        Reader reader = new Reader("r2", "Reader Two");
        LabelScheme other = new LabelScheme("Other", NOTHING.scheme().segments());
        refused("its reader is r1 and not r2", new Annotation(reader, NOTHING.scheme(), Series.black(131, 70, 3)));
        refused("its scheme is", new Annotation(NOTHING.reader(), other, Series.black(131, 70, 3)));
        refused(
                "its frame size is 131 x 70 and not 131 x 71",
                new Annotation(NOTHING.reader(), NOTHING.scheme(), Series.black(131, 71, 3)));
        refused(
                "which the series or its scheme does not have",
                new Annotation(NOTHING.reader(), NOTHING.scheme(), Series.black("1.9", 131, 70, 3)));
    }

    @Test
    void aJournalIsNotAppliedToAnAnnotationThatWasChangedSince() throws IOException {
        paint(1, 5);
        AnnotationSnapshot changed = RandomSession.after(2, 20);
        assertNotEquals(NOTHING, changed);
        var refused = assertThrows(AnnotationException.class, () -> Journal.recover(file, changed));
        assertTrue(refused.getMessage().contains("changed or removed"), refused.getMessage());
        assertTrue(Files.exists(aside("unused", 1)));
    }

    @Test
    void nothingIsLeftAfterASaveAndOnlyLaterEditsIfPaintingWentOn() throws AnnotationException {
        RandomSession session = new RandomSession(9);
        try (Journal journal = Journal.begin(file, NOTHING)) {
            steps(session, journal, 5);
            Journal.SavePoint first = journal.savePoint(session.snapshot());
            journal.write();
            journal.saved(first);
            assertFalse(Files.exists(file));
            AnnotationSnapshot saved = session.snapshot();
            steps(session, journal, 2);
            assertEquals(
                    session.snapshot(), Journal.recover(release(journal), saved).snapshot());

            AnnotationSnapshot second = session.snapshot();
            Journal.SavePoint point = journal.savePoint(second);
            steps(session, journal, 3);
            journal.saved(point);
            JournalRecovery recovery = Journal.recover(release(journal), second);
            assertEquals(session.snapshot(), recovery.snapshot());
            assertEquals(3, recovery.edits());
        }
    }

    @Test
    void killedBetweenStoringAndSayingSoItKnowsWhatIsStored() throws AnnotationException {
        RandomSession session = new RandomSession(9);
        AnnotationSnapshot stored;
        try (Journal journal = Journal.begin(file, NOTHING)) {
            steps(session, journal, 5);
            stored = session.snapshot();
            journal.savePoint(stored);
            steps(session, journal, 2);
        }
        assertEquals(2, Journal.recover(file, stored).edits());
        assertEquals(session.snapshot(), Journal.recover(file, stored).snapshot());
        assertEquals(7, Journal.recover(file, NOTHING).edits());
        assertEquals(session.snapshot(), Journal.recover(file, NOTHING).snapshot());
    }

    @Test
    void whatCouldNotBeWrittenIsWrittenAsSoonAsItCan() throws IOException {
        Path blocked = folder.resolve("blocked");
        Files.writeString(blocked, "A file where the folder should be.");
        Path later = blocked.resolve("a.journal");
        RandomSession session = new RandomSession(11);
        try (Journal journal = Journal.begin(later, NOTHING)) {
            for (int i = 0; i < 3; i++) {
                var failed = assertThrows(AnnotationException.class, () -> session.step(journal));
                assertTrue(failed.getMessage().contains("cannot be kept safe"), failed.getMessage());
            }
            Files.delete(blocked);
            session.step(journal);
        }
        JournalRecovery recovery = Journal.recover(later, NOTHING);
        assertEquals(4, recovery.edits());
        assertEquals(session.snapshot(), recovery.snapshot());
    }

    @Test
    void tooMuchThatCouldNotBeWrittenIsGivenUpUntilTheNextSave() throws IOException {
        Path blocked = folder.resolve("blocked");
        Files.writeString(blocked, "A file where the folder should be.");
        Path later = blocked.resolve("a.journal");
        RandomSession session = new RandomSession(12);
        try (Journal journal = Journal.begin(later, NOTHING, 500)) {
            for (int i = 0; i < 20; i++) {
                assertThrows(AnnotationException.class, () -> session.step(journal));
            }
            Files.delete(blocked);
            var failed = assertThrows(AnnotationException.class, () -> session.step(journal));
            assertTrue(failed.getMessage().contains("save the annotation"), failed.getMessage());
            assertFalse(Files.exists(later), "edits with a gap before them are no guard");
            AnnotationSnapshot saved = session.snapshot();
            journal.saved(journal.savePoint(saved));
            session.step(journal);
            journal.close();
            assertEquals(session.snapshot(), Journal.recover(later, saved).snapshot());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28})
    void savesThatOverlapFailOrEndLateLoseNothing(long seed) throws AnnotationException {
        Random random = new Random(seed);
        RandomSession session = new RandomSession(seed);
        AnnotationSnapshot stored = NOTHING;
        try (Journal journal = Journal.begin(file, NOTHING)) {
            Journal.SavePoint point = null;
            AnnotationSnapshot snapshot = null;
            for (int i = 0; i < 80; i++) {
                session.step(journal);
                int choice = random.nextInt(6);
                if (choice == 0) {
                    // An earlier one that has not ended has failed.
                    snapshot = session.snapshot();
                    point = journal.savePoint(snapshot);
                    journal.write();
                } else if (choice == 1 && point != null) {
                    stored = snapshot;
                    if (random.nextBoolean()) {
                        check(journal, session, stored);
                    }
                    journal.saved(point);
                    point = null;
                }
                check(journal, session, stored);
            }
        }
    }

    private void check(Journal journal, RandomSession session, AnnotationSnapshot stored) throws AnnotationException {
        journal.close();
        AnnotationSnapshot found =
                Files.exists(file) ? Journal.recover(file, stored).snapshot() : stored;
        assertEquals(session.snapshot(), found);
    }

    @Test
    void aSaveEndsWhatCouldNotBeWritten() throws IOException {
        Path blocked = folder.resolve("blocked");
        Files.writeString(blocked, "A file where the folder should be.");
        RandomSession session = new RandomSession(11);
        try (Journal journal = Journal.begin(blocked.resolve("a.journal"), NOTHING)) {
            assertThrows(AnnotationException.class, () -> session.step(journal));
            journal.saved(journal.savePoint(session.snapshot()));
        }
    }

    @Test
    void aJournalThatNobodyRecoveredIsNeverOverwritten() throws IOException {
        AnnotationSnapshot painted = paint(1, 5);
        try (Journal journal = Journal.begin(file, NOTHING)) {
            var failed = assertThrows(AnnotationException.class, () -> new RandomSession(2).step(journal));
            assertTrue(failed.getMessage().contains("another program"), failed.getMessage());
            journal.delete();
        }
        assertEquals(painted, Journal.recover(file, NOTHING).snapshot());
    }

    @Test
    void aJournalThatIsBeingWrittenIsLeftAlone() throws AnnotationException {
        try (Journal journal = Journal.begin(file, NOTHING)) {
            new RandomSession(1).step(journal);
            var refused = assertThrows(AnnotationException.class, () -> Journal.recover(file, NOTHING));
            assertTrue(refused.getMessage().contains("being written"), refused.getMessage());
            assertTrue(Files.exists(file));
        }
    }

    @Test
    void aDeletedJournalLeavesNothing() throws IOException {
        try (Journal journal = Journal.begin(file, NOTHING)) {
            steps(new RandomSession(1), journal, 2);
            journal.delete();
        }
        try (var left = Files.list(folder)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void anEditOfManyFramesIsRecoveredWholeOrNotAtAll() throws IOException {
        Annotation annotation = new Annotation(NOTHING.reader(), NOTHING.scheme(), Series.black(131, 70, 3));
        AnnotationSnapshot painted;
        AnnotationSnapshot carried;
        long whole;
        try (Journal journal = Journal.begin(file, NOTHING)) {
            LayerEditor stroke = annotation.edit(annotation.frames().get(0), 2);
            Strokes.paint(PaintTools.brush(), stroke, 20, 20, 90, 50, new Brush(9, 80, Brush.Mode.SET));
            journal.done(stroke.finish());
            painted = annotation.snapshot();
            whole = Files.size(file);
            Revision far = Propagation.GENTLE.from(painted, annotation.frames().get(0), 2, List.of(2), Progress.NONE);
            AnnotationEdit edit = annotation.apply(
                    new Revision(painted, far.layers(), Map.of(), Map.of(2, Provenance.MANUAL.with("lung-60"))));
            journal.done(edit);
            carried = annotation.snapshot();
            assertEquals(2, edit.changed().size());
        }
        byte[] all = Files.readAllBytes(file);
        for (int length = (int) whole; length <= all.length; length++) {
            Files.write(file, Arrays.copyOf(all, length));
            AnnotationSnapshot recovered = Journal.recover(file, NOTHING).snapshot();
            assertEquals(length == all.length ? carried : painted, recovered, "cut at " + length);
        }
        assertEquals(List.of("lung-60"), carried.provenance(2).models());
    }

    @Test
    void aJournalOfTheFirstVersionIsStillRead() throws IOException {
        Annotation annotation = new Annotation(NOTHING.reader(), NOTHING.scheme(), Series.black(131, 70, 3));
        try (Journal journal = Journal.begin(file, NOTHING)) {
            LayerEditor stroke = annotation.edit(annotation.frames().get(0), 2);
            Strokes.paint(PaintTools.brush(), stroke, 20, 20, 90, 50, new Brush(9, 80, Brush.Mode.SET));
            journal.done(stroke.finish());
        }
        ByteBuffer old = ByteBuffer.wrap(Files.readAllBytes(file));
        old.putInt(8, 1);
        int header = 16 + old.getInt(12);
        CRC32C crc = new CRC32C();
        crc.update(old.array(), 0, header);
        old.putInt(header, (int) crc.getValue());
        Files.write(file, old.array());
        assertEquals(annotation.snapshot(), Journal.recover(file, NOTHING).snapshot());
    }

    private void refused(String why, Annotation by) throws IOException {
        paint(1, 5);
        var refused = assertThrows(AnnotationException.class, () -> Journal.recover(file, by.snapshot()));
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
        assertFalse(Files.exists(file));
        Files.delete(aside("unused", 1));
    }

    private Path aside(String why, int number) {
        return file.resolveSibling(file.getFileName() + "." + why + "-" + number);
    }

    private AnnotationSnapshot paint(long seed, int steps) throws AnnotationException {
        RandomSession session = new RandomSession(seed);
        try (Journal journal = Journal.begin(file, NOTHING)) {
            return steps(session, journal, steps);
        }
    }

    private Path release(Journal journal) throws AnnotationException {
        journal.close();
        return file;
    }

    private static AnnotationSnapshot steps(RandomSession session, Journal journal, int steps)
            throws AnnotationException {
        for (int i = 0; i < steps; i++) {
            session.step(journal);
        }
        journal.close();
        return session.snapshot();
    }
}
