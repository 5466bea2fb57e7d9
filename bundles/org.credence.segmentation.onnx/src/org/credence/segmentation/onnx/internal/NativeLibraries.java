package org.credence.segmentation.onnx.internal;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.credence.segmentation.SegmentationException;

/**
 * ONNX Runtime's native libraries in a folder of the user, unpacked once per version.
 *
 * <p>Left alone, the runtime unpacks them into a temporary folder at every start of the JVM and leaves an empty one behind.
 */
public final class NativeLibraries {

    static final String PATH_PROPERTY = "onnxruntime.native.path";

    private NativeLibraries() {}

    /**
     * Makes sure that the system property {@code onnxruntime.native.path} names a folder with the libraries; one that the
     * site has set is left as it is. Must be called before the first class of the runtime is initialised.
     *
     * @throws SegmentationException if the runtime has no libraries for this platform, or they cannot be unpacked
     */
    public static synchronized void prepare(String version) throws SegmentationException {
        if (System.getProperty(PATH_PROPERTY) == null) {
            System.setProperty(
                    PATH_PROPERTY, unpack(cache(), version, platform()).toString());
        }
    }

    /**
     * Unpacks those libraries that are missing below {@code cache}. Each appears whole or not at all, so several processes
     * may do it at a time, and a cache that was half cleared mends itself.
     */
    static Path unpack(Path cache, String version, String platform) throws SegmentationException {
        Path folder = cache.resolve("onnxruntime-" + version + "-" + platform);
        try {
            for (String library : libraries(platform)) {
                if (!Files.isRegularFile(folder.resolve(library))) {
                    unpack(library, folder, version, platform);
                }
            }
            return folder;
        } catch (SegmentationException e) {
            throw e;
        } catch (IOException e) {
            throw new SegmentationException(
                    "ONNX Runtime's libraries cannot be unpacked into " + folder + ": " + e.getMessage()
                            + ". Free space there, or set the system property " + PATH_PROPERTY + ".",
                    e);
        }
    }

    private static void unpack(String library, Path folder, String version, String platform) throws IOException {
        String resource = "native/" + platform + "/" + library;
        // A class literal loads the class but does not initialise it, so no native code runs yet.
        try (InputStream in = OrtEnvironment.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new SegmentationException("ONNX Runtime " + version + " has no library " + library + " for "
                        + platform + ". Set the system property " + PATH_PROPERTY
                        + " to a folder that holds its libraries for this machine.");
            }
            Files.createDirectories(folder);
            Path temporary = Files.createTempFile(folder, library, ".part");
            try {
                Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
                Files.move(temporary, folder.resolve(library), StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                // Windows refuses to replace a library that a quicker process has loaded by now; it is the same one.
                if (!Files.isRegularFile(folder.resolve(library))) {
                    throw e;
                }
            } finally {
                Files.deleteIfExists(temporary);
            }
        }
    }

    private static Path cache() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        Path home = Path.of(System.getProperty("user.home"));
        String xdg = System.getenv("XDG_CACHE_HOME");
        String local = System.getenv("LOCALAPPDATA");
        Path caches = xdg != null && !xdg.isBlank()
                ? Path.of(xdg)
                : os.contains("win") && local != null
                        ? Path.of(local)
                        : os.contains("mac") ? home.resolve("Library/Caches") : home.resolve(".cache");
        return caches.resolve("credence");
    }

    /** The platform under the name that the runtime's jar uses for its folders. */
    static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        boolean arm = arch.equals("aarch64") || arch.equals("arm64");
        String system = os.contains("mac") ? "osx" : os.contains("win") ? "win" : "linux";
        return system + "-" + (arm ? "aarch64" : arch.equals("amd64") ? "x64" : arch);
    }

    private static List<String> libraries(String platform) {
        List<String> names = new ArrayList<>();
        for (String name : List.of("onnxruntime", "onnxruntime4j_jni")) {
            names.add(
                    platform.startsWith("win")
                            ? name + ".dll"
                            : "lib" + name + (platform.startsWith("osx") ? ".dylib" : ".so"));
        }
        if (platform.startsWith("win")) {
            names.add("onnxruntime_providers_shared.dll");
        }
        return names;
    }
}
