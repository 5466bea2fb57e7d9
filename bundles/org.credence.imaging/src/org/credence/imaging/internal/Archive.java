package org.credence.imaging.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.credence.imaging.ImagingException;
import org.credence.imaging.Progress;

/**
 * Unpacks a zip file into a folder of its own below a store, once for as long as it does not change. The files there have
 * numbers for names, so that no name in an archive can lead anywhere, and appear all or none. Blocks.
 */
public final class Archive {

    /**
     * How much an archive may hold.
     *
     * @param entries files and folders in it
     * @param bytes of all files together
     * @param reserve bytes that stay free on the disk
     * @param unsuspicious bytes up to which any compression is believed
     * @param ratio most bytes that a byte of the archive may become; a sound deflated stream stays below 1033
     */
    public record Limits(int entries, long bytes, long reserve, long unsuspicious, int ratio) {
        public static final Limits USUAL = new Limits(1_000_000, 100L << 30, 1L << 30, 64L << 20, 1000);
    }

    private static final int FILES_PER_FOLDER = 1000;
    private static final int MOST_NAME = 60;

    private final Path file;
    private final Path store;
    private final Limits limits;
    private final PacedProgress progress;
    private final byte[] chunk = new byte[1 << 16];
    private final ArchiveContents contents = new ArchiveContents();
    private long packedBytes;
    private long packedDone;
    private long mostBytes;
    private long written;

    private Archive(Path file, Path store, Limits limits, Progress progress) {
        this.file = file;
        this.store = store;
        this.limits = limits;
        this.progress = new PacedProgress(progress);
    }

    /** Whether a file starts as a zip file does. */
    public static boolean isArchive(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(4);
            return head.length == 4
                    && head[0] == 'P'
                    && head[1] == 'K'
                    && (head[2] == 3 && head[3] == 4 || head[2] == 5 && head[3] == 6);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Unpacks an archive, or finds it unpacked.
     *
     * @param store where unpacked archives are kept
     * @return its folder in the store
     * @throws ImagingException if it is damaged, encrypted, holds too much, or cannot be unpacked; nothing is left of it
     * @throws java.util.concurrent.CancellationException if cancelled; nothing is left of it
     */
    public static Path unpack(Path file, Path store, Limits limits, Progress progress) throws ImagingException {
        try {
            return new Archive(file, store, limits, progress).unpack();
        } catch (ImagingException e) {
            throw e;
        } catch (ZipException e) {
            String why = String.valueOf(e.getMessage());
            throw new ImagingException(
                    "Archive " + file
                            + (why.contains("encrypted")
                                    ? " is encrypted; unpack it with its password and open the folder."
                                    : " is damaged or cut off (" + why + "); copy it again from where it came."),
                    e);
        } catch (IOException e) {
            throw new ImagingException(
                    "Archive " + file + " cannot be unpacked into " + store + ": " + e.getMessage()
                            + "; check the space there, or unpack it yourself and open the folder.",
                    e);
        }
    }

    private Path unpack() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        Path folder = store.resolve(name(attributes));
        if (ArchiveContents.isWhole(folder)) {
            return folder;
        }
        OwnFiles.createFolder(store);
        OwnFiles.delete(folder);
        Path unfinished = store.resolve(folder.getFileName() + "." + UUID.randomUUID() + ".part");
        OwnFiles.createFolder(unfinished);
        try {
            fill(unfinished, attributes);
            try {
                Files.move(unfinished, folder);
            } catch (IOException e) {
                // Another process may have been faster; what it unpacked is the same.
                if (!ArchiveContents.isWhole(folder)) {
                    throw e;
                }
            }
        } finally {
            OwnFiles.delete(unfinished);
        }
        return folder;
    }

