package org.credence.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the code to docs/architecture.md: which bundle may see which, in the classes and in the manifests. */
class ArchitectureTest {

    private static final String PREFIX = "org.credence.";

    /** Who may use whom; a bundle that is not listed here fails the guard. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("imaging", Set.of()),
            Map.entry("annotation", Set.of("imaging")),
            Map.entry("segmentation", Set.of("imaging")),
            Map.entry("autosegmentation", Set.of("imaging", "annotation", "segmentation")),
            Map.entry("training", Set.of("imaging", "annotation", "segmentation")),
            Map.entry("analytics", Set.of("imaging", "annotation")),
            Map.entry("dicom.codecs", Set.of()),
            Map.entry("dicom", Set.of("imaging", "annotation", "analytics", "dicom.codecs")),
            Map.entry("dicom.dcm4che", Set.of("imaging", "dicom")),
            Map.entry("dicom.video", Set.of("dicom")),
            Map.entry("formats", Set.of("imaging", "annotation")),
            Map.entry("segmentation.onnx", Set.of("imaging", "segmentation")),
            Map.entry(
                    "training.onnx", Set.of("imaging", "annotation", "segmentation", "training", "segmentation.onnx")),
            Map.entry("phantom", Set.of("imaging", "annotation")),
            Map.entry("annotation.ui", Set.of("imaging", "annotation")),
            Map.entry(
                    "workbench",
                    Set.of(
                            "imaging",
                            "annotation",
                            "annotation.ui",
                            "segmentation",
                            "autosegmentation",
                            "training",
                            "analytics")),
            Map.entry(
                    "headless",
                    Set.of(
                            "imaging",
                            "annotation",
                            "segmentation",
                            "autosegmentation",
                            "training",
                            "analytics",
                            "phantom")));

    /** Bundles that only a profile builds; looked at where it did. */
    private static final Set<String> OPTIONAL = Set.of("dicom.dcm4che");

    private static final Set<String> DOMAIN = Set.of(
            "imaging",
            "annotation",
            "segmentation",
            "autosegmentation",
            "training",
            "analytics",
            "dicom.codecs",
            "phantom");
    private static final Set<String> USER_INTERFACE = Set.of("annotation.ui", "workbench");
    private static final Set<String> FFMPEG = Set.of("dicom.video");
    private static final Set<String> ONNX_RUNTIME = Set.of("segmentation.onnx", "training.onnx");

    private static Path bundlesFolder;
    private static Map<String, JavaClasses> bundles;

