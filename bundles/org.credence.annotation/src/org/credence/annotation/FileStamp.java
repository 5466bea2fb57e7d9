package org.credence.annotation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a file held at one moment, to notice later whether somebody else changed it. Two stamps are equal if the bytes are,
 * whatever happened to the file's times in between.
 *
 * @param sizeBytes length of the file; -1 where there was none
 * @param sha256 digest of its bytes in hexadecimal; empty where there was none
 */
public record FileStamp(long sizeBytes, String sha256) {

    /** There was no file. */
    public static final FileStamp ABSENT = new FileStamp(-1, "");

    private static final int BUFFER = 1 << 18;

    public FileStamp {
        if (sizeBytes < -1 || sha256.length() != (sizeBytes < 0 ? 0 : 64)) {
            throw new IllegalArgumentException(
                    "A stamp has a size and 64 digits, or -1 and none, got: " + sizeBytes + ", " + sha256);
        }
    }

    /**
     * The stamp of a file as it is now; reads all of it.
     *
     * @throws IOException if it is there and cannot be read
     */
    public static FileStamp of(Path file) throws IOException {
        MessageDigest digest = newDigest();
        long size = 0;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                size += n;
            }
        } catch (NoSuchFileException e) {
            return ABSENT;
        }
        return new FileStamp(size, HexFormat.of().formatHex(digest.digest()));
    }

    public boolean isPresent() {
        return sizeBytes >= 0;
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no SHA-256, which every one must have.", e);
        }
    }
}
