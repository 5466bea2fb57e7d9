package org.credence.segmentation.onnx.internal;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.credence.segmentation.SegmentationException;

/**
 * The builds of ONNX Runtime's native libraries, in the order in which they are looked for. A build is there where its jar is
 * on the class path, or is a fragment of the runtime's bundle (docs/decisions/0028). Those with CUDA come first, as only who
 * wants them installs them; without a device they run on the CPU.
 */
enum NativeVariant {

    /** CUDA 13 and cuDNN 9, as JavaCPP builds it; the binding to Java is that of the runtime's own jar. */
    CUDA_13("cuda13-") {
        @Override
        List<Library> libraries(String platform) {
            String folder = "org/bytedeco/onnxruntime/linux-x86_64-gpu/";
            return platform.equals(LINUX)
                    ? List.of(
                            new Library(PROVIDER, folder + PROVIDER, true),
                            new Library(
                                    "libonnxruntime_providers_shared.so",
                                    folder + "libonnxruntime_providers_shared.so",
                                    true),
                            // Java asks for the one name, the loader on behalf of the binding for the other.
                            new Library("libonnxruntime.so", folder + "libonnxruntime.so.1", true),
                            new Library("libonnxruntime.so.1", folder + "libonnxruntime.so.1", true),
                            new Library(
                                    "libonnxruntime4j_jni.so", MICROSOFT + LINUX + "/libonnxruntime4j_jni.so", false))
                    : List.of();
        }
    },

    /** CUDA 12 and cuDNN 9, as Microsoft builds it in the jar onnxruntime_gpu. */
    CUDA_12("cuda12-") {
        @Override
        List<Library> libraries(String platform) {
            return platform.equals(LINUX)
                    ? microsoft(
                            LINUX,
                            PROVIDER,
                            "libonnxruntime_providers_shared.so",
                            "libonnxruntime.so",
                            "libonnxruntime4j_jni.so")
                    : List.of();
        }
    },

    /** The CPU alone, in the runtime's own jar. */
    CPU("") {
        @Override
        List<Library> libraries(String platform) {
            if (platform.startsWith("win")) {
                return microsoft(
                        platform, "onnxruntime.dll", "onnxruntime4j_jni.dll", "onnxruntime_providers_shared.dll");
            }
            String end = platform.startsWith("osx") ? ".dylib" : ".so";
            return microsoft(platform, "libonnxruntime" + end, "libonnxruntime4j_jni" + end);
        }
    };

    private static final String LINUX = "linux-x64";
    private static final String PROVIDER = "libonnxruntime_providers_cuda.so";
    private static final String MICROSOFT = "ai/onnxruntime/native/";

    /**
     * A library to unpack.
     *
     * @param name of the file that it becomes
     * @param resource where it lies on the class path
     * @param ofThisJar whether it must be from the same jar as the first library, as others have resources of that name too
     */
    record Library(String name, String resource, boolean ofThisJar) {}

    private final String prefix;

    NativeVariant(String prefix) {
        this.prefix = prefix;
    }

    /** The name of the folder in which this build's libraries lie, which no other build uses. */
    String folder(String version, String platform) {
        return "onnxruntime-" + version + "-" + prefix + platform;
    }

    /** What it consists of; the first library is one that tells it from the builds after it. Empty where there is none. */
    abstract List<Library> libraries(String platform);

    private static List<Library> microsoft(String platform, String... names) {
        List<Library> libraries = new ArrayList<>();
        for (String name : names) {
            libraries.add(new Library(name, MICROSOFT + platform + "/" + name, true));
        }
        return libraries;
    }

    /**
     * Where its libraries lie, by the names of the files that they become; empty if it is not installed.
     *
     * @throws SegmentationException if it is, and lacks a library
     */
    Optional<Map<String, URL>> find(ClassLoader loader, String platform) throws IOException {
        List<Library> libraries = libraries(platform);
        if (libraries.isEmpty()) {
            return Optional.empty();
        }
        Library first = libraries.get(0);
        URL found = loader.getResource(first.resource());
        if (found == null) {
            return Optional.empty();
        }
        String jar = jar(found, first);
        Map<String, URL> places = new LinkedHashMap<>();
        for (Library library : libraries) {
            places.put(library.name(), find(loader, library, jar));
        }
        return Optional.of(places);
    }

    private static URL find(ClassLoader loader, Library library, String jar) throws IOException {
        for (URL place : Collections.list(loader.getResources(library.resource()))) {
            if (!library.ofThisJar() || jar(place, library).equals(jar)) {
                return place;
            }
        }
        throw new SegmentationException(
                "A jar of ONNX Runtime has no " + library.resource() + " beside its other libraries."
                        + " Install it again, or set the system property " + NativeLibraries.PATH_PROPERTY
                        + " to a folder that holds its libraries for this machine.");
    }

    /** The address without the name within the jar, the folder or the fragment. */
    private static String jar(URL place, Library library) {
        String address = place.toString();
        return address.substring(0, address.length() - library.resource().length());
    }
}
