package org.credence.headless.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.WholeFile;

/**
 * Which clips are done in a folder of results, so that a run that was ended can be run again and does the rest. A note is
 * written after a clip's files, and holds only as long as model, images, options and these files are what they were.
 */
final class FinishedClips {

    private static final String FOLDER = "done";

    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private final Path out;
    private final ObjectNode options;

    /**
     * A clip that is done.
     *
     * @param report what segment.json says about it
     * @param picture of it, for the contact sheet
     */
    record Done(ObjectNode report, BufferedImage picture) {}

    /**
     * @param out the folder of results
     * @param modelSha256 the model
     * @param how in words, everything else that results depend on
     */
    FinishedClips(Path out, String modelSha256, String how) {
        this.out = out;
        this.options = json.createObjectNode().put("modelSha256", modelSha256).put("options", how);
    }

    /** The SHA-256 of a clip's files in hexadecimal; blocks while they are read. */
    static String digest(ImageSeries series) throws IOException {
        MessageDigest all = sha256();
        for (Path file :
                series.instances().stream().map(ImageInstance::file).distinct().toList()) {
            all.update(HexFormat.of().parseHex(digest(file)));
        }
        return HexFormat.of().formatHex(all.digest());
    }

    /**
     * What was said about a clip, if it is done.
     *
     * @param name of the clip's files
     * @param imagesSha256 as {@link #digest} gives it
     */
    Optional<Done> find(String name, String imagesSha256) throws IOException {
        Path note = note(name);
        Path picture = picture(name);
        if (!Files.isRegularFile(note) || !Files.isRegularFile(picture)) {
            return Optional.empty();
        }
        JsonNode said;
        try {
            said = json.readTree(Files.readAllBytes(note));
        } catch (JsonProcessingException e) {
            // No note of ours, or a damaged one: the clip is segmented again, which replaces it.
            return Optional.empty();
        }
        if (!(said.path("clip") instanceof ObjectNode clip)
                || !said.path("for").equals(conditions(imagesSha256))
                || said.path("files").isEmpty()) {
            return Optional.empty();
        }
        for (JsonNode file : said.path("files")) {
            Path there = out.resolve(file.path("name").asText());
            if (!Files.isRegularFile(there)
                    || Files.size(there) != file.path("bytes").asLong()
                    || !digest(there).equals(file.path("sha256").asText())) {
                return Optional.empty();
            }
        }
        BufferedImage image = ImageIO.read(picture.toFile());
        return image == null ? Optional.empty() : Optional.of(new Done(clip, image));
    }

    /**
     * Notes that a clip is done.
     *
     * @param files written for it, within the folder of results
     */
    void note(String name, String imagesSha256, List<Path> files, Done done) throws IOException {
        WholeFile.write(picture(name), unfinished -> {
            if (!ImageIO.write(done.picture(), "png", unfinished.toFile())) {
                throw new IOException("This Java runtime writes no PNG.");
            }
        });
        ObjectNode said = json.createObjectNode();
        said.set("for", conditions(imagesSha256));
        said.set("clip", done.report());
        ArrayNode listed = said.putArray("files");
        for (Path file : files) {
            listed.addObject()
                    .put("name", out.relativize(file).toString().replace('\\', '/'))
                    .put("bytes", Files.size(file))
                    .put("sha256", digest(file));
        }
        WholeFile.write(note(name), json.writeValueAsBytes(said));
    }

    private ObjectNode conditions(String imagesSha256) {
        return options.deepCopy().put("imagesSha256", imagesSha256);
    }

    private Path note(String name) {
        return out.resolve(FOLDER).resolve(name + ".json");
    }

    private Path picture(String name) {
        return out.resolve(FOLDER).resolve(name + ".png");
    }

    private static String digest(Path file) throws IOException {
        MessageDigest sha256 = sha256();
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digested = new DigestInputStream(in, sha256)) {
            digested.transferTo(OutputStream.nullOutputStream());
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