    private String name(BasicFileAttributes attributes) throws IOException {
        try {
            String identity = file.toRealPath() + "\n" + attributes.size() + "\n" + attributes.lastModifiedTime();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private void fill(Path folder, BasicFileAttributes attributes) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace() - limits.reserve();
        mostBytes = Math.max(0, Math.min(limits.bytes(), free));
        packedBytes = attributes.size();
        // Names are only shown; a name that is no UTF-8 must not cost the archive.
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.ISO_8859_1)) {
            if (zip.size() > limits.entries()) {
                throw new ImagingException("Archive " + file + " has " + zip.size() + " entries, more than "
                        + limits.entries() + "; unpack it yourself and open the folder.");
            }
            int number = 0;
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (!entry.isDirectory()) {
                    extract(zip, entry, folder, ++number, attributes.lastModifiedTime());
                }
            }
        }
        contents.write(folder);
    }

    private void extract(ZipFile zip, ZipEntry entry, Path folder, int number, FileTime time) throws IOException {
        if (entry.getName().toLowerCase(Locale.ROOT).endsWith(".zip")) {
            contents.problem(entry.getName(), "is an archive itself; unpack it and open it by itself.");
            return;
        }
        String stored = "%04d/%06d%s".formatted(number / FILES_PER_FOLDER, number, ending(entry.getName()));
        Path target = folder.resolve(ArchiveContents.FILES).resolve(stored);
        Files.createDirectories(target.getParent());
        Optional<String> fault;
        try {
            fault = copy(zip, entry, target);
        } catch (ImagingException e) {
            throw e;
        } catch (IOException e) {
            // A full disk is said by every entry after this one too, and by the archive as a whole.
            if (Files.getFileStore(folder).getUsableSpace() < chunk.length) {
                throw e;
            }
            fault = Optional.of("cannot be unpacked (" + e.getMessage() + "); get the archive again.");
        }
        packedDone += Math.max(0, entry.getCompressedSize());
        if (fault.isPresent()) {
            Files.deleteIfExists(target);
            contents.problem(entry.getName(), fault.get());
        } else {
            Files.setLastModifiedTime(target, time);
            contents.file(stored, Files.size(target), entry.getName());
        }
    }

    /** What is wrong with an entry, if anything. */
    private Optional<String> copy(ZipFile zip, ZipEntry entry, Path target) throws IOException {
        CRC32 crc = new CRC32();
        long size = 0;
        try (InputStream in = zip.getInputStream(entry);
                OutputStream out = Files.newOutputStream(target)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                progress.checkCancelled();
                if (progress.isDue()) {
                    progress.report(Math.min(1, (double) packedDone / packedBytes), "Unpacking " + file.getFileName());
                }
                size += n;
                written += n;
                if (isSuspicious(written, packedBytes)) {
                    throw new ImagingException("Archive " + file + " holds more than " + limits.ratio()
                            + " times its own size; this is no sound archive, do not open it.");
                }
                if (written > mostBytes) {
                    throw new ImagingException("Archive " + file + " holds more than the " + (mostBytes >> 20)
                            + " MiB that may be unpacked into " + store
                            + "; make room there, or unpack it yourself and open the folder.");
                }
                if (isSuspicious(size, entry.getCompressedSize())) {
                    return Optional.of("holds more than " + limits.ratio()
                            + " times what it takes in the archive and was left out.");
                }
                out.write(chunk, 0, n);
                crc.update(chunk, 0, n);
            }
        }
        return size == entry.getSize() && crc.getValue() == entry.getCrc()
                ? Optional.empty()
                : Optional.of(
                        "is damaged: it has " + size + " bytes with checksum " + crc.getValue() + " and should have "
                                + entry.getSize() + " with " + entry.getCrc() + "; get the archive again.");
    }

    private boolean isSuspicious(long unpacked, long packed) {
        return unpacked > limits.unsuspicious() && unpacked / limits.ratio() > Math.max(0, packed);
    }

    /** What may follow the number in a file's name, so that people recognise it: letters and digits of the last name. */
    private static String ending(String entry) {
        String last = entry.substring(Math.max(entry.lastIndexOf('/'), entry.lastIndexOf('\\')) + 1);
        String plain = last.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("\\.+$", "");
        return plain.isEmpty() ? "" : "-" + plain.substring(Math.max(0, plain.length() - MOST_NAME));
    }
}
