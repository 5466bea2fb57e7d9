package org.credence.segmentation.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.credence.segmentation.SegmentationException;
import org.credence.segmentation.onnx.internal.NativeLibraries;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * ONNX Runtime on this machine: its natives unpacked, its accelerator chosen, and the one thread that inference runs on.
 * Thread-safe. Nothing is loaded before it is asked for.
 */
@Component(service = OnnxRuntime.class)
public final class OnnxRuntime implements AutoCloseable {

    /** The version that Credence is pinned to. */
    public static final String VERSION = "1.28.0";

    private static final String REASON = "message: ";

    private record Loaded(OrtEnvironment environment, boolean cuda, String accelerator) {}

    private final ExecutorService inference;
    private Loaded loaded;

    @Activate
    public OnnxRuntime() {
        inference = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "Credence inference");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * The runtime's environment; loads the native libraries on the first call.
     *
     * @throws SegmentationException if they cannot be unpacked or loaded on this machine
     */
    public OrtEnvironment environment() throws SegmentationException {
        return loaded().environment();
    }

    /**
     * The device in words: "CUDA:0", or "CPU, 2 threads (CUDA: ...)" with the exact reason why CUDA is not used.
     *
     * @throws SegmentationException if the native libraries cannot be unpacked or loaded on this machine
     */
    public String accelerator() throws SegmentationException {
        return loaded().accelerator();
    }

    /**
     * Options for a new session on the accelerator; the caller closes them once the session is created.
     *
     * @throws SegmentationException if the runtime cannot be loaded, or refuses them
     */
    public SessionOptions sessionOptions() throws SegmentationException {
        Loaded runtime = loaded();
        SessionOptions options = new SessionOptions();
        try {
            options.setOptimizationLevel(OptLevel.ALL_OPT);
            options.setIntraOpNumThreads(threads());
            options.setInterOpNumThreads(1);
            options.setMemoryPatternOptimization(false);
            options.setDeterministicCompute(true);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            if (runtime.cuda()) {
                addCuda(options);
            }
            return options;
        } catch (OrtException e) {
            options.close();
            throw new SegmentationException(
                    "ONNX Runtime refuses its session options: " + reason(e) + "; reinstall Credence.", e);
        }
    }

    /**
     * Runs work on the inference thread and waits for it; interruption is left to the caller to see afterwards.
     *
     * @throws SegmentationException if the work throws one
     */
    public <T> T onInferenceThread(Callable<T> work) throws SegmentationException {
        boolean interrupted = false;
        Future<T> future;
        try {
            future = inference.submit(work);
        } catch (RejectedExecutionException e) {
            throw new SegmentationException("ONNX Runtime was shut down; open the model again.", e);
        }
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    // Native code cannot be interrupted, and its buffers are in use until it returns.
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SegmentationException s) {
                throw new SegmentationException(s.getMessage(), s);
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new SegmentationException("ONNX Runtime failed: " + e.getCause() + ".", e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What the runtime says went wrong, without the code that it puts before. */
    public static String reason(OrtException e) {
        String message = String.valueOf(e.getMessage());
        int text = message.indexOf(REASON);
        return text < 0 ? message : message.substring(text + REASON.length()).strip();
    }

    /** Ends the inference thread; sessions that are still open stay usable only for being closed. */
    @Override
    @Deactivate
    public void close() {
        inference.shutdown();
    }

    private synchronized Loaded loaded() throws SegmentationException {
        if (loaded == null) {
            NativeLibraries.prepare(VERSION);
            try {
                OrtEnvironment environment =
                        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "credence");
                loaded = probe(environment);
            } catch (LinkageError | RuntimeException e) {
                throw new SegmentationException(
                        "ONNX Runtime " + VERSION + " cannot be loaded on "
                                + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ": "
                                + rootMessage(e)
                                + ". Set the system property onnxruntime.native.path to a folder with its libraries.",
                        e);
            }
        }
        return loaded;
    }

    private static Loaded probe(OrtEnvironment environment) {
        try (SessionOptions options = new SessionOptions()) {
            addCuda(options);
            return new Loaded(environment, true, "CUDA:0");
        } catch (OrtException e) {
            // No fast device is a fact to show, not a failure: the CPU serves, and the reason says what to install.
            return new Loaded(environment, false, "CPU, " + threads() + " threads (CUDA: " + reason(e) + ")");
        }
    }

    private static void addCuda(SessionOptions options) throws OrtException {
        // addCUDA(int) hides the loader's reason, and does not work with every build of the provider.
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(0)) {
            options.addCUDA(cuda);
        }
    }

    private static int threads() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
