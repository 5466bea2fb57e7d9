package org.credence.segmentation.onnx.internal;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.credence.segmentation.Accelerator;
import org.credence.segmentation.onnx.CudaSettings;
import org.credence.segmentation.onnx.OnnxRuntime;

/** Which CUDA devices can be used, and if none, exactly why. */
public final class Cuda {

    /** A graph that gives what it gets, a float: the device is first asked for when a session is made. */
    private static final String IDENTITY = "0808" // IR version
            + "3a37" // graph
            + "0a100a0178120179" + "22084964656e74697479" // y = Identity(x)
            + "120170"
            + "5a0f0a0178120a0a0808011204" + "0a020801"
            + "620f0a0179120a0a0808011204" + "0a020801"
            + "42021011"; // operators, version 17

    private static final Pattern LIBRARY =
            Pattern.compile("([\\w.+-]+\\.(?:so|dll|dylib)[.\\d]*): cannot open shared object file");
    private static final Pattern WINDOWS_LIBRARY = Pattern.compile(
            "[Ee]rror loading \"?[^\"]*?([\\w.+-]+\\.dll)\"? which (?:is missing|depends on \"?([\\w.+-]+\\.dll))");

    /** How the reason against a device begins that is not there, while others are or may be. */
    public static final String NONE_OF_THIS_NUMBER = "there is no CUDA device of this number";

    /** More than machines have: a bound for the case that a runtime says it in other words that a number is too high. */
    private static final int MOST_DEVICES = 16;

    private Cuda() {}

    /** Adds the provider; other than addCUDA(int), this does not hide the loader's reason, and works with every build. */
    public static void add(SessionOptions options, int device, CudaSettings settings) throws OrtException {
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(device)) {
            if (settings.boundsMemory()) {
                cuda.add("gpu_mem_limit", Long.toString(settings.memoryBytes()));
            }
            cuda.add("use_tf32", settings.tf32() ? "1" : "0");
            options.addCUDA(cuda);
        }
    }

    /** The devices of this machine in the order of their numbers; one with the reason if CUDA cannot be used at all. */
    public static List<Accelerator.Found> devices(OrtEnvironment environment, CudaSettings settings) {
        return devices(number -> obstacle(environment, number, settings));
    }

    /** The same, as {@code obstacles} tells for a number why that device cannot be used, or nothing where it can. */
    static List<Accelerator.Found> devices(IntFunction<String> obstacles) {
        String first = obstacles.apply(0);
        if (!first.isEmpty()) {
            return List.of(found(0, "CUDA", first));
        }
        List<String> reasons = new ArrayList<>(List.of(first));
        while (reasons.size() < MOST_DEVICES) {
            String obstacle = obstacles.apply(reasons.size());
            if (obstacle.startsWith(NONE_OF_THIS_NUMBER)) {
                break;
            }
            reasons.add(obstacle);
        }
        List<Accelerator.Found> devices = new ArrayList<>();
        for (int number = 0; number < reasons.size(); number++) {
            devices.add(found(number, reasons.size() == 1 ? "CUDA" : "CUDA device " + number, reasons.get(number)));
        }
        return devices;
    }

    private static Accelerator.Found found(int number, String description, String obstacle) {
        return new Accelerator.Found(new Accelerator(Accelerator.Kind.CUDA, number), description, obstacle);
    }

    /** Why this device cannot be used, a phrase; empty if it can. */
    private static String obstacle(OrtEnvironment environment, int device, CudaSettings settings) {
        if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
            return noProvider();
        }
        try (SessionOptions options = new SessionOptions()) {
            add(options, device, settings);
            try (OrtSession session = environment.createSession(identity(), options)) {
                return session.getNumInputs() == 1 ? "" : "the runtime does not read its models";
            }
        } catch (OrtException e) {
            return obstacle(OnnxRuntime.reason(e));
        }
    }

    static byte[] identity() {
        return HexFormat.of().parseHex(IDENTITY);
    }

    /** What stands behind a message of the runtime, a phrase that says what to do. */
    public static String obstacle(String message) {
        Matcher library = LIBRARY.matcher(message);
        if (library.find()) {
            return missing(library.group(1));
        }
        Matcher windows = WINDOWS_LIBRARY.matcher(message);
        if (windows.find()) {
            return missing(windows.group(2) != null ? windows.group(2) : windows.group(1));
        }
        String small = message.toLowerCase(Locale.ROOT);
        if (small.contains("failed to find cuda shared provider")
                || small.contains("cuda execution provider is not enabled")) {
            return noProvider();
        }
        if (small.contains("no cuda-capable device")
                || small.contains("cuda failure 100:")
                || small.contains("and 0 (exclusive)")) {
            return "there is no CUDA device on this machine (" + message + ")";
        }
        if (small.contains("invalid device ordinal")
                || small.contains("cuda failure 101:")
                || small.contains("invalid device id")) {
            return NONE_OF_THIS_NUMBER + " (" + message + ")";
        }
        if (small.contains("no kernel image is available") || small.contains("cuda failure 209:")) {
            return "this build of ONNX Runtime has no code for a CUDA device of this generation (" + message + ")";
        }
        if (small.contains("driver version is insufficient") || small.contains("cuda failure 35:")) {
            return "the NVIDIA driver is older than this CUDA, or not there (" + message + ")";
        }
        return message;
    }

    /** Whether a message of the runtime says that the device's memory did not suffice. */
    static boolean isOutOfMemory(String message) {
        String small = message.toLowerCase(Locale.ROOT);
        return small.contains("failed to allocate memory")
                || small.contains("is smaller than requested bytes")
                || small.contains("out of memory")
                || small.contains("cuda failure 2:")
                || small.contains("alloc_failed")
                || small.contains("allocation_failed");
    }

    private static String missing(String library) {
        String what = library.startsWith("libcuda.so") || library.startsWith("nvcuda")
                ? "install the NVIDIA driver"
                : "install the part of CUDA or cuDNN that has it, where the loader looks (LD_LIBRARY_PATH or PATH)";
        return "library " + library + " is missing; " + what;
    }

    private static String noProvider() {
        String feature =
                NativeVariant.CUDA_13.libraries(NativeLibraries.platform()).isEmpty()
                        ? ""
                        : "install the feature org.credence.engine.cuda.feature, or ";
        return "this build of ONNX Runtime has no CUDA provider; " + feature
                + "let onnxruntime.native.path name a folder with the libraries of onnxruntime_gpu "
                + OnnxRuntime.VERSION;
    }
}
