package org.credence.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.eclipse.osgi.container.builders.OSGiManifestBuilderFactory;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

/** What the p2 site offers, for all platforms that it was built for. */
class SiteTest {

    /** Where p2 installs a bundle without a word that the framework does not want, it is just not there. */
    @Test
    void equinoxAcceptsEveryBundleOnEveryRelease() throws IOException {
        List<Path> bundles;
        try (Stream<Path> plugins = Files.list(Product.built().resolve("repository/plugins"))) {
            bundles = plugins.sorted().toList();
        }
        assertFalse(bundles.isEmpty());
        List<String> refused = new ArrayList<>();
        for (Path bundle : bundles) {
            try (JarFile jar = new JarFile(bundle.toFile())) {
                Map<String, String> headers = headers(jar.getManifest());
                List<Map<String, String>> releases = new ArrayList<>(List.of(headers));
                for (JarEntry entry : jar.stream().toList()) {
                    if (entry.getName().matches("META-INF/versions/\\d+/OSGI-INF/MANIFEST\\.MF")) {
                        releases.add(onRelease(headers, read(jar, entry)));
                    }
                }
                for (Map<String, String> release : releases) {
                    OSGiManifestBuilderFactory.createBuilder(release);
                }
            } catch (BundleException e) {
                refused.add(bundle.getFileName() + ": " + e.getMessage());
            }
        }
        assertEquals(List.of(), refused);
    }

    /** What a release replaces: these two headers and no others. */
    private static Map<String, String> onRelease(Map<String, String> headers, Map<String, String> release) {
        Map<String, String> all = new HashMap<>(headers);
        for (String header : List.of(Constants.IMPORT_PACKAGE, Constants.REQUIRE_CAPABILITY)) {
            if (release.containsKey(header)) {
                all.put(header, release.get(header));
            }
        }
        return all;
    }

    private static Map<String, String> read(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return headers(new Manifest(in));
        }
    }

    private static Map<String, String> headers(Manifest manifest) {
        Map<String, String> headers = new HashMap<>();
        manifest.getMainAttributes().forEach((name, value) -> headers.put(name.toString(), value.toString()));
        return headers;
    }
}