    @BeforeAll
    static void readWhatWasBuilt() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(here.resolve("bundles/pom.xml"))) {
            here = here.getParent();
        }
        bundlesFolder = here.resolve("bundles");
        bundles = new TreeMap<>();
        try (Stream<Path> folders = Files.list(bundlesFolder)) {
            for (Path folder : folders.filter(f -> f.getFileName().toString().startsWith(PREFIX))
                    .toList()) {
                String name = folder.getFileName().toString().substring(PREFIX.length());
                Path classes = folder.resolve("target/classes");
                if (!OPTIONAL.contains(name) || Files.isDirectory(classes)) {
                    bundles.put(name, new ClassFileImporter().importPath(classes));
                }
            }
        }
    }

    @Test
    void thereIsSomethingToLookAt() {
        Set<String> known = new TreeSet<>(MAY_USE.keySet());
        OPTIONAL.stream().filter(name -> !bundles.containsKey(name)).forEach(known::remove);
        assertEquals(known, bundles.keySet(), "bundles known to this test, and bundles there");
        bundles.forEach(
                (name, classes) -> assertTrue(!classes.isEmpty(), "no classes of " + name + "; build it first"));
        long all = bundles.values().stream().mapToLong(JavaClasses::size).sum();
        assertTrue(all > 250, "only " + all + " classes were found; the build is incomplete");
        long crossings = bundles.entrySet().stream()
                .flatMap(e -> foreign(e.getKey(), e.getValue()).stream())
                .count();
        assertTrue(crossings > 300, "only " + crossings + " uses between bundles were found");
    }

    @TestFactory
    Stream<DynamicTest> everyBundleUsesOnlyWhatTheHexagonAllows() {
        return bundles.entrySet().stream()
                .map(e -> dynamicTest(e.getKey(), () -> {
                    List<String> forbidden = new ArrayList<>();
                    for (Dependency use : foreign(e.getKey(), e.getValue())) {
                        if (!MAY_USE.get(e.getKey()).contains(bundleOf(use.getTargetClass()))) {
                            forbidden.add(use.getDescription());
                        }
                    }
                    assertEquals(List.of(), forbidden);
                }));
    }

    @TestFactory
    Stream<DynamicTest> manifestsAskForNoMoreThanTheHexagonAllows() {
        return bundles.keySet().stream()
                .map(name -> dynamicTest(name, () -> {
                    String asked = header(name, "Import-Package") + "," + header(name, "Require-Bundle");
                    List<String> forbidden = new ArrayList<>();
                    for (String part : asked.replaceAll("\"[^\"]*\"", "").split(",")) {
                        String wanted = part.split(";")[0].strip();
                        if (wanted.startsWith("org.eclipse.") && DOMAIN.contains(name)) {
                            forbidden.add(wanted);
                        } else if (wanted.startsWith(PREFIX)) {
                            String bundle = bundleOf(wanted);
                            if (!bundle.equals(name) && !MAY_USE.get(name).contains(bundle)) {
                                forbidden.add(wanted);
                            }
                        }
                    }
                    assertEquals(List.of(), forbidden);
                }));
    }

    @TestFactory
    Stream<DynamicTest> theDomainAndTheAdaptersKnowNoEclipse() {
        return Stream.concat(
                        DOMAIN.stream(),
                        Stream.of("dicom", "dicom.video", "formats", "segmentation.onnx", "training.onnx"))
                .map(name -> dynamicTest(
                        name,
                        () -> noClasses()
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("org.eclipse..", "org.osgi.framework..")
                                .check(bundles.get(name))));
    }

    @TestFactory
    Stream<DynamicTest> onlyTheUserInterfaceKnowsSwt() {
        return bundles.keySet().stream()
                .filter(name -> !USER_INTERFACE.contains(name))
                .map(name -> dynamicTest(
                        name,
                        () -> noClasses()
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("org.eclipse.swt..", "org.eclipse.jface..", "org.eclipse.ui..")
                                .check(bundles.get(name))));
    }

    @TestFactory
    Stream<DynamicTest> onlyTheEnginesKnowOnnxRuntime() {
        return bundles.keySet().stream()
                .filter(name -> !ONNX_RUNTIME.contains(name))
                .map(name -> dynamicTest(
                        name,
                        () -> noClasses()
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("ai.onnxruntime..", "ai.onnx..")
                                .check(bundles.get(name))));
    }

    @TestFactory
    Stream<DynamicTest> onlyTheVideoDecoderKnowsFfmpeg() {
        return bundles.keySet().stream()
                .filter(name -> !FFMPEG.contains(name))
                .map(name -> dynamicTest(
                        name,
                        () -> noClasses()
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("org.bytedeco..")
                                .check(bundles.get(name))));
    }

    @TestFactory
    Stream<DynamicTest> nobodyKnowsDcm4cheByDefault() {
        return bundles.keySet().stream()
                .filter(name -> !OPTIONAL.contains(name))
                .map(name -> dynamicTest(
                        name,
                        () -> noClasses()
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("org.dcm4che3..")
                                .check(bundles.get(name))));
    }

    @TestFactory
    Stream<DynamicTest> packagesOfABundleHaveNoCycles() {
        return bundles.entrySet().stream()
                .map(e -> dynamicTest(
                        e.getKey(),
                        () -> SlicesRuleDefinition.slices()
                                .matching(PREFIX + e.getKey() + ".internal.(*)..")
                                .should()
                                .beFreeOfCycles()
                                .allowEmptyShould(true)
                                .check(e.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> namesSayWhatATypeIs() {
        return bundles.entrySet().stream()
                .map(e -> dynamicTest(e.getKey(), () -> {
                    List<String> refused = e.getValue().stream()
                            .map(JavaClass::getSimpleName)
                            .filter(n ->
                                    n.matches(".*(Utils?|Helper|Manager|Common)|Abstract.*Support|I[A-Z][a-z].*Source"))
                            .toList();
                    assertEquals(List.of(), refused);
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyExportedPackageSaysWhatItIsFor() {
        return bundles.keySet().stream()
                .map(name -> dynamicTest(name, () -> {
                    for (String part : header(name, "Export-Package")
                            .replaceAll("\"[^\"]*\"", "")
                            .split(",")) {
                        String exported = part.split(";")[0].strip();
                        if (!exported.isEmpty()) {
                            Path source = bundlesFolder.resolve(
                                    PREFIX + name + "/src/" + exported.replace('.', '/') + "/package-info.java");
                            assertTrue(
                                    Files.isRegularFile(source),
                                    exported + " is exported and has no package-info.java");
                            assertTrue(
                                    !exported.contains(".internal"),
                                    exported + " is internal and must not be exported");
                        }
                    }
                }));
    }

    private static List<Dependency> foreign(String name, JavaClasses classes) {
        List<Dependency> uses = new ArrayList<>();
        for (JavaClass type : classes) {
            for (Dependency use : type.getDirectDependenciesFromSelf()) {
                String target = use.getTargetClass().getPackageName();
                if (target.startsWith(PREFIX) && !bundleOf(use.getTargetClass()).equals(name)) {
                    uses.add(use);
                }
            }
        }
        return uses;
    }

    private static String bundleOf(JavaClass type) {
        return bundleOf(type.getPackageName());
    }

    /** The bundle that a package belongs to: the one with the longest name that is a prefix of it. */
    private static String bundleOf(String packageName) {
        String rest = packageName.substring(PREFIX.length());
        return MAY_USE.keySet().stream()
                .filter(b -> rest.equals(b) || rest.startsWith(b + "."))
                .max(java.util.Comparator.comparingInt(String::length))
                .orElse(rest);
    }

    private static String header(String name, String header) throws IOException {
        try (InputStream in = Files.newInputStream(bundlesFolder.resolve(PREFIX + name + "/META-INF/MANIFEST.MF"))) {
            String value = new Manifest(in).getMainAttributes().getValue(header);
            return value == null ? "" : value;
        }
    }
}
