package org.credence.segmentation.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.credence.imaging.Progress;
import org.credence.segmentation.Accelerator;
import org.credence.segmentation.AcceleratorException;
import org.credence.segmentation.SegmentationException;
import org.credence.segmentation.onnx.internal.Cuda;
import org.credence.segmentation.onnx.internal.Handover;
import org.credence.segmentation.onnx.internal.InferenceThreads;
import org.credence.segmentation.onnx.internal.NativeLibraries;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * ONNX Runtime on this machine: its natives unpacked, its accelerators found, and the threads that inference runs on, one for
 * each accelerator. Thread-safe. Nothing is loaded before it is asked for.
 */
@Component(service = OnnxRuntime.class)
public final class OnnxRuntime implements AutoCloseable {

    /** The version that Credence is pinned to. */
    public static final String VERSION = "1.28.0";

    private static final String REASON = "message: ";

    /** How often cancellation is looked at: native code is told to stop and needs a while, half a second in all. */
    private static final int POLL_MS = 50;

    private record Loaded(OrtEnvironment environment, CudaSettings cuda, List<Accelerator.Found> accelerators) {
        Accelerator best() {
            return accelerators.stream()
                    .filter(Accelerator.Found::usable)
                    .findFirst()
                    .orElseThrow()
                    .accelerator();
        }
    }

    private final InferenceThreads threads = new InferenceThreads();
    private final Optional<CudaSettings> cuda;
    private Loaded loaded;

    /** Uses CUDA as the system properties say that {@link CudaSettings} names. */
    @Activate
    public OnnxRuntime() {
        cuda = Optional.empty();
    }

    /** Uses CUDA so. */
    public OnnxRuntime(CudaSettings cuda) {
        this.cuda = Optional.of(cuda);
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
     * What was found of this device, which can be used.
     *
     * @throws AcceleratorException if it cannot; the message says why
     * @throws SegmentationException if the native libraries cannot be unpacked or loaded on this machine
     */
    public Accelerator.Found usable(Accelerator accelerator) throws SegmentationException {
        List<Accelerator.Found> found = accelerators();
        for (Accelerator.Found device : found) {
            if (device.accelerator().equals(accelerator) && device.usable()) {
                return device;
            }
        }
        String obstacle = found.stream()
                .filter(device -> device.accelerator().equals(accelerator))
                .map(Accelerator.Found::obstacle)
                .findFirst()
                .orElseGet(() -> noSuch(found));
        throw new AcceleratorException(
                "Accelerator " + accelerator + " cannot be used: " + obstacle + ". Mend that, or choose cpu.",
                false,
                null);
    }

    /** Why a CUDA device that is not on the list cannot be used: there are others, or CUDA itself does not work. */
    private static String noSuch(List<Accelerator.Found> found) {
        if (!found.get(0).usable()) {
            return found.get(0).obstacle();
        }
        return Cuda.NONE_OF_THIS_NUMBER + ", only "
                + found.stream().map(device -> device.accelerator().toString()).collect(Collectors.joining(", "));
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
        usable(accelerator);
        SessionOptions options = new SessionOptions();
        try {
            options.setOptimizationLevel(OptLevel.ALL_OPT);
            options.setIntraOpNumThreads(cores());
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
                Cuda.add(options, accelerator.index(), loaded().cuda());
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
     * Runs work on this device's inference thread and waits for it; interruption is left to the caller to see afterwards.
     *
     * @throws SegmentationException if the work throws one, or after {@link #close}
     */
    public <T> T onInferenceThread(Accelerator accelerator, Callable<T> work) throws SegmentationException {
        return onInferenceThread(accelerator, work, Progress.NONE, () -> {
            // Nothing is ever cancelled here.
        });
    }

    /**
     * Runs work on this device's inference thread and waits for it, asking now and then whether it is still wanted. Work that
     * has not begun when it is cancelled never does; of other work, {@code stop} is called once, by the waiting thread, and
     * its end is waited for. Work on one device is done in the order in which it came, on several devices at the same time.
     *
     * @throws SegmentationException if the work throws one, or after {@link #close}
     * @throws CancellationException if cancelled before the work began, or if the work throws one
     */
    public <T> T onInferenceThread(Accelerator accelerator, Callable<T> work, Progress progress, Runnable stop)
            throws SegmentationException {
        Handover<T> handover = new Handover<>(work);
        threads.execute(accelerator, handover);
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

    /** Ends the inference threads; sessions that are still open stay usable only for being closed. */
    @Override
    @Deactivate
    public void close() {
        threads.close();
    }

    private synchronized Loaded loaded() throws SegmentationException {
        if (loaded == null) {
            CudaSettings settings = cuda.isPresent() ? cuda.get() : CudaSettings.ofSystemProperties();
            NativeLibraries.prepare(VERSION);
            try {
                OrtEnvironment environment =
                        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "credence");
                loaded = new Loaded(environment, settings, devices(environment, settings));
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

    private static List<Accelerator.Found> devices(OrtEnvironment environment, CudaSettings settings) {
        // No fast device is a fact to show, not a failure: the CPU serves, and the reason says what to install.
        List<Accelerator.Found> devices = new ArrayList<>(Cuda.devices(environment, settings));
        devices.add(new Accelerator.Found(Accelerator.CPU, "CPU, " + cores() + " threads", ""));
        return List.copyOf(devices);
    }

    private static int cores() {
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
