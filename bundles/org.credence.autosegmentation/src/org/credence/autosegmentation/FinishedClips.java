package org.credence.autosegmentation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;
import org.credence.imaging.WholeFile;

/**
 * Which clips are done in a folder of results, so that a run that was ended can be run again and does the rest. A note is
 * written after a clip's files, and holds only as long as model, images, plan and these files are what they were.
 */
final class FinishedClips {

    private static final String FOLDER = "done";
    private static final int BUFFER_BYTES = 1 << 18;

    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private final Path folder;
    private final ObjectNode options;

    /**
     * @param folder of results
     * @param modelSha256 the model
     * @param how in words, everything else that results depend on
     */
    FinishedClips(Path folder, String modelSha256, String how) {
        this.folder = folder;
        this.options = json.createObjectNode().put("modelSha256", modelSha256).put("options", how);
    }

    /** The SHA-256 of a clip's files in hexadecimal; blocks while they are read, and can be cancelled within each. */
    static String digest(ImageSeries series, Progress progress) throws AutoSegmentationException {
        MessageDigest all = sha256();
        for (Path file :
                series.instances().stream().map(ImageInstance::file).distinct().toList()) {
            try {
                all.update(HexFormat.of().parseHex(digest(file, progress)));
            } catch (IOException e) {
                throw new AutoSegmentationException(
                        "The image file " + file + " cannot be read (" + e + "); check that it is still there.", e);
            }
        }
        return HexFormat.of().formatHex(all.digest());
    }

    /**
     * What is noted about a clip, if it is done. Reads the clip's images and files only where the note might hold.
     *
     * @param name of the clip's files
     */
    Optional<ClipReport> find(String name, ImageSeries series, Progress progress) throws IOException {
        Path note = note(name);
        if (!Files.isRegularFile(note)) {
            return Optional.empty();
        }
        JsonNode said;
        try {
            said = json.readTree(Files.readAllBytes(note));
        } catch (JsonProcessingException e) {
            // No note of ours, or a damaged one: the clip is segmented again, which replaces it.
            return Optional.empty();
        }
        if (said == null || !options.equals(withoutImages(said.path("for")))) {
            return Optional.empty();
        }
        List<Path> files = new ArrayList<>();
        for (JsonNode file : said.path("files")) {
            Path there = folder.resolve(file.path("name").asText());
            if (!Files.isRegularFile(there)
                    || Files.size(there) != file.path("bytes").asLong()
                    || !digest(there, progress).equals(file.path("sha256").asText())) {
                return Optional.empty();
            }
            files.add(there);
        }
        return digest(series, progress)
                        .equals(said.path("for").path("imagesSha256").asText())
                ? report(said.path("clip"), files)
                : Optional.empty();
    }

    /**
     * Notes that a clip is done.
     *
     * @param imagesSha256 as {@link #digest} gave it before the clip was segmented
     */
    void note(String name, String imagesSha256, ClipReport report, Progress progress) throws IOException {
        ObjectNode said = json.createObjectNode();
        said.set("for", options.deepCopy().put("imagesSha256", imagesSha256));
        ObjectNode clip = said.putObject("clip")
                .put("patient", report.patientId())
                .put("series", report.seriesDescription())
                .put("sopInstanceUid", report.sopInstanceUid())
                .put("frames", report.frames());
        ObjectNode areas = clip.putObject("areaFraction");
        report.areaFractions().forEach(areas::put);
        ArrayNode listed = said.putArray("files");
        for (Path file : report.files()) {
            listed.addObject()
                    .put("name", folder.relativize(file).toString().replace('\\', '/'))
                    .put("bytes", Files.size(file))
                    .put("sha256", digest(file, progress));
        }
        WholeFile.write(note(name), json.writeValueAsBytes(said));
    }

    private static JsonNode withoutImages(JsonNode conditions) {
        return conditions instanceof ObjectNode object ? object.deepCopy().without("imagesSha256") : conditions;
    }

    /** What a note says about its clip; empty if it lacks something, as one that nobody here has written may. */
    private static Optional<ClipReport> report(JsonNode clip, List<Path> files) {
        Map<String, Double> areas = new LinkedHashMap<>();
        clip.path("areaFraction")
                .properties()
                .forEach(a -> areas.put(a.getKey(), a.getValue().asDouble(Double.NaN)));
        try {
            return Optional.of(new ClipReport(
                    clip.path("patient").asText(),
                    clip.path("series").asText(),
                    clip.path("sopInstanceUid").asText(),
                    clip.path("frames").asInt(),
                    areas,
                    files));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Path note(String name) {
        return folder.resolve(FOLDER).resolve(name + ".json");
    }

    private static String digest(Path file, Progress progress) throws IOException {
        MessageDigest sha256 = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                progress.checkCancelled();
                sha256.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256.", e);
        }
    }
}
