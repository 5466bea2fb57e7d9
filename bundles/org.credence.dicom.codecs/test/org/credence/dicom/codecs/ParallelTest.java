package org.credence.dicom.codecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ParallelTest {

    private static final int PIECES = 100;

    @Test
    void everyPieceRunsOnce() throws CodecException {
        AtomicIntegerArray runs = new AtomicIntegerArray(PIECES);

        Parallel.run(true, PIECES, Object::new, (scratch, i) -> runs.incrementAndGet(i));

        for (int i = 0; i < PIECES; i++) {
            assertEquals(1, runs.get(i), "runs of piece " + i);
        }
    }

    @Test
    void aPoolThatIsBusyElsewhereKeepsNothingOfAFrameThatIsDone() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        List<ForkJoinTask<?>> busy = new ArrayList<>();
        for (int i = 0; i < 2 * ForkJoinPool.getCommonPoolParallelism(); i++) {
            busy.add(ForkJoinPool.commonPool().submit(() -> {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        try {
            WeakReference<byte[]> frame = decoded();
            // A collection may be asked for, not ordered.
            for (int i = 0; i < 50 && frame.get() != null; i++) {
                System.gc();
                Thread.sleep(20);
            }
            assertNull(frame.get(), "the frame is still held");
        } finally {
            end.countDown();
            for (ForkJoinTask<?> each : busy) {
                each.join();
            }
        }
    }

    private static WeakReference<byte[]> decoded() throws CodecException {
        byte[] frame = new byte[1 << 20];
        Parallel.run(true, PIECES, Object::new, (scratch, i) -> frame[i] = 1);
        return new WeakReference<>(frame);
    }
}
