package org.credence.segmentation.onnx.internal;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.credence.segmentation.SegmentationException;

/**
 * ONNX Runtime's native libraries in a folder of the user, unpacked once per version and build. Which build that is, is for
 * {@link NativeVariant} to say.
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
            // A class literal loads the class but does not initialise it, so no native code runs yet.
            ClassLoader loader = OrtEnvironment.class.getClassLoader();
            System.setProperty(
                    PATH_PROPERTY, unpack(loader, cache(), version, platform()).toString());
        }
    }

    /**
     * Unpacks those libraries that are missing below {@code cache}, of the first build that the loader has. Each appears whole
     * or not at all, so several processes may do it at a time, and a cache that was half cleared mends itself.
     */
    static Path unpack(ClassLoader loader, Path cache, String version, String platform) throws SegmentationException {
        Path folder = cache;
        try {
            for (NativeVariant variant : NativeVariant.values()) {
                folder = cache.resolve(variant.folder(version, platform));
                Optional<Map<String, URL>> libraries = variant.find(loader, platform);
                if (libraries.isPresent()) {
                    for (Map.Entry<String, URL> library : libraries.get().entrySet()) {
                        unpack(library.getValue(), folder.resolve(library.getKey()));
                    }
                    return folder;
                }
            }
        } catch (SegmentationException e) {
            throw e;
        } catch (IOException e) {
            throw new SegmentationException(
                    "ONNX Runtime's libraries cannot be unpacked into " + folder + ": " + e.getMessage()
                            + ". Free space there, or set the system property " + PATH_PROPERTY + ".",
                    e);
        }
        throw new SegmentationException("ONNX Runtime " + version + " has no libraries for " + platform
                + ". Set the system property " + PATH_PROPERTY
                + " to a folder that holds its libraries for this machine.");
    }

    private static void unpack(URL library, Path target) throws IOException {
        if (Files.isRegularFile(target)) {
            return;
        }
        Files.createDirectories(target.getParent());
        Path temporary =
                Files.createTempFile(target.getParent(), target.getFileName().toString(), ".part");
        try (InputStream in = library.openStream()) {
            Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // Windows refuses to replace a library that a quicker process has loaded by now; it is the same one.
            if (!Files.isRegularFile(target)) {
                throw e;
            }
        } finally {
            Files.deleteIfExists(temporary);
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
}
