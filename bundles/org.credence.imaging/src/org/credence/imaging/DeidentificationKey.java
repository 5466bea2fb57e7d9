package org.credence.imaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/** Keeps the secret of a {@link Deidentification}: one line of hexadecimal digits in a file that only its owner may read. */
public final class DeidentificationKey {

    private static final int NEW_BYTES = 32;
    private static final int LEAST_BYTES = 16;
    private static final int MOST_BYTES = 1024;

    private DeidentificationKey() {}

    /**
     * Makes a new key and its file; blocks.
     *
     * @throws ImagingException if the file is there already, or cannot be made
     */
    public static byte[] create(Path file) throws ImagingException {
        byte[] key = new byte[NEW_BYTES];
        new SecureRandom().nextBytes(key);
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            // Permissions are given with the file, or others could read it in between.
            FileAttribute<?>[] ownerOnly =
                    file.getFileSystem().supportedFileAttributeViews().contains("posix")
                            ? new FileAttribute<?>[] {
                                PosixFilePermissions.asFileAttribute(
                                        Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE))
                            }
                            : new FileAttribute<?>[0];
            Files.createFile(file, ownerOnly);
            String line = HexFormat.of().formatHex(key) + "\n";
            Files.writeString(file, line, StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
            return key;
        } catch (FileAlreadyExistsException e) {
            throw new ImagingException("The key file " + file + " is there already; use it, or name another.", e);
        } catch (IOException e) {
            throw new ImagingException(
                    "The key file " + file + " cannot be made (" + e.getMessage() + "); check its folder.", e);
        }
    }

    /**
     * Reads a key; blocks.
     *
     * @throws ImagingException if there is none, or it is no key
     */
    public static byte[] read(Path file) throws ImagingException {
        String text;
        try {
            if (!Files.exists(file)) {
                throw new ImagingException("The key file " + file + " does not exist; make a new one.");
            }
            if (Files.size(file) > 2 * MOST_BYTES + 2) {
                throw noKey(file, null);
            }
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (ImagingException e) {
            throw e;
        } catch (IOException e) {
            throw new ImagingException(
                    "The key file " + file + " cannot be read (" + e.getMessage() + "); check its permissions.", e);
        }
        try {
            byte[] key = HexFormat.of().parseHex(text.strip());
            if (key.length < LEAST_BYTES) {
                throw noKey(file, null);
            }
            return key;
        } catch (IllegalArgumentException e) {
            throw noKey(file, e);
        }
    }

    private static ImagingException noKey(Path file, Exception cause) {
        return new ImagingException(
                "File " + file + " holds no key: that is one line of at least " + 2 * LEAST_BYTES
                        + " hexadecimal digits; choose another, or make a new one.",
                cause);
    }
}
