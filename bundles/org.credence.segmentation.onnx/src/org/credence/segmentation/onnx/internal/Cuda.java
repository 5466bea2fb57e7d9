package org.credence.segmentation.onnx.internal;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.credence.segmentation.onnx.OnnxRuntime;

/** Whether CUDA can be used, and if not, exactly why. */
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

    private Cuda() {}

    /** Adds the provider; other than addCUDA(int), this does not hide the loader's reason, and works with every build. */
    public static void add(SessionOptions options, int device) throws OrtException {
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(device)) {
            options.addCUDA(cuda);
        }
    }

    /** Why the first device cannot be used, a phrase; empty if it can. */
    public static String obstacle(OrtEnvironment environment) {
        if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
            return noProvider();
        }
        try (SessionOptions options = new SessionOptions()) {
            add(options, 0);
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
        if (small.contains("no cuda-capable device") || small.contains("cuda failure 100")) {
            return "there is no CUDA device on this machine (" + message + ")";
        }
        if (small.contains("invalid device ordinal") || small.contains("cuda failure 101")) {
            return "there is no CUDA device of this number (" + message + ")";
        }
        if (small.contains("driver version is insufficient") || small.contains("cuda failure 35")) {
            return "the NVIDIA driver is older than this CUDA, or not there (" + message + ")";
        }
        return message;
    }

    /** Whether a message of the runtime says that the device's memory did not suffice. */
    static boolean isOutOfMemory(String message) {
        String small = message.toLowerCase(Locale.ROOT);
        return small.contains("failed to allocate memory")
                || small.contains("out of memory")
                || small.contains("cuda failure 2:")
                || small.contains("alloc_failed");
    }

    private static String missing(String library) {
        String what = library.startsWith("libcuda.so") || library.startsWith("nvcuda")
                ? "install the NVIDIA driver"
                : "install the part of CUDA or cuDNN that has it, where the loader looks (LD_LIBRARY_PATH or PATH)";
        return "library " + library + " is missing; " + what;
    }

    private static String noProvider() {
        return "this build of ONNX Runtime has no CUDA provider; let onnxruntime.native.path name a folder with the"
                + " libraries of onnxruntime_gpu " + OnnxRuntime.VERSION;
    }
}
