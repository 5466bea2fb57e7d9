package org.credence.segmentation.onnx.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtSession;
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
        assertFalse(Cuda.isOutOfMemory("CUDA failure 700: an illegal memory access was encountered"));
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
