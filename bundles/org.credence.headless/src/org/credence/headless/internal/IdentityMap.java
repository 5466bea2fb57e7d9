package org.credence.headless.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.credence.imaging.FileIdentity;
import org.credence.imaging.ImagingException;
import org.credence.imaging.WholeFile;

/**
 * Which copy stands for which original, in a file that only the holder of the key can read. Used by one thread.
 *
 * <p>The file: 8 bytes {@code CREDMAP1}, 16 bytes of salt, 12 bytes of nonce, then gzipped JSON under AES-256-GCM with a
 * tag of 16 bytes; the first 36 bytes are authenticated too. The key of the cipher is HKDF-SHA256 (RFC 5869) of the secret
 * with that salt. Every writing takes a new salt and nonce.
 */
final class IdentityMap {

    /**
     * One file.
     *
     * @param original what it said before
     * @param copy what the copy says
     */
    record Entry(FileIdentity original, FileIdentity copy) {}

    private static final byte[] MAGIC = "CREDMAP1".getBytes(StandardCharsets.US_ASCII);
    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int HEAD_BYTES = MAGIC.length + SALT_BYTES + NONCE_BYTES;
    private static final int TAG_BITS = 128;
    private static final int MOST_BYTES = 1 << 30;
    private static final byte[] PURPOSE = "credence 1 identity map".getBytes(StandardCharsets.US_ASCII);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** Remembers a file, in place of what was known of the same copy. */
    void add(Entry entry) {
        entries.put(entry.copy().sopInstanceUid(), entry);
    }

    Collection<Entry> entries() {
        return entries.values();
    }

    /**
     * Writes the map; an existing file is replaced.
     *
     * @throws IOException if that fails
     */
    void write(Path file, byte[] secret) throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(plain)) {
            ArrayNode all = JSON.createArrayNode();
            for (Entry entry : entries.values()) {
                ObjectNode node = all.addObject();
                node.set("original", node(entry.original()));
                node.set("copy", node(entry.copy()));
            }
            zip.write(JSON.writeValueAsBytes(all));
        }
        byte[] head = new byte[HEAD_BYTES];
        new SecureRandom().nextBytes(head);
        System.arraycopy(MAGIC, 0, head, 0, MAGIC.length);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, secret, head).doFinal(plain.toByteArray());
            byte[] whole = Arrays.copyOf(head, head.length + sealed.length);
            System.arraycopy(sealed, 0, whole, head.length, sealed.length);
            WholeFile.write(file, whole);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has AES-GCM and HMAC-SHA256.", e);
        }
    }

    /**
     * Reads a map.
     *
     * @throws ImagingException if it is damaged or of another key
     */
    static IdentityMap read(Path file, byte[] secret) throws IOException {
        if (!Files.exists(file)) {
            throw new ImagingException("The map " + file + " does not exist; name the file that --map has written.");
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new ImagingException("File " + file + " is too large for a map of identities; name the right file.");
        }
        byte[] whole = Files.readAllBytes(file);
        if (whole.length < HEAD_BYTES + TAG_BITS / 8 || !Arrays.equals(Arrays.copyOf(whole, MAGIC.length), MAGIC)) {
            throw new ImagingException(
                    "File " + file + " is no map of identities; name the file that --map has written.");
        }
        byte[] plain;
        try {
            plain = cipher(Cipher.DECRYPT_MODE, secret, Arrays.copyOf(whole, HEAD_BYTES))
                    .doFinal(whole, HEAD_BYTES, whole.length - HEAD_BYTES);
        } catch (AEADBadTagException e) {
            throw new ImagingException(
                    "The map " + file + " is of another key, or damaged; name the key file that it was written with.",
                    e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has AES-GCM and HMAC-SHA256.", e);
        }
        IdentityMap map = new IdentityMap();
        try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(plain))) {
            for (JsonNode node : JSON.readTree(zip)) {
                map.add(new Entry(identity(node.path("original")), identity(node.path("copy"))));
            }
        }
        return map;
    }

    private static ObjectNode node(FileIdentity i) {
        return JSON.createObjectNode()
                .put("patientId", i.patientId())
                .put("patientIdIssuer", i.patientIdIssuer())
                .put("patientName", i.patientName())
                .put("birthDate", i.birthDate())
                .put("accessionNumber", i.accessionNumber())
                .put("studyDate", i.studyDate())
                .put("studyUid", i.studyUid())
                .put("seriesUid", i.seriesUid())
                .put("sopInstanceUid", i.sopInstanceUid());
    }

    private static FileIdentity identity(JsonNode n) {
        return new FileIdentity(
                n.path("patientId").asText(),
                n.path("patientIdIssuer").asText(),
                n.path("patientName").asText(),
                n.path("birthDate").asText(),
                n.path("accessionNumber").asText(),
                n.path("studyDate").asText(),
                n.path("studyUid").asText(),
                n.path("seriesUid").asText(),
                n.path("sopInstanceUid").asText());
    }

    private static Cipher cipher(int mode, byte[] secret, byte[] head) throws GeneralSecurityException {
        ByteBuffer in = ByteBuffer.wrap(head, MAGIC.length, SALT_BYTES + NONCE_BYTES);
        byte[] salt = new byte[SALT_BYTES];
        byte[] nonce = new byte[NONCE_BYTES];
        in.get(salt).get(nonce);
        // HKDF: extract, then the first block of expand, which is as long as the key of AES-256.
        byte[] extracted = hmac(salt, secret);
        byte[] info = Arrays.copyOf(PURPOSE, PURPOSE.length + 1);
        info[PURPOSE.length] = 1;
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(hmac(extracted, info), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(head);
        return cipher;
    }

    private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }
}
