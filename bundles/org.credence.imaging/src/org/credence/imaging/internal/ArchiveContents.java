package org.credence.imaging.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an unpacked archive's folder holds, by the names in the archive. Kept in a text file in that folder, whose time of
 * change says when the archive was last opened.
 */
public final class ArchiveContents {

    /** The folder of the files, within that of the archive. */
    public static final String FILES = "files";

    private static final String LIST = "contents.tsv";
    private static final String FIRST_LINE = "credence archive 1, bytes: ";
    private static final int MOST_NAME = 200;

    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, Long> sizes = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    void file(String stored, long size, String entry) {
        names.put(stored, shown(entry));
        sizes.put(stored, size);
    }

    void problem(String entry, String fault) {
        problems.add("Entry " + shown(entry) + " " + shown(fault));
    }

    /** What could not be unpacked, one sentence each. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** The name in the archive of a file, by where it lies in {@link #FILES}. */
    public Optional<String> nameOf(Path file) {
        return Optional.ofNullable(names.get(file.toString().replace('\\', '/')));
    }

    void write(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(
                FIRST_LINE + sizes.values().stream().mapToLong(Long::longValue).sum());
        problems.forEach(p -> lines.add("problem\t" + p));
        names.forEach((stored, name) -> lines.add("file\t" + sizes.get(stored) + "\t" + stored + "\t" + name));
        Files.write(folder.resolve(LIST), lines);
    }

    /**
     * Reads the contents of an unpacked archive.
     *
     * @throws IOException if there are none, or they are damaged
     */
    public static ArchiveContents read(Path folder) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve(LIST));
        if (lines.isEmpty() || !lines.get(0).startsWith(FIRST_LINE)) {
            throw new IOException(folder + " is no unpacked archive");
        }
        ArchiveContents contents = new ArchiveContents();
        for (String line : lines.subList(1, lines.size())) {
            String[] parts = line.split("\t", 4);
            if (parts.length == 2 && parts[0].equals("problem")) {
                contents.problems.add(parts[1]);
            } else if (parts.length == 4 && parts[0].equals("file") && parts[1].matches("\\d{1,18}")) {
                contents.names.put(parts[2], parts[3]);
                contents.sizes.put(parts[2], Long.valueOf(parts[1]));
            } else {
                throw new IOException(folder + " has a damaged list of contents");
            }
        }
        return contents;
    }

    /** Whether a folder holds all of an archive; notes that it was used. */
    static boolean isWhole(Path folder) {
        if (!Files.isRegularFile(folder.resolve(LIST))) {
            return false;
        }
        try {
            ArchiveContents contents = read(folder);
            for (Map.Entry<String, Long> each : contents.sizes.entrySet()) {
                if (Files.size(folder.resolve(FILES).resolve(each.getKey())) != each.getValue()) {
                    return false;
                }
            }
            Files.setLastModifiedTime(folder.resolve(LIST), FileTime.from(Instant.now()));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** When an unpacked archive was last opened. */
    static FileTime lastUsed(Path folder) throws IOException {
        return Files.getLastModifiedTime(folder.resolve(LIST));
    }

    /** Bytes of all files of an unpacked archive. */
    static long totalBytes(Path folder) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(folder.resolve(LIST))) {
            String first = lines.readLine();
            if (first == null || !first.matches(FIRST_LINE + "\\d{1,18}")) {
                throw new IOException(folder + " is no unpacked archive");
            }
            return Long.parseLong(first.substring(FIRST_LINE.length()));
        }
    }

    private static String shown(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= MOST_NAME ? plain : plain.substring(0, MOST_NAME) + "...";
    }
}
