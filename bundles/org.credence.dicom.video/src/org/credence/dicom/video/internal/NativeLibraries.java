package org.credence.dicom.video.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;

/**
 * FFmpeg's native libraries in a folder of the user, unpacked once per version: what is needed to demultiplex and decode, and
 * no more.
 *
 * <p>Left alone, JavaCPP unpacks them at every start where it runs as an OSGi bundle, as it cannot tell the age of a
 * bundle's entries.
 */
final class NativeLibraries {

    /** Where a site keeps libraries of its own. */
    static final String PATH_PROPERTY = "org.bytedeco.javacpp.platform.preloadpath";

    private static final String VERSION = "8.1.2-1.5.14";

    /** In the order in which they depend on each other. */
    private static final Map<String, List<String>> LIBRARIES = Map.of(
            "linux-x86_64",
            List.of(
                    "libdrm.so.2",
                    "libva.so.2",
                    "libva-drm.so.2",
                    "libavutil.so.60",
                    "libswresample.so.6",
                    "libavcodec.so.62",
                    "libavformat.so.62",
                    "libjniavutil.so",
                    "libjniswresample.so",
                    "libjniavcodec.so",
                    "libjniavformat.so"),
            "windows-x86_64",
            List.of(
                    "libwinpthread-1.dll",
                    "avutil-60.dll",
                    "swresample-6.dll",
                    "avcodec-62.dll",
                    "avformat-62.dll",
                    "jniavutil.dll",
                    "jniswresample.dll",
                    "jniavcodec.dll",
                    "jniavformat.dll"),
            "macosx-arm64",
            List.of(
                    "libatomic.1.dylib",
                    "libavutil.60.dylib",
                    "libswresample.6.dylib",
                    "libavcodec.62.dylib",
                    "libavformat.62.dylib",
                    "libjniavutil.dylib",
                    "libjniswresample.dylib",
                    "libjniavcodec.dylib",
                    "libjniavformat.dylib"));

    private static boolean loaded;

    private NativeLibraries() {}

    /**
     * Unpacks and loads the libraries, once.
     *
     * @throws IOException if there are none for this platform, or they cannot be unpacked or loaded
     */
    static synchronized void load() throws IOException {
        if (loaded) {
            return;
        }
        String platform = platform();
        Path folder = System.getProperty(PATH_PROPERTY) == null ? unpack(cache(), platform) : null;
        if (folder != null) {
            System.setProperty(PATH_PROPERTY, folder.toString());
            System.setProperty("org.bytedeco.javacpp.cachedir", folder.toString());
        }
        System.setProperty("org.bytedeco.javacpp.pathsFirst", "true");
        try {
            // What goes wrong is said in exceptions; the library would write to standard error besides.
            avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        } catch (LinkageError e) {
            throw new IOException(
                    "FFmpeg " + VERSION + " cannot be loaded on " + platform + " (" + rootMessage(e)
                            + "); name a folder with its libraries by the system property " + PATH_PROPERTY,
                    e);
        }
        loaded = true;
    }

    /**
     * Unpacks those libraries that are missing below {@code cache}. Each appears whole or not at all, so several processes
     * may do it at a time, and a cache that was half cleared mends itself.
     */
    static Path unpack(Path cache, String platform) throws IOException {
        List<String> libraries = LIBRARIES.get(platform);
        if (libraries == null) {
            throw new IOException("there is no FFmpeg for " + platform + ", only for " + LIBRARIES.keySet());
        }
        Path folder = cache.resolve("ffmpeg-" + VERSION + "-" + platform);
        try {
            Files.createDirectories(folder);
            for (String library : libraries) {
                unpack("/org/bytedeco/ffmpeg/" + platform + "/" + library, folder.resolve(library));
            }
            String base = System.mapLibraryName("jnijavacpp");
            unpack("/org/bytedeco/javacpp/" + platform + "/" + base, folder.resolve(base));
        } catch (IOException e) {
            throw new IOException(
                    "FFmpeg's libraries cannot be unpacked into " + folder + " (" + e.getMessage()
                            + "); free space there, or set the system property " + PATH_PROPERTY,
                    e);
        }
        return folder;
    }

    private static void unpack(String resource, Path target) throws IOException {
        if (Files.isRegularFile(target)) {
            return;
        }
        // A class literal loads the class but does not initialise it, so no native code runs yet.
        try (InputStream in = Loader.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(resource + " is not installed");
            }
            Path temporary = Files.createTempFile(
                    target.getParent(), target.getFileName().toString(), ".part");
            try {
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

    /** The platform under the name that JavaCPP uses for it. */
    static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String system = os.contains("mac") ? "macosx" : os.contains("win") ? "windows" : "linux";
        return system + "-"
                + (arch.equals("aarch64") ? "arm64" : arch.equals("amd64") || arch.equals("x86_64") ? "x86_64" : arch);
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
