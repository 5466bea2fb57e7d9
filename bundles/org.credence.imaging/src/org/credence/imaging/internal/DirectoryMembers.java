package org.credence.imaging.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.credence.imaging.ImageDirectory;

/**
 * Finds the files that a directory lists. A DICOMDIR writes names as its medium did, in capitals; copies on other disks
 * often have them in small letters, with a dot at the end or with the version number of ISO 9660.
 */
public final class DirectoryMembers {

    private final Path folder;
    private final Map<Path, Map<String, Path>> listings = new HashMap<>();

    private DirectoryMembers(Path folder) {
        this.folder = folder;
    }

    /**
     * What a directory lists, as it is on the disk.
     *
     * @param present files that are there, each once, in the directory's order
     * @param missing those that are not, as the directory names them
     */
    public record Members(List<Path> present, List<Path> missing) {}

    public static Members of(ImageDirectory directory) {
        Path folder = directory.file().toAbsolutePath().getParent();
        DirectoryMembers members = new DirectoryMembers(folder);
        Set<Path> present = new LinkedHashSet<>();
        Set<Path> missing = new LinkedHashSet<>();
        for (Path listed : directory.members()) {
            members.find(listed).ifPresentOrElse(present::add, () -> missing.add(listed));
        }
        return new Members(List.copyOf(present), List.copyOf(missing));
    }

    private Optional<Path> find(Path listed) {
        if (Files.isRegularFile(listed)) {
            return Optional.of(listed);
        }
        if (!listed.startsWith(folder)) {
            return Optional.empty();
        }
        Path at = folder;
        for (Path part : folder.relativize(listed)) {
            Path exact = at.resolve(part);
            Path next = Files.exists(exact) ? exact : listing(at).get(plain(part));
            if (next == null) {
                return Optional.empty();
            }
            at = next;
        }
        return Optional.of(at).filter(Files::isRegularFile);
    }

    /** What is in a folder, by plain name; of several the first in the order of names. */
    private Map<String, Path> listing(Path within) {
        return listings.computeIfAbsent(within, w -> {
            Map<String, Path> names = new TreeMap<>();
            try (Stream<Path> all = Files.list(w)) {
                all.sorted().forEach(p -> names.putIfAbsent(plain(p.getFileName()), p));
            } catch (IOException | java.io.UncheckedIOException e) {
                // A folder that cannot be listed has nothing to offer; its files are reported as missing.
                names.clear();
            }
            return names;
        });
    }

    private static String plain(Path name) {
        return name.toString()
                .toLowerCase(Locale.ROOT)
                .replaceFirst(";\\d+$", "")
                .replaceFirst("\\.+$", "");
    }
}
