package org.credence.formats.internal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.credence.annotation.AnnotationException;
import org.credence.imaging.Vector3;

/** Opens NRRD files with an attached header and raw or gzip data. */
final class NrrdReader {

    private static final int MAX_HEADER_BYTES = 1 << 20;
    private static final Pattern VECTOR = Pattern.compile("none|\\(([^)]*)\\)");

    private NrrdReader() {}

    static boolean accepts(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(4), StandardCharsets.ISO_8859_1).equals("NRRD");
        } catch (IOException e) {
            // What cannot be read is of no format; reading it says why.
            return false;
        }
    }

    static StoredVolume open(Path file) throws AnnotationException {
        try {
            InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
            try {
                return open(file, in);
            } catch (IOException | RuntimeException e) {
                in.close();
                throw e;
            }
        } catch (AnnotationException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw new AnnotationException("File " + file + " cannot be read as NRRD: " + e.getMessage() + ".", e);
        }
    }

    private static StoredVolume open(Path file, InputStream in) throws IOException {
        Map<String, String> fields = header(file, in);
        if (fields.containsKey("data file") || fields.containsKey("datafile")) {
            throw refused(file, "has its data in another file");
        }
        List<Integer> sizes = new ArrayList<>();
        for (String size : required(file, fields, "sizes").split("\\s+")) {
            sizes.add(Integer.parseInt(size));
        }
        SampleType type = type(file, required(file, fields, "type"));
        boolean big = fields.getOrDefault("endian", "little").equals("big");
        InputStream data = switch (required(file, fields, "encoding")) {
            case "raw" -> in;
            case "gzip", "gz" -> new GZIPInputStream(in, 1 << 16);
            default -> throw refused(file, "is encoded as " + fields.get("encoding"));
        };
        return new StoredVolume(
                file,
                sizes,
                type,
                big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                1,
                0,
                affine(file, fields, sizes.size()),
                data);
    }

    private static Map<String, String> header(Path file, InputStream in) throws IOException {
        Map<String, String> fields = new HashMap<>();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int n = 0; n < MAX_HEADER_BYTES; n++) {
            int b = in.read();
            if (b < 0) {
                break;
            }
            if (b != '\n') {
                line.write(b);
                continue;
            }
            String text = line.toString(StandardCharsets.UTF_8).strip();
            line.reset();
            if (text.isEmpty()) {
                return fields;
            }
            int colon = text.indexOf(": ");
            if (colon > 0 && !text.startsWith("#") && !text.contains(":=")) {
                String name = text.substring(0, colon).toLowerCase(Locale.ROOT);
                fields.put(name, text.substring(colon + 2).strip());
            }
        }
        throw refused(file, "has a header without end");
    }

    private static String required(Path file, Map<String, String> fields, String name) throws AnnotationException {
        String value = fields.get(name);
        if (value == null) {
            throw refused(file, "lacks the field \"" + name + "\"");
        }
        return value;
    }

    private static AnnotationException refused(Path file, String what) {
        return new AnnotationException("NRRD file " + file + " " + what
                + "; write it with its header attached, raw or gzip, as whole numbers or floats.");
    }

    private static SampleType type(Path file, String name) throws AnnotationException {
        return switch (name) {
            case "uchar", "unsigned char", "uint8", "uint8_t" -> SampleType.U8;
            case "signed char", "int8", "int8_t" -> SampleType.S8;
            case "ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t" -> SampleType.U16;
            case "short", "short int", "signed short", "signed short int", "int16", "int16_t" -> SampleType.S16;
            case "int", "signed int", "int32", "int32_t" -> SampleType.S32;
            case "float" -> SampleType.F32;
            case "double" -> SampleType.F64;
            default -> throw refused(file, "has samples of type " + name);
        };
    }

    /** Where it lies, turned into millimetres to the left, the back and the head. */
    private static Optional<Volume.Affine> affine(Path file, Map<String, String> fields, int axes)
            throws AnnotationException {
        String directions = fields.get("space directions");
        String origin = fields.get("space origin");
        String space = fields.getOrDefault("space", "");
        if (directions == null || origin == null) {
            return Optional.empty();
        }
        double[] flip = switch (space.toLowerCase(Locale.ROOT)) {
            case "left-posterior-superior", "lps" -> new double[] {1, 1};
            case "right-anterior-superior", "ras" -> new double[] {-1, -1};
            case "left-anterior-superior", "las" -> new double[] {1, -1};
            default -> throw refused(file, "lies in the space \"" + space + "\"");
        };
        List<Optional<Vector3>> vectors = vectors(file, directions, flip);
        List<Optional<Vector3>> from = vectors(file, origin, flip);
        if (vectors.size() != axes || from.size() != 1 || from.get(0).isEmpty()) {
            throw refused(file, "has space directions that do not go with its axes");
        }
        if (vectors.get(0).isEmpty() || vectors.size() > 1 && vectors.get(1).isEmpty()) {
            throw refused(file, "has a first or second axis without direction");
        }
        Vector3 third = vectors.size() > 2 ? vectors.get(2).orElse(new Vector3(0, 0, 0)) : new Vector3(0, 0, 0);
        return Optional.of(new Volume.Affine(
                vectors.get(0).get(), vectors.get(1).get(), third, from.get(0).get()));
    }

    private static List<Optional<Vector3>> vectors(Path file, String text, double[] flip) throws AnnotationException {
        List<Optional<Vector3>> vectors = new ArrayList<>();
        Matcher m = VECTOR.matcher(text);
        while (m.find()) {
            if (m.group(1) == null) {
                vectors.add(Optional.empty());
                continue;
            }
            String[] parts = m.group(1).split(",");
            if (parts.length != 3) {
                throw refused(file, "has a vector of " + parts.length + " numbers");
            }
            vectors.add(Optional.of(new Vector3(
                    flip[0] * Double.parseDouble(parts[0].strip()),
                    flip[1] * Double.parseDouble(parts[1].strip()),
                    Double.parseDouble(parts[2].strip()))));
        }
        return vectors;
    }
}
