package org.credence.headless.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Components that are described in a folder of a class path, beside this test's classes. */
class PlainComponentsTest {

    /** A kind of service. */
    public interface Voice {
        String says();
    }

    /** The voice of no rank. */
    public static final class Bass implements Voice {
        @Override
        public String says() {
            return "bass";
        }
    }

    /** The voice that comes first. */
    public static final class Soprano implements Voice {
        @Override
        public String says() {
            return "soprano";
        }
    }

    /** Gets one and all. */
    public static final class Choir {
        private final Voice first;
        private final List<Voice> all;

        public Choir(List<Voice> all, Voice first) {
            this.first = first;
            this.all = all;
        }
    }

    /** Gets one if there is one. */
    public static final class Stage {
        private final Voice voice;

        public Stage(Voice voice) {
            this.voice = voice;
        }
    }

    @TempDir
    Path folder;

    private static final String PROVIDES = "<service><provide interface=\"" + Voice.class.getName() + "\"/></service>";

    @Test
    void aComponentGetsTheFirstServiceAndAllOfThemInTheOrderOfTheirRanking() throws IOException {
        describe("bass", Bass.class, PROVIDES);
        describe(
                "soprano",
                Soprano.class,
                "<property name=\"service.ranking\" type=\"Integer\" value=\"5\"/>" + PROVIDES);
        describe("choir", Choir.class, choir());
        manifest("OSGI-INF/bass.xml,OSGI-INF/soprano.xml,OSGI-INF/choir.xml");

        PlainComponents components = PlainComponents.on(loader());
        Choir choir = components.get(Choir.class);

        assertEquals(
                List.of("soprano", "bass"), choir.all.stream().map(Voice::says).toList());
        assertSame(choir.all.get(0), choir.first, "each component is made once");
        assertSame(choir, components.get(Choir.class));
    }

    @Test
    void aMissingServiceIsNamedWithWhoNeedsIt() throws IOException {
        describe("choir", Choir.class, choir());
        manifest("OSGI-INF/choir.xml");

        Exception e = assertThrows(
                IllegalStateException.class, () -> PlainComponents.on(loader()).get(Choir.class));

        assertTrue(e.getMessage().contains("choir"), e.getMessage());
        assertTrue(e.getMessage().contains(Voice.class.getName()), e.getMessage());
    }

    @Test
    void aServiceThatIsNotNeededIsLeftOutWhereThereIsNone() throws IOException {
        String stage = "<service><provide interface=\"" + Stage.class.getName() + "\"/></service>"
                + "<reference cardinality=\"0..1\" interface=\"" + Voice.class.getName() + "\" parameter=\"0\"/>";
        describe("stage", Stage.class, stage);
        manifest("OSGI-INF/stage.xml");
        assertNull(PlainComponents.on(loader()).get(Stage.class).voice);

        describe("bass", Bass.class, PROVIDES);
        manifest("OSGI-INF/stage.xml,OSGI-INF/bass.xml");
        assertEquals("bass", PlainComponents.on(loader()).get(Stage.class).voice.says());
    }

    @Test
    void whatOnlyAFrameworkUnderstandsIsRefused() throws IOException {
        describe("bass", Bass.class, PROVIDES + "<reference interface=\"X\" bind=\"setX\"/>");
        manifest("OSGI-INF/bass.xml");

        Exception e = assertThrows(IllegalStateException.class, () -> PlainComponents.on(loader()));

        assertTrue(e.getMessage().contains("bass"), e.getMessage());
    }

    private static String choir() {
        return "<service><provide interface=\"" + Choir.class.getName() + "\"/></service>"
                + "<reference cardinality=\"0..n\" interface=\"" + Voice.class.getName() + "\" parameter=\"0\"/>"
                + "<reference interface=\"" + Voice.class.getName() + "\" parameter=\"1\"/>";
    }

    private void describe(String name, Class<?> implementation, String rest) throws IOException {
        Files.createDirectories(folder.resolve("OSGI-INF"));
        Files.writeString(
                folder.resolve("OSGI-INF/" + name + ".xml"),
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        + "<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.4.0\" name=\"" + name + "\">"
                        + rest + "<implementation class=\"" + implementation.getName() + "\"/></scr:component>");
    }

    private void manifest(String components) throws IOException {
        Files.createDirectories(folder.resolve("META-INF"));
        Files.writeString(
                folder.resolve("META-INF/MANIFEST.MF"),
                "Manifest-Version: 1.0\nService-Component: " + components.replace(",", ",\n ") + "\n\n");
    }

    /** Sees the folder's descriptions and no others. */
    private ClassLoader loader() throws IOException {
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader()) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                return findResources(name);
            }
        };
    }
}
