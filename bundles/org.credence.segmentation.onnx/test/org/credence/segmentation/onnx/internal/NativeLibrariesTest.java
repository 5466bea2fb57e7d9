package org.credence.segmentation.onnx.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.credence.segmentation.SegmentationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which build of the runtime's libraries is taken, and how it gets into the user's folder. */
class NativeLibrariesTest {

    private static final String LINUX = "linux-x64";
    private static final String MICROSOFT = "ai/onnxruntime/native/linux-x64/";
    private static final String BYTEDECO = "org/bytedeco/onnxruntime/linux-x86_64-gpu/";

    @TempDir
    private Path folder;

    @Test
    void withoutACudaJarTheLibrariesAreThoseOfTheCpu() throws Exception {
        assertEquals(
                Map.of("libonnxruntime.so", "cpu", "libonnxruntime4j_jni.so", "cpu"),
                unpacked("onnxruntime-1-linux-x64", cpu()));
    }

    @Test
    void theLibrariesForCuda13LieUnderBothNamesBesideTheBindingOfTheOtherJar() throws Exception {
        assertEquals(
                Map.of(
                        "libonnxruntime.so", "13",
                        "libonnxruntime.so.1", "13",
                        "libonnxruntime_providers_shared.so", "13",
                        "libonnxruntime_providers_cuda.so", "13",
                        "libonnxruntime4j_jni.so", "cpu"),
                unpacked("onnxruntime-1-cuda13-linux-x64", cpu(), cuda13()));
    }

    @Test
    void theLibrariesForCuda12AreAllOfTheirOwnJarThoughTheOtherComesFirst() throws Exception {
        Map<String, String> expected = Map.of(
                "libonnxruntime.so", "12",
                "libonnxruntime_providers_shared.so", "12",
                "libonnxruntime_providers_cuda.so", "12",
                "libonnxruntime4j_jni.so", "12");
        assertEquals(expected, unpacked("onnxruntime-1-cuda12-linux-x64", cpu(), cuda12()));
        assertEquals(expected, unpacked("onnxruntime-1-cuda12-linux-x64", cuda12()));
    }

    @Test
    void ofBothTheNewerCudaIsTakenAndTheBuildsNeverMix() throws Exception {
        unpacked("onnxruntime-1-linux-x64", cpu());
        unpacked("onnxruntime-1-cuda12-linux-x64", cpu(), cuda12());
        assertEquals(
                "13",
                unpacked("onnxruntime-1-cuda13-linux-x64", cpu(), cuda12(), cuda13())
                        .get("libonnxruntime.so"));
        assertEquals("cpu", unpacked("onnxruntime-1-linux-x64", cpu()).get("libonnxruntime.so"));
    }

    @Test
    void onOtherPlatformsCudaJarsForLinuxAreOfNoConcern() throws Exception {
        Path mac = jar(
                "mac",
                "mac",
                "ai/onnxruntime/native/osx-aarch64/",
                "libonnxruntime.dylib",
                "libonnxruntime4j_jni.dylib");
        try (URLClassLoader loader = loader(mac, cuda13(), cuda12())) {
            Path unpacked = NativeLibraries.unpack(loader, cache(), "1", "osx-aarch64");
            assertEquals("onnxruntime-1-osx-aarch64", unpacked.getFileName().toString());
            assertEquals(2, contents(unpacked).size());
        }
    }

    @Test
    void aJarThatLacksALibraryIsRefusedByTheLibrarysName() throws Exception {
        Path part = jar("part", "12", MICROSOFT, "libonnxruntime_providers_cuda.so", "libonnxruntime.so");
        SegmentationException e = assertThrows(SegmentationException.class, () -> unpacked("", cpu(), part));
        assertTrue(e.getMessage().contains(MICROSOFT + "libonnxruntime_providers_shared.so"), e.getMessage());
    }

    @Test
    void librariesAreUnpackedOnceThoughTwoWantThemAtATime() throws Exception {
        Callable<Path> unpack = () -> NativeLibraries.unpack(runtime(), cache(), "0", NativeLibraries.platform());
        try (var pool = Executors.newFixedThreadPool(2)) {
            List<Future<Path>> done = pool.invokeAll(List.of(unpack, unpack));
            assertEquals(done.get(0).get(), done.get(1).get());
            assertUnpacked(done.get(0).get());
        }
    }

    @Test
    void aCacheThatWasHalfClearedIsMended() throws Exception {
        Path unpacked = NativeLibraries.unpack(runtime(), cache(), "0", NativeLibraries.platform());
        try (var files = Files.list(unpacked)) {
            Files.delete(files.findFirst().orElseThrow());
        }
        assertUnpacked(NativeLibraries.unpack(runtime(), cache(), "0", NativeLibraries.platform()));
    }

    @Test
    void aPlatformWithoutLibrariesIsNamed() {
        SegmentationException e = assertThrows(
                SegmentationException.class, () -> NativeLibraries.unpack(runtime(), cache(), "0", "linux-m68k"));
        assertTrue(e.getMessage().contains("linux-m68k"), e.getMessage());
        assertTrue(e.getMessage().contains("onnxruntime.native.path"), e.getMessage());
    }

    private static ClassLoader runtime() {
        return OrtEnvironment.class.getClassLoader();
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private static void assertUnpacked(Path libraries) throws Exception {
        try (var files = Files.list(libraries)) {
            List<Path> names = files.toList();
            assertTrue(names.size() >= 2, names.toString());
            assertTrue(names.stream().noneMatch(n -> n.toString().endsWith(".part")), names.toString());
        }
    }

    private Path cpu() throws IOException {
        return jar("cpu", "cpu", MICROSOFT, "libonnxruntime.so", "libonnxruntime4j_jni.so");
    }

    private Path cuda12() throws IOException {
        return jar(
                "cuda12",
                "12",
                MICROSOFT,
                "libonnxruntime.so",
                "libonnxruntime4j_jni.so",
                "libonnxruntime_providers_shared.so",
                "libonnxruntime_providers_cuda.so",
                "libonnxruntime_providers_tensorrt.so");
    }

    private Path cuda13() throws IOException {
        return jar(
                "cuda13",
                "13",
                BYTEDECO,
                "libonnxruntime.so.1",
                "libjnionnxruntime.so",
                "libonnxruntime_providers_shared.so",
                "libonnxruntime_providers_cuda.so");
    }

    /** A jar whose libraries consist of this text. */
    private Path jar(String name, String text, String under, String... libraries) throws IOException {
        Path jar = folder.resolve(name + ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            for (String library : libraries) {
                entries.putNextEntry(new JarEntry(under + library));
                entries.write(text.getBytes());
            }
        }
        return jar;
    }

    private static URLClassLoader loader(Path... jars) throws IOException {
        URL[] places = new URL[jars.length];
        for (int i = 0; i < jars.length; i++) {
            places[i] = jars[i].toUri().toURL();
        }
        return new URLClassLoader(places, ClassLoader.getPlatformClassLoader());
    }

    /** What lies in the folder afterwards, which must have this name. */
    private Map<String, String> unpacked(String name, Path... jars) throws IOException {
        try (URLClassLoader loader = loader(jars)) {
            Path unpacked = NativeLibraries.unpack(loader, cache(), "1", LINUX);
            assertEquals(name, unpacked.getFileName().toString());
            return contents(unpacked);
        }
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return contents;
    }
}
