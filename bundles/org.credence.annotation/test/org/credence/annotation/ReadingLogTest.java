package org.credence.annotation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingLogTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Reader READER = new Reader("r1", "Reader One");
    private static final List<String> KEYS = List.of("1.2.840.1", "1.2.840.2", "1.2.840.3");

    @TempDir
    Path folder;

    private final ReadingPlan plan = ReadingPlan.draw(KEYS, 1, 7);
    private Path file;

    @BeforeEach
    void name() {
        file = ReadingLog.fileFor(folder, 7, READER);
    }

    private ReadingLog open() throws AnnotationException {
        return ReadingLog.open(file, plan, READER, "0.1.0");
    }

    /** Two cases completed, the first after a pause, the third left after 5 s. */
    private ReadingLog readHalf() throws AnnotationException {
        ReadingLog log = open();
        log.sessionBegun(NOON);
        log.caseBegun(1, NOON, 0);
        log.casePaused(1, NOON.plusSeconds(100), 20_000, 80_000, 1);
        log.caseCompleted(1, NOON.plusSeconds(130), 50_000, 2);
        log.caseBegun(2, NOON.plusSeconds(131), 0);
        log.caseCompleted(2, NOON.plusSeconds(140), 9_000, 0);
        log.caseBegun(3, NOON.plusSeconds(141), 0);
        log.caseLeft(3, NOON.plusSeconds(146), 5_000, 1);
        log.sessionEnded(NOON.plusSeconds(146));
        return log;
    }

    private static List<CaseReading> halfOf(ReadingPlan plan) {
        return List.of(
                new CaseReading(1, plan.cases().get(0), true, 50_000, 2),
                new CaseReading(2, plan.cases().get(1), true, 9_000, 0),
                new CaseReading(3, plan.cases().get(2), false, 5_000, 1),
                new CaseReading(4, plan.cases().get(3), false, 0, 0));
    }

    @Test
    void openedAgainItKnowsHowFarTheReaderIs() throws Exception {
        assertEquals(halfOf(plan), readHalf().readings());
        ReadingLog again = open();
        assertEquals(halfOf(plan), again.readings());
        assertEquals(3, again.next().orElseThrow().number());
    }

    @Test
    void timeOnACaseOfEarlierSessionsCounts() throws Exception {
        readHalf();
        ReadingLog again = open();
        again.sessionBegun(NOON.plusSeconds(900));
        again.caseBegun(3, NOON.plusSeconds(901), 1);
        again.caseCompleted(3, NOON.plusSeconds(908), 7_000, 4);
        assertEquals(
                new CaseReading(3, plan.cases().get(2), true, 12_000, 4),
                open().readings().get(2));
        assertEquals(4, open().next().orElseThrow().number());
    }

    @Test
    void afterAllCasesThereIsNoNext() throws Exception {
        ReadingLog log = open();
        log.sessionBegun(NOON);
        for (int number = 1; number <= 4; number++) {
            log.caseCompleted(number, NOON, 1, 0);
        }
        assertTrue(open().next().isEmpty());
    }

    @Test
    void itIsAppendedToAndNamesNoPatientOrImage() throws Exception {
        readHalf();
        String before = Files.readString(file);
        open().sessionBegun(NOON.plusSeconds(900));
        String after = Files.readString(file);
        assertTrue(after.startsWith(before));
        assertEquals(10, after.lines().count());
        assertFalse(after.contains("1.2.840"), after);
        assertFalse(after.contains("Reader One"), after);
        assertEquals(
                "{\"event\":\"case-completed\",\"at\":\"2026-01-01T12:02:10Z\",\"seed\":7,\"reader\":\"r1\","
                        + "\"program\":\"0.1.0\",\"number\":1,\"case\":\""
                        + plan.nameOf(plan.cases().get(0))
                        + "\",\"pass\":" + plan.cases().get(0).pass() + ",\"workMs\":50000,\"frames\":2}",
                after.lines().toList().get(3));
    }

    @Test
    void tornAtAnyByteOnlyTheLastLineIsLost() throws Exception {
        readHalf();
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length <= whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            List<CaseReading> readings = open().readings();
            int kept = length;
            while (kept > 0 && whole[kept - 1] != '\n') {
                kept--;
            }
            assertArrayEquals(Arrays.copyOf(whole, kept), Files.readAllBytes(file), "torn at " + length);
            if (length == whole.length) {
                assertEquals(halfOf(plan), readings);
            }
        }
        // The session goes on behind a line that was cut off.
        Files.write(file, Arrays.copyOf(whole, whole.length - 5));
        open().sessionEnded(NOON.plusSeconds(147));
        assertEquals(halfOf(plan), open().readings());
    }

    @Test
    void aDamagedLineIsRefusedByItsNumber() throws Exception {
        readHalf();
        String good = Files.readString(file);
        for (String bad : List.of(
                good.replaceFirst("\"event\":\"case-paused\"", "\"event\":\"case-paused"),
                good.replaceFirst("case-paused", "case-posed"),
                good.replaceFirst("\"workMs\":20000", "\"workMs\":-1"),
                good.replaceFirst("\"pass\":1,\"workMs\":20000", "\"pass\":2,\"workMs\":20000"),
                good.replaceFirst(
                        "\"number\":1,(\"case\":\"[0-9a-f]*\",\"pass\":.,\"workMs\":20000)", "\"number\":9,$1"))) {
            Files.writeString(file, bad);
            String refusal = assertThrows(AnnotationException.class, this::open).getMessage();
            assertTrue(refusal.contains("line 3"), refusal);
            assertEquals(bad, Files.readString(file), "a damaged log stays as it is");
        }
    }

    @Test
    void anotherPlanOrReaderIsRefused() throws Exception {
        readHalf();
        String repeats = assertThrows(
                        AnnotationException.class,
                        () -> ReadingLog.open(file, ReadingPlan.draw(KEYS, 2, 7), READER, "0.1.0"))
                .getMessage();
        assertTrue(repeats.contains("another seed"), repeats);
        assertThrows(
                AnnotationException.class,
                () -> ReadingLog.open(file, ReadingPlan.draw(List.of("1", "2", "3"), 1, 7), READER, "0.1.0"));
        assertThrows(
                AnnotationException.class, () -> ReadingLog.open(file, ReadingPlan.draw(KEYS, 1, 8), READER, "0.1.0"));
        assertThrows(AnnotationException.class, () -> ReadingLog.open(file, plan, new Reader("r2", "Two"), "0.1.0"));
    }

    @Test
    void whatCannotBeWrittenIsSaidAndNotCounted() throws Exception {
        Files.writeString(folder.resolve("reading-sessions"), "a file where the folder should be");
        ReadingLog log = open();
        String refusal = assertThrows(AnnotationException.class, () -> log.caseCompleted(1, NOON, 1, 0))
                .getMessage();
        assertTrue(refusal.contains("cannot be written"), refusal);
        assertEquals(1, log.next().orElseThrow().number());
    }
}
