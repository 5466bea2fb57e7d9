package org.credence.segmentation.onnx.internal;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
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

    /** Unpacks the libraries below {@code cache}, unless they are there; safe when several processes do it at a time. */
    static Path unpack(Path cache, String version, String platform) throws SegmentationException {
        Path folder = cache.resolve("onnxruntime-" + version + "-" + platform);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        Path temporary = null;
        try {
            Files.createDirectories(cache);
            temporary = Files.createTempDirectory(cache, "onnxruntime-");
            for (String library : libraries(platform)) {
                String resource = "native/" + platform + "/" + library;
                // A class literal loads the class but does not initialise it, so no native code runs yet.
                try (InputStream in = OrtEnvironment.class.getResourceAsStream(resource)) {
                    if (in == null) {
                        throw new SegmentationException("ONNX Runtime " + version + " has no library " + library + " for "
                                + platform + ". Set the system property " + PATH_PROPERTY
                                + " to a folder that holds its libraries for this machine.");
                    }
                    Files.copy(in, temporary.resolve(library));
                }
            }
            try {
                Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
                temporary = null;
            } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
                // Another process was quicker; its folder is complete, because it appeared at once.
                return folder;
            } catch (java.nio.file.FileSystemException e) {
                if (!Files.isDirectory(folder)) {
                    throw e;
                }
            }
            return folder;
        } catch (SegmentationException e) {
            throw e;
        } catch (IOException e) {
            throw new SegmentationException(
                    "ONNX Runtime's libraries cannot be unpacked into " + cache + ": " + e.getMessage()
                            + ". Free space there, or set the system property " + PATH_PROPERTY + ".",
                    e);
        } finally {
            if (temporary != null) {
                delete(temporary);
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

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // A leftover in a cache folder harms nobody, and the failure that led here is the one to report.
            folder.toFile().deleteOnExit();
        }
    }
}
