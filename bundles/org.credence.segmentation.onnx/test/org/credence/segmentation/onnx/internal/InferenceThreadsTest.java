package org.credence.segmentation.onnx.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.credence.segmentation.Accelerator;
import org.credence.segmentation.SegmentationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InferenceThreadsTest {

    private static final Accelerator FIRST = Accelerator.parse("cuda:0");
    private static final Accelerator SECOND = Accelerator.parse("cuda:1");

    private final BlockingQueue<Thread> seen = new LinkedBlockingQueue<>();

    @Test
    void aDeviceHasOneThreadOfItsOwnThatIsNamedAfterIt() throws Exception {
        try (InferenceThreads threads = new InferenceThreads()) {
            Thread gpu = threadOf(threads, FIRST);
            assertEquals("Credence inference cuda:0", gpu.getName());
            assertTrue(gpu.isDaemon());
            assertEquals(
                    "Credence inference cpu", threadOf(threads, Accelerator.CPU).getName());
            assertEquals(gpu, threadOf(threads, FIRST));
        }
    }

    @Test
    void devicesRunAtTheSameTime() throws Exception {
        try (InferenceThreads threads = new InferenceThreads()) {
            // Each waits for the other, which one thread could not do.
            CyclicBarrier both = new CyclicBarrier(3);
            threads.execute(FIRST, () -> await(both));
            threads.execute(SECOND, () -> await(both));
            both.await(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void callsOnOneDeviceWaitForEachOther() throws Exception {
        try (InferenceThreads threads = new InferenceThreads()) {
            CountDownLatch release = new CountDownLatch(1);
            CountDownLatch begun = new CountDownLatch(1);
            threads.execute(FIRST, () -> {
                begun.countDown();
                await(release);
                seen.add(Thread.currentThread());
            });
            begun.await();
            CountDownLatch second = new CountDownLatch(1);
            threads.execute(FIRST, second::countDown);
            assertFalse(second.await(100, TimeUnit.MILLISECONDS));
            release.countDown();
            second.await();
            assertEquals(1, seen.size());
        }
    }

    @Test
    void nothingIsBegunBeforeItIsNeededAndAllEndsWithClose() throws Exception {
        InferenceThreads threads = new InferenceThreads();
        threads.close();
        threads.close();
        assertThrows(SegmentationException.class, () -> threads.execute(FIRST, () -> {}));
        InferenceThreads used = new InferenceThreads();
        Thread thread = threadOf(used, SECOND);
        used.close();
        thread.join(10_000);
        assertFalse(thread.isAlive());
    }

    private Thread threadOf(InferenceThreads threads, Accelerator device) throws Exception {
        threads.execute(device, () -> seen.add(Thread.currentThread()));
        return seen.take();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
