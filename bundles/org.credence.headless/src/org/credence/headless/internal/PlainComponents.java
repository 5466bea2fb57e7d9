package org.credence.headless.internal;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Manifest;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The components of an ordinary class path, put together as Declarative Services would: by the descriptions that the
 * manifests of the jars name, each component once, when it is asked for. Services are ordered by ranking, then by the class
 * path. Used by one thread.
 *
 * <p>Understood are components that get services through their constructor, one (null where there is none and none is needed)
 * or all of a kind; every one of ours is such.
 */
final class PlainComponents {

    /** What a component gets as one parameter of its constructor. */
    private record Need(int parameter, String service, boolean all, boolean optional) {}

    private record Description(
            String name, String implementation, List<String> services, int ranking, List<Need> needs) {}

    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    private final ClassLoader loader;
    private final Map<String, List<Description>> providers = new HashMap<>();
    private final Map<Description, Object> made = new HashMap<>();

    private PlainComponents(ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * The components that a loader has.
     *
     * @throws IllegalStateException if a description is missing or not understood
     */
    static PlainComponents on(ClassLoader loader) {
        PlainComponents components = new PlainComponents(loader);
        try {
            XMLInputFactory xml = XMLInputFactory.newDefaultFactory();
            xml.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            for (URL manifest : Collections.list(loader.getResources(MANIFEST))) {
                for (String name : descriptions(manifest)) {
                    // Beside its own manifest: other jars may have a description of the same name.
                    try (InputStream in = beside(manifest, name).openStream()) {
                        components.add(read(name, xml.createXMLStreamReader(in)));
                    }
                }
            }
        } catch (IOException | XMLStreamException e) {
            throw new IllegalStateException(
                    "The descriptions of its components cannot be read: " + e.getMessage() + ".", e);
        }
        for (List<Description> each : components.providers.values()) {
            each.sort((a, b) -> Integer.compare(b.ranking, a.ranking));
        }
        return components;
    }

    private static URL beside(URL manifest, String name) throws IOException {
        String root = manifest.toString();
        return URI.create(root.substring(0, root.length() - MANIFEST.length()) + name)
                .toURL();
    }

    private static List<String> descriptions(URL manifest) throws IOException {
        try (InputStream in = manifest.openStream()) {
            String named = new Manifest(in).getMainAttributes().getValue("Service-Component");
            return named == null ? List.of() : List.of(named.split("\\s*,\\s*"));
        }
    }

    private static Description read(String name, XMLStreamReader xml) throws XMLStreamException {
        String implementation = null;
        List<String> services = new ArrayList<>();
        int ranking = 0;
        List<Need> needs = new ArrayList<>();
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            switch (xml.getLocalName()) {
                case "component", "service" -> {
                    // What they hold follows.
                }
                case "implementation" -> implementation = xml.getAttributeValue(null, "class");
                case "provide" -> services.add(xml.getAttributeValue(null, "interface"));
                case "property" -> {
                    if ("service.ranking".equals(xml.getAttributeValue(null, "name"))) {
                        ranking = Integer.parseInt(xml.getAttributeValue(null, "value"));
                    }
                }
                case "reference" -> needs.add(need(name, xml));
                default ->
                    throw new IllegalStateException("Its component " + name + " has <" + xml.getLocalName()
                            + ">, which only a framework understands.");
            }
        }
        return new Description(name, implementation, services, ranking, needs);
    }

    private static Need need(String name, XMLStreamReader xml) {
        String parameter = xml.getAttributeValue(null, "parameter");
        if (parameter == null) {
            throw new IllegalStateException(
                    "Its component " + name + " gets a service in another way than through its constructor.");
        }
        String cardinality = xml.getAttributeValue(null, "cardinality");
        return new Need(
                Integer.parseInt(parameter),
                xml.getAttributeValue(null, "interface"),
                cardinality != null && cardinality.endsWith("n"),
                cardinality != null && cardinality.startsWith("0"));
    }

    private void add(Description description) {
        for (String service : description.services) {
            providers.computeIfAbsent(service, s -> new ArrayList<>()).add(description);
        }
    }

    /**
     * The service of a kind that comes first.
     *
     * @throws IllegalStateException if there is none, or it cannot be made
     */
    <T> T get(Class<T> service) {
        return service.cast(first(service.getName(), "The command line"));
    }

    private Object first(String service, String forWhom) {
        List<Description> all = providers.getOrDefault(service, List.of());
        if (all.isEmpty()) {
            throw new IllegalStateException(forWhom + " needs " + service + ", which no component provides.");
        }
        return make(all.get(0));
    }

    private List<Object> all(String service) {
        List<Object> all = new ArrayList<>();
        for (Description each : providers.getOrDefault(service, List.of())) {
            all.add(make(each));
        }
        return all;
    }

    private Object make(Description description) {
        Object known = made.get(description);
        if (known != null) {
            return known;
        }
        Object[] arguments = new Object[description.needs.size()];
        for (Need need : description.needs) {
            boolean left = need.optional && !providers.containsKey(need.service);
            arguments[need.parameter] =
                    need.all ? all(need.service) : left ? null : first(need.service, description.name);
        }
        try {
            Object component = constructor(description).newInstance(arguments);
            made.put(description, component);
            return component;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Its component " + description.name + " cannot be made: " + e + ".", e);
        }
    }

    /** The one that takes what is described: a component may have others, for those who use it without any framework. */
    private Constructor<?> constructor(Description description) throws ReflectiveOperationException {
        Class<?>[] types = new Class<?>[description.needs.size()];
        for (Need need : description.needs) {
            types[need.parameter] = need.all ? List.class : Class.forName(need.service, false, loader);
        }
        return Class.forName(description.implementation, true, loader).getConstructor(types);
    }
}
