package org.credence.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.credence.imaging.Frame;
import org.credence.imaging.Progress;
import org.credence.segmentation.spi.InferenceSession;
import org.credence.segmentation.spi.SegmentationEngine;
import org.junit.jupiter.api.Test;

/** Devices that fail, as a fixture plays them: what a machine without a GPU can show of one. */
class FallbackSessionTest {

    private static final int SIZE = 8;
    private static final Model MODEL = new Model(Path.of("fixture.onnx"), ModelCardTest.card(SIZE, "Bright"), "");
    private static final Accelerator CUDA = Accelerator.parse("cuda:0");

    /** An engine with a GPU whose memory holds so many frames at a time, and a CPU. */
    private static final class Machine implements SegmentationEngine {
        final List<String> calls = new ArrayList<>();
        String obstacle = "";
        boolean opensOnCuda = true;
        boolean opensOnCpu = true;
        boolean breaks;
        int gpuFrames = 16;

        @Override
        public String name() {
            return "Machine";
        }

        @Override
        public List<Accelerator.Found> accelerators() {
            return List.of(
                    new Accelerator.Found(CUDA, "CUDA", obstacle), new Accelerator.Found(Accelerator.CPU, "CPU", ""));
        }

        @Override
        public InferenceSession open(Model model, Accelerator accelerator) throws SegmentationException {
            boolean gpu = accelerator.equals(CUDA);
            if (gpu && !opensOnCuda) {
                throw new AcceleratorException("cuDNN is missing.", false, null);
            }
            if (!gpu && !opensOnCpu) {
                throw new SegmentationException("No memory just now.");
            }
            return new InferenceSession() {
                @Override
                public int batch() {
                    return gpu ? 8 : 2;
                }

                @Override
                public String accelerator() {
                    return gpu ? "CUDA" : "CPU";
                }

                @Override
                public void run(
                        int frames, ByteBuffer gray, FloatBuffer statistics, ByteBuffer answers, Progress progress)
                        throws SegmentationException {
                    FloatBuffer probabilities = answers.asFloatBuffer();
                    calls.add(accelerator + " " + frames);
                    if (gpu && (breaks || frames > gpuFrames)) {
                        throw new AcceleratorException(breaks ? "The GPU broke." : "Out of memory.", !breaks, null);
                    }
                    for (int i = 0; i < frames * SIZE * SIZE; i++) {
                        probabilities.put(i, (gray.get(i) & 0xff) / 255f);
                    }
                }

                @Override
                public void close() {
                    calls.add(accelerator + " closed");
                }
            };
        }
    }

    private final Machine machine = new Machine();

    @Test
    void theFastestDeviceIsTaken() throws Exception {
        assertAnswers();
        assertEquals(List.of("cuda:0 8", "cuda:0 2", "cuda:0 closed"), machine.calls);
    }

    @Test
    void whatSpeaksAgainstAFasterDeviceIsSaid() throws Exception {
        machine.obstacle = "libcublas.so.12 is missing";
        assertEquals("CPU (CUDA: libcublas.so.12 is missing)", assertAnswers());
    }

    @Test
    void aDeviceThatFailsWhenTheModelIsLoadedGivesWayToTheCpu() throws Exception {
        machine.opensOnCuda = false;
        assertEquals("CPU (CUDA: cuDNN is missing.)", assertAnswers());
    }

    @Test
    void tooLittleMemoryIsMetWithHalfTheFramesAndRemembered() throws Exception {
        machine.gpuFrames = 3;
        assertEquals("CUDA", assertAnswers());
        assertEquals(List.of("cuda:0 8", "cuda:0 4"), machine.calls.subList(0, 2));
        assertEquals(
                List.of("cuda:0 2", "cuda:0 2", "cuda:0 2", "cuda:0 2", "cuda:0 2", "cuda:0 closed"),
                machine.calls.subList(2, machine.calls.size()));
    }

    @Test
    void memoryForNoFrameAtAllGivesWayToTheCpu() throws Exception {
        machine.gpuFrames = 0;
        assertEquals("CPU (Out of memory.)", assertAnswers());
        assertTrue(
                machine.calls.contains("cuda:0 1") && machine.calls.contains("cuda:0 closed"),
                () -> machine.calls.toString());
    }

    @Test
    void aDeviceThatBreaksGivesWayToTheCpuAtOnce() throws Exception {
        machine.breaks = true;
        assertEquals("CPU (The GPU broke.)", assertAnswers());
        assertEquals(List.of("cuda:0 8", "cuda:0 closed", "cpu 2"), machine.calls.subList(0, 3));
    }

    @Test
    void aSessionWithoutADeviceForAMomentIsNotDead() throws Exception {
        machine.breaks = true;
        try (Segmenter segmenter = engines().open(MODEL)) {
            machine.opensOnCpu = false;
            assertThrows(SegmentationException.class, () -> segmenter.segment(flat(40)));
            machine.opensOnCpu = true;
            assertEquals(40 / 255f, segmenter.segment(flat(40)).probability(0, 1, 1));
        }
    }

    @Test
    void aDeviceThatWasAskedForIsUsedOrRefusedWithTheReason() throws Exception {
        try (Segmenter segmenter = engines().open(MODEL, Accelerator.CPU)) {
            assertEquals("CPU", segmenter.accelerator());
        }
        machine.obstacle = "libcublas.so.12 is missing";
        SegmentationException e =
                assertThrows(SegmentationException.class, () -> engines().open(MODEL, CUDA));
        assertEquals(
                "Accelerator cuda:0 cannot be used: libcublas.so.12 is missing. Mend that, or choose cpu.",
                e.getMessage());
        assertFalse(machine.calls.contains("cuda:0 1"));
    }

    private SegmentationEngines engines() {
        return new SegmentationEngines(List.of(machine));
    }

    /** Ten frames of ten grays come back as they are, whatever happens on the way; what they ran on at the end. */
    private String assertAnswers() throws SegmentationException {
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            frames.add(flat(10 * i));
        }
        try (Segmenter segmenter = engines().open(MODEL)) {
            var maps = segmenter.segment(frames, Progress.NONE);
            for (int i = 0; i < 10; i++) {
                assertEquals(10 * i / 255f, maps.get(i).probability(0, 4, 4));
            }
            return segmenter.accelerator();
        }
    }

    private static Frame flat(int gray) {
        byte[] pixels = new byte[SIZE * SIZE];
        Arrays.fill(pixels, (byte) gray);
        return Frame.gray(SIZE, SIZE, pixels);
    }
}
