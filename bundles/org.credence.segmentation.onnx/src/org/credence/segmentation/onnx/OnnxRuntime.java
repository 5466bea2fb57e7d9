package org.credence.segmentation.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.credence.imaging.Progress;
import org.credence.segmentation.Accelerator;
import org.credence.segmentation.AcceleratorException;
import org.credence.segmentation.SegmentationException;
import org.credence.segmentation.onnx.internal.Cuda;
import org.credence.segmentation.onnx.internal.Handover;
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

    /** How often cancellation is looked at: native code is told to stop and needs a while, half a second in all. */
    private static final int POLL_MS = 50;

    private record Loaded(OrtEnvironment environment, List<Accelerator.Found> accelerators) {
        Accelerator best() {
            return accelerators.stream()
                    .filter(Accelerator.Found::usable)
                    .findFirst()
                    .orElseThrow()
                    .accelerator();
        }
    }

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
     * The best device in words: "CUDA", or "CPU, 2 threads (CUDA: ...)" with the exact reason why CUDA is not used.
     *
     * @throws SegmentationException if the native libraries cannot be unpacked or loaded on this machine
     */
    public String accelerator() throws SegmentationException {
        return Accelerator.inWords(accelerators());
    }

    /**
     * The devices that were looked for, the best first; the CPU, which is last, can always be used.
     *
     * @throws SegmentationException if the native libraries cannot be unpacked or loaded on this machine
     */
    public List<Accelerator.Found> accelerators() throws SegmentationException {
        return loaded().accelerators();
    }

    /**
     * Options for a new session on the best device; the caller closes them once the session is created.
     *
     * @throws SegmentationException if the runtime cannot be loaded, or refuses them
     */
    public SessionOptions sessionOptions() throws SegmentationException {
        return sessionOptions(loaded().best());
    }

    /**
     * Options for a new session on this device; the caller closes them once the session is created.
     *
     * @throws AcceleratorException if the device cannot be used
     * @throws SegmentationException if the runtime cannot be loaded, or refuses them
     */
    public SessionOptions sessionOptions(Accelerator accelerator) throws SegmentationException {
        loaded();
        SessionOptions options = new SessionOptions();
        try {
            options.setOptimizationLevel(OptLevel.ALL_OPT);
            options.setIntraOpNumThreads(threads());
            options.setInterOpNumThreads(1);
            options.setMemoryPatternOptimization(false);
            options.setDeterministicCompute(true);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
        } catch (OrtException e) {
            options.close();
            throw new SegmentationException(
                    "ONNX Runtime refuses its session options: " + reason(e) + "; reinstall Credence.", e);
        }
        if (accelerator.kind() == Accelerator.Kind.CUDA) {
            try {
                Cuda.add(options, accelerator.index());
            } catch (OrtException e) {
                options.close();
                throw new AcceleratorException(
                        "Accelerator " + accelerator + " cannot be used: " + Cuda.obstacle(reason(e))
                                + ". Mend that, or choose cpu.",
                        false,
                        e);
            }
        }
        return options;
    }

    /**
     * Runs work on the inference thread and waits for it; interruption is left to the caller to see afterwards.
     *
     * @throws SegmentationException if the work throws one
     */
    public <T> T onInferenceThread(Callable<T> work) throws SegmentationException {
        return onInferenceThread(work, Progress.NONE, () -> {
            // Nothing is ever cancelled here.
        });
    }

    /**
     * Runs work on the inference thread and waits for it, asking now and then whether it is still wanted. Work that has not
     * begun when it is cancelled never does; of other work, {@code stop} is called once, by the waiting thread, and its end
     * is waited for.
     *
     * @throws SegmentationException if the work throws one
     * @throws CancellationException if cancelled before the work began, or if the work throws one
     */
    public <T> T onInferenceThread(Callable<T> work, Progress progress, Runnable stop) throws SegmentationException {
        Handover<T> handover = new Handover<>(work);
        try {
            inference.execute(handover);
        } catch (RejectedExecutionException e) {
            throw new SegmentationException("ONNX Runtime was shut down; open the model again.", e);
        }
        boolean interrupted = false;
        boolean stopping = false;
        try {
            while (true) {
                try {
                    if (handover.done(POLL_MS)) {
                        return handover.result();
                    }
                } catch (InterruptedException e) {
                    // Native code cannot be interrupted, and its buffers are in use until it returns.
                    interrupted = true;
                    Thread.currentThread().interrupt();
                }
                if (!stopping && progress.isCancelled()) {
                    if (handover.withdraw()) {
                        throw new CancellationException("Cancelled.");
                    }
                    stopping = true;
                    stop.run();
                }
                // Or the next wait would end at once; it is set again at the end.
                Thread.interrupted();
            }
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
        // No fast device is a fact to show, not a failure: the CPU serves, and the reason says what to install.
        return new Loaded(
                environment,
                List.of(
                        new Accelerator.Found(
                                new Accelerator(Accelerator.Kind.CUDA, 0), "CUDA", Cuda.obstacle(environment)),
                        new Accelerator.Found(Accelerator.CPU, "CPU, " + threads() + " threads", "")));
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
