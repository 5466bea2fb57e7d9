package org.credence.annotation;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import org.credence.imaging.WholeFile;

/**
 * Label schemes as JSON files, to be edited by people; docs/formats.md describes them. Stateless and thread-safe; both
 * methods block.
 */
public final class LabelSchemeFile {

    private static final String FORMAT = "credence-label-scheme";
    private static final int VERSION = 1;
    private static final long MOST_BYTES = 1 << 20;

    private final ObjectMapper json = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /**
     * Reads a scheme.
     *
     * @throws AnnotationException if it cannot be read; the message names the line or the segment, and what to change
     */
    public LabelScheme read(Path file) throws AnnotationException {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw refusal(file, "has " + Files.size(file) + " bytes; schemes have at most " + MOST_BYTES);
            }
            return scheme(file, json.readTree(Files.readAllBytes(file)));
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new AnnotationException(
                    "Label scheme " + file + " is no JSON"
                            + (at == null ? "" : " in line " + at.getLineNr() + ", column " + at.getColumnNr()) + ": "
                            + e.getOriginalMessage().replaceFirst("\\.$", "") + ". Correct it there.",
                    e);
        } catch (AnnotationException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new AnnotationException("Label scheme " + file + " does not exist; check the path.", e);
        } catch (IOException e) {
            throw new AnnotationException(
                    "Label scheme " + file + " cannot be read: " + Journal.reason(e) + ". Check its permissions.", e);
        }
    }

    /**
     * Writes a scheme; the file appears whole or not at all, an existing one is replaced.
     *
     * @throws AnnotationException if it cannot be written
     */
    public void write(LabelScheme scheme, Path file) throws AnnotationException {
        try {
            String text = json.writerWithDefaultPrettyPrinter().writeValueAsString(node(scheme));
            WholeFile.write(file, (text + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AnnotationException(
                    "Label scheme " + file + " cannot be written: " + Journal.reason(e)
                            + ". What was there is kept; write to another place.",
                    e);
        }
    }

    private ObjectNode node(LabelScheme scheme) {
        ObjectNode root = json.createObjectNode()
                .put("format", FORMAT)
                .put("version", VERSION)
                .put("name", scheme.name());
        ArrayNode segments = root.putArray("segments");
        for (Segment s : scheme.segments()) {
            ObjectNode node = segments.addObject()
                    .put("number", s.number())
                    .put("label", s.label())
                    .put("color", String.format(Locale.ROOT, "#%06X", s.rgb() & 0xFFFFFF));
            s.hotKey().ifPresent(key -> node.put("key", key));
            put(node.putObject("category"), s.category());
            put(node.putObject("type"), s.type());
            if (!s.modifiers().isEmpty()) {
                ArrayNode modifiers = node.putArray("modifiers");
                s.modifiers().forEach(m -> put(modifiers.addObject(), m));
            }
        }
        return root;
    }

    private static void put(ObjectNode node, CodedConcept concept) {
        node.put("value", concept.value()).put("scheme", concept.scheme()).put("meaning", concept.meaning());
    }

    private static LabelScheme scheme(Path file, JsonNode root) throws AnnotationException {
        Place place = new Place(file, "");
        place.fields(root, Set.of("format", "version", "name", "segments"));
        if (!FORMAT.equals(place.text(root, "format"))) {
            throw refusal(file, "has the format \"" + root.get("format").asText() + "\"; write \"" + FORMAT + "\"");
        }
        int version = place.number(root, "version", 1, Integer.MAX_VALUE);
        if (version > VERSION) {
            throw refusal(
                    file, "is of version " + version + ", and this program reads " + VERSION + "; use a newer program");
        }
        JsonNode list = root.path("segments");
        if (!list.isArray() || list.isEmpty()) {
            throw refusal(file, "lists no \"segments\"; add at least one");
        }
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String label = list.get(i).path("label").asText("");
            String where = "segment " + (i + 1) + (label.isEmpty() ? "" : " (" + label + ")");
            segments.add(segment(new Place(file, where), list.get(i)));
        }
        try {
            return new LabelScheme(place.text(root, "name"), segments);
        } catch (IllegalArgumentException e) {
            throw new AnnotationException("Label scheme " + file + ": " + e.getMessage(), e);
        }
    }

    private static Segment segment(Place place, JsonNode node) throws AnnotationException {
        place.fields(node, Set.of("number", "label", "color", "key", "category", "type", "modifiers"));
        String color = place.text(node, "color");
        if (!color.matches("#[0-9A-Fa-f]{6}")) {
            throw place.refusal("has the colour \"" + color + "\"; write six hexadecimal digits, such as #56B4E9");
        }
        OptionalInt key = node.has("key") ? OptionalInt.of(place.number(node, "key", 0, 9)) : OptionalInt.empty();
        List<CodedConcept> modifiers = new ArrayList<>();
        if (node.has("modifiers")) {
            if (!node.get("modifiers").isArray()) {
                throw place.refusal("has \"modifiers\" that are no list; write them in [ ]");
            }
            for (JsonNode modifier : node.get("modifiers")) {
                modifiers.add(place.concept(modifier, "modifiers"));
            }
        }
        try {
            return new Segment(
                    place.number(node, "number", 1, 65535),
                    place.text(node, "label"),
                    place.concept(node.path("category"), "category"),
                    place.concept(node.path("type"), "type"),
                    modifiers,
                    Integer.parseInt(color.substring(1), 16),
                    key);
        } catch (IllegalArgumentException e) {
            throw place.refusal("is refused: " + e.getMessage());
        }
    }

    private static AnnotationException refusal(Path file, String why) {
        return new AnnotationException("Label scheme " + file + " " + why + ".");
    }

    /**
     * A part of a file, for messages.
     *
     * @param part empty for the whole
     */
    private record Place(Path file, String part) {

        AnnotationException refusal(String why) {
            return part.isEmpty()
                    ? LabelSchemeFile.refusal(file, why)
                    : new AnnotationException("Label scheme " + file + ": " + part + " " + why + ".");
        }

        void fields(JsonNode node, Set<String> known) throws AnnotationException {
            if (!node.isObject()) {
                throw refusal("is no JSON object; write it in { }");
            }
            for (String field : iterable(node)) {
                if (!known.contains(field)) {
                    throw refusal("has \"" + field + "\", which means nothing here; known are "
                            + String.join(", ", known.stream().sorted().toList()));
                }
            }
        }

        private static List<String> iterable(JsonNode node) {
            List<String> fields = new ArrayList<>();
            node.fieldNames().forEachRemaining(fields::add);
            return fields;
        }

        String text(JsonNode node, String field) throws AnnotationException {
            JsonNode value = node.path(field);
            if (!value.isTextual() || value.asText().isBlank()) {
                throw refusal("has no \"" + field + "\"; write a text in quotes");
            }
            return value.asText();
        }

        int number(JsonNode node, String field, int least, int most) throws AnnotationException {
            JsonNode value = node.path(field);
            if (!value.canConvertToExactIntegral()
                    || !value.canConvertToInt()
                    || value.asInt() < least
                    || value.asInt() > most) {
                throw refusal("has \"" + field + "\" " + (value.isMissingNode() ? "missing" : value.toString())
                        + "; write a whole number from " + least + (most < 65536 ? " to " + most : " on"));
            }
            return value.asInt();
        }

        CodedConcept concept(JsonNode node, String field) throws AnnotationException {
            if (!node.isObject()) {
                throw refusal("has no \"" + field + "\"; write { \"value\", \"scheme\", \"meaning\" } of a code");
            }
            Place inner = new Place(file, (part.isEmpty() ? "" : part + ", ") + field);
            inner.fields(node, Set.of("value", "scheme", "meaning"));
            try {
                return new CodedConcept(
                        inner.text(node, "value"), inner.text(node, "scheme"), inner.text(node, "meaning"));
            } catch (IllegalArgumentException e) {
                throw inner.refusal("is refused: " + e.getMessage());
            }
        }
    }
}
