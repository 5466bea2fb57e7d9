package org.credence.segmentation.onnx.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtSession;
import java.util.List;
import org.credence.segmentation.Accelerator;
import org.credence.segmentation.SegmentationException;
import org.credence.segmentation.onnx.CudaSettings;
import org.credence.segmentation.onnx.OnnxRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Failed to load library /x/libonnxruntime_providers_cuda.so with error: libcublasLt.so.12: cannot open shared"
                        + " object file: No such file or directory | library libcublasLt.so.12 is missing; install the part",
                "libcuda.so.1: cannot open shared object file | library libcuda.so.1 is missing; install the NVIDIA driver",
                "Error loading \"C:\\ort\\onnxruntime_providers_cuda.dll\" which depends on \"cudnn64_9.dll\" which is"
                        + " missing. (Error 126) | library cudnn64_9.dll is missing; install the part",
                "Failed to find CUDA shared provider | this build of ONNX Runtime has no CUDA provider;",
                "CUDA failure 100: no CUDA-capable device is detected ; GPU=0 | there is no CUDA device on this machine (",
                "CUDA failure 101: invalid device ordinal ; GPU=7 | there is no CUDA device of this number (",
                "Invalid device ID: 7, must be between 0 (inclusive) and 2 (exclusive). | there is no CUDA device of this number (",
                "Invalid device ID: 0, must be between 0 (inclusive) and 0 (exclusive). | there is no CUDA device on this machine",
                "CUDA failure 209: no kernel image is available for execution on the device | this build of ONNX Runtime has no"
                        + " code for",
                "CUDA failure 35: CUDA driver version is insufficient | the NVIDIA driver is older than this CUDA",
                "CUDA failure 999: unknown error | CUDA failure 999: unknown error"
            })
    void theReasonSaysWhatIsMissingByItsName(String message, String reason) {
        assertTrue(Cuda.obstacle(message).startsWith(reason), Cuda.obstacle(message));
    }

    @Test
    void tooLittleMemoryIsToldFromOtherFailures() {
        assertTrue(
                Cuda.isOutOfMemory("BFCArena::AllocateRawInternal Failed to allocate memory for requested buffer of"));
        assertTrue(Cuda.isOutOfMemory("CUDA failure 2: out of memory ; GPU=0"));
        assertTrue(Cuda.isOutOfMemory("CUDNN failure 4: CUDNN_STATUS_ALLOC_FAILED"));
        assertTrue(Cuda.isOutOfMemory("Available memory of 1048576 is smaller than requested bytes of 33554432"));
        assertTrue(Cuda.isOutOfMemory("CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED"));
        assertFalse(Cuda.isOutOfMemory("CUDA failure 700: an illegal memory access was encountered"));
    }

    @Test
    void numbersAreTriedUntilTheRuntimeSaysThatThereIsNoneOfTheNext() {
        assertEquals(
                List.of(
                        new Accelerator.Found(Accelerator.parse("cuda:0"), "CUDA device 0", ""),
                        new Accelerator.Found(Accelerator.parse("cuda:1"), "CUDA device 1", "busy"),
                        new Accelerator.Found(Accelerator.parse("cuda:2"), "CUDA device 2", "")),
                Cuda.devices(number -> switch (number) {
                    case 0, 2 -> "";
                    case 1 -> "busy";
                    default -> Cuda.obstacle("CUDA failure 101: invalid device ordinal ; GPU=" + number);
                }));
    }

    @Test
    void oneDeviceAloneIsCudaAndNoOtherIsListed() {
        assertEquals(
                List.of(new Accelerator.Found(Accelerator.parse("cuda:0"), "CUDA", "")),
                Cuda.devices(number -> number == 0 ? "" : Cuda.obstacle("Invalid device ID: 1, must be between")));
    }

    @Test
    void whereTheFirstDeviceDoesNotWorkItsReasonIsAllThatIsListed() {
        assertEquals(
                List.of(new Accelerator.Found(Accelerator.parse("cuda:0"), "CUDA", "no driver")),
                Cuda.devices(number -> number == 0 ? "no driver" : ""));
    }

    @Test
    void aRuntimeThatNeverSaysNoEndsTheSearchToo() {
        assertEquals(16, Cuda.devices(number -> "").size());
    }

    @Test
    void whatASiteSaysOfCudaIsRefusedByNameWhereItHasNoMeaning() throws Exception {
        assertEquals(CudaSettings.DEFAULT, CudaSettings.ofSystemProperties());
        assertEquals(new CudaSettings(512L << 20, true), with("512", "true"));
        for (String mib : List.of("0", "-1", "1.5", "much", "9999999999")) {
            SegmentationException e = assertThrows(SegmentationException.class, () -> with(mib, "false"));
            assertTrue(e.getMessage().contains("credence.cuda.memory.mib is " + mib), e.getMessage());
        }
        SegmentationException e = assertThrows(SegmentationException.class, () -> with("1", "yes"));
        assertTrue(e.getMessage().contains("credence.cuda.tf32 is yes"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new CudaSettings(-1, false));
    }

    private static CudaSettings with(String mib, String tf32) throws SegmentationException {
        System.setProperty(CudaSettings.MEMORY_PROPERTY, mib);
        System.setProperty(CudaSettings.TF32_PROPERTY, tf32);
        try {
            return CudaSettings.ofSystemProperties();
        } finally {
            System.clearProperty(CudaSettings.MEMORY_PROPERTY);
            System.clearProperty(CudaSettings.TF32_PROPERTY);
        }
    }

    @Test
    void theGraphThatDevicesAreAskedWithIsOne() throws Exception {
        try (OnnxRuntime runtime = new OnnxRuntime();
                OrtSession session = runtime.environment().createSession(Cuda.identity())) {
            assertEquals("[x]", session.getInputNames().toString());
            assertEquals("[y]", session.getOutputNames().toString());
        }
    }
}
