package org.credence.imaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.credence.imaging.internal.SharedWork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories, files named together, and work that threads share. */
class ScanningTest {

    private final ImageSources sources = new ImageSources(List.of(new ToySource()));

    @TempDir
    Path folder;

    @Test
    void aDirectoryOpensItsMembersHoweverTheDiskSpellsThem() throws IOException {
        put("images/im1.", "IMG 1.9.1 1");
        put("images/im2;1", "IMG 1.9.2 2");
        put("images/IM3", "IMG 1.9.3 3");
        put("images/im3", "IMG 1.9.4 3");
        put("not-listed", "IMG 1.9.5 5");
        Path directory = put("DIRFILE", "DIR IMAGES/IM1 IMAGES/IM2 images/IM3 images/IM3 IMAGES/IM4 IMAGES");
        var scan = sources.scan(List.of(directory), Progress.NONE);
        assertEquals(
                List.of("1.9.1", "1.9.2", "1.9.3"),
                scan.series().get(0).frames().stream()
                        .map(FrameRef::sopInstanceUid)
                        .toList());
        assertEquals(
                List.of(folder.resolve("IMAGES/IM4"), folder.resolve("IMAGES")),
                scan.problems().stream().map(ImageSources.Problem::file).toList());
        assertEquals(
                "File " + folder.resolve("IMAGES/IM4") + " is listed in " + directory
                        + " but does not exist; copy the whole medium.",
                scan.problems().get(0).message());
    }

    @Test
    void aDirectoryOfNothingIsAnErrorThatSaysWhy() throws IOException {
        Path directory = put("DIRFILE", "DIR IM1");
        String message = assertThrows(ImagingException.class, () -> sources.scan(List.of(directory), Progress.NONE))
                .getMessage();
        assertTrue(message.contains("is listed in " + directory), message);
    }

    @Test
    void aReportIsNoImageButStandsBesideOne() throws IOException {
        Path report = put("report", "REP Findings");
        assertEquals(
                "File " + report + " holds no image but: Report \"Findings\"; choose a file with pixels.",
                assertThrows(ImagingException.class, () -> sources.scan(List.of(report), Progress.NONE))
                        .getMessage());
        Path state = put("state", "STATE");
        Path image = put("image", "IMG 1.9.1 1");
        var scan = sources.scan(List.of(report, image, state), Progress.NONE);
        assertEquals(1, scan.series().size());
        assertEquals(1, scan.others().size());
        assertEquals(1, scan.presentations().size());
    }

    @Test
    void theOrderDoesNotDependOnWhoWasFaster() {
        List<Integer> items = IntStream.range(0, 2000).boxed().toList();
        Set<Thread> tellers = ConcurrentHashMap.newKeySet();
        List<Double> told = new ArrayList<>();
        Progress progress = new Progress() {
            @Override
            public void report(double fraction, String message) {
                tellers.add(Thread.currentThread());
                told.add(fraction);
            }

            @Override
            public boolean isCancelled() {
                return false;
            }
        };
        assertEquals(
                items.stream().map(i -> 2 * i).toList(),
                SharedWork.map(
                        items,
                        i -> {
                            if (i % 100 == 0) {
                                Thread.onSpinWait();
                            }
                            return 2 * i;
                        },
                        progress,
                        "Doubling"));
        assertTrue(tellers.isEmpty() || tellers.equals(Set.of(Thread.currentThread())));
        assertEquals(told.stream().sorted().toList(), told);
    }

    @Test
    void aHelperThatIsStuckDoesNotDelayTheCancellation() throws InterruptedException {
        assumeTrue(ForkJoinPool.getCommonPoolParallelism() > 0, "nobody helps here");
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean cancelled = new AtomicBoolean();
        Thread caller = Thread.currentThread();
        Progress progress = new Progress() {
            @Override
            public void report(double fraction, String message) {
                // Only the cancellation matters here.
            }

            @Override
            public boolean isCancelled() {
                return cancelled.get();
            }
        };
        long[] begun = new long[1];
        try {
            assertThrows(
                    CancellationException.class,
                    () -> SharedWork.map(
                            IntStream.range(0, 100).boxed().toList(),
                            i -> {
                                try {
                                    if (Thread.currentThread() != caller) {
                                        stuck.countDown();
                                        release.await();
                                    } else if (stuck.await(10, TimeUnit.SECONDS) && !cancelled.getAndSet(true)) {
                                        begun[0] = System.nanoTime();
                                    }
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                                return i;
                            },
                            progress,
                            "Waiting"));
            assertTrue(System.nanoTime() - begun[0] < 5_000_000_000L, "it waited for the one that is stuck");
        } finally {
            release.countDown();
        }
    }

    @Test
    void whatAHelperThrowsIsThrown() {
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> SharedWork.map(
                        IntStream.range(0, 1000).boxed().toList(),
                        i -> {
                            if (i == 500) {
                                throw new IllegalStateException("at 500");
                            }
                            return i;
                        },
                        Progress.NONE,
                        "Failing"));
        assertEquals("at 500", thrown.getMessage());
    }

    private Path put(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
