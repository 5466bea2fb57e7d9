package org.credence.imaging.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder in which {@link org.credence.imaging.ImageCache} keeps things, and what may stay in it. Thread-safe. */
public final class CacheFolder {

    /** What may be kept of one kind. */
    private record Policy(Duration longest, long mostBytes) {}

    private static final Policy INDICES = new Policy(Duration.ofDays(90), 1L << 30);
    private static final Policy ARCHIVES = new Policy(Duration.ofDays(30), 20L << 30);

    /** What was used within this time may be in use. */
    private static final Duration IN_USE = Duration.ofDays(1);

    private static final Pattern INDEX = Pattern.compile("[0-9a-f-]{36}\\.index");
    private static final Pattern UNPACKED = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern UNFINISHED = Pattern.compile("[0-9a-f]{32}\\.[0-9a-f-]{36}\\.part");

    private record Kept(Path path, long usedMs, long bytes) {}

    private final Path folder;

    public CacheFolder(Path folder) {
        this.folder = folder;
    }

    /** Where the system keeps caches of the user, unless the system property credence.cache says otherwise. */
    public static Path ofUser() {
        String chosen = System.getProperty("credence.cache", "");
        if (!chosen.isBlank()) {
            return Path.of(chosen);
        }
        boolean windows = System.getProperty("os.name", "").startsWith("Windows");
        String system = System.getenv(windows ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
        return system != null && Path.of(system).isAbsolute()
                ? Path.of(system, "credence")
                : Path.of(System.getProperty("user.home"), ".cache", "credence");
    }

    public Path path() {
        return folder;
    }

    public Path archives() {
        return folder.resolve("archives");
    }

    private Path indices() {
        return folder.resolve("index");
    }

    /** Where the index of a folder lies; empty if there can be none. */
    public Optional<Path> indexOf(Path of) {
        try {
            UUID name = UUID.nameUUIDFromBytes(of.toRealPath().toString().getBytes(StandardCharsets.UTF_8));
            OwnFiles.createFolder(indices());
            return Optional.of(indices().resolve(name + ".index"));
        } catch (IOException e) {
            // Without a place to write to, folders are read every time.
            return Optional.empty();
        }
    }

    /** Deletes all that was made here, and nothing else. */
    public void clear() throws IOException {
        for (Path each : list(indices(), INDEX)) {
            OwnFiles.delete(each);
        }
        for (Pattern made : List.of(UNPACKED, UNFINISHED)) {
            for (Path each : list(archives(), made)) {
                OwnFiles.delete(each);
            }
        }
    }

    /** Removes what was not used for long, and the eldest of what is too much. */
    public void tidy(long nowMs) {
        try {
            List<Kept> indices = new ArrayList<>();
            for (Path each : list(indices(), INDEX)) {
                indices.add(new Kept(each, Files.getLastModifiedTime(each).toMillis(), Files.size(each)));
            }
            tidy(indices, INDICES, nowMs);
            List<Kept> archives = new ArrayList<>();
            for (Path each : list(archives(), UNPACKED)) {
                archives.add(kept(each));
            }
            tidy(archives, ARCHIVES, nowMs);
            for (Path each : list(archives(), UNFINISHED)) {
                // Of a process that was killed; no unpacking takes a day.
                if (nowMs - Files.getLastModifiedTime(each).toMillis() > IN_USE.toMillis()) {
                    OwnFiles.delete(each);
                }
            }
        } catch (IOException e) {
            // The next time is soon enough.
            return;
        }
    }

    private static Kept kept(Path unpacked) {
        try {
            return new Kept(
                    unpacked, ArchiveContents.lastUsed(unpacked).toMillis(), ArchiveContents.totalBytes(unpacked));
        } catch (IOException e) {
            // Damaged, of no use to anybody.
            return new Kept(unpacked, 0, 0);
        }
    }

    private static void tidy(List<Kept> all, Policy policy, long nowMs) throws IOException {
        all.sort(Comparator.comparingLong(Kept::usedMs).reversed());
        long bytes = 0;
        for (Kept each : all) {
            bytes += each.bytes();
            long age = nowMs - each.usedMs();
            if (age > policy.longest().toMillis() || bytes > policy.mostBytes() && age > IN_USE.toMillis()) {
                OwnFiles.delete(each.path());
                bytes -= each.bytes();
            }
        }
    }

    private static List<Path> list(Path within, Pattern names) throws IOException {
        if (!Files.isDirectory(within)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(within)) {
            return all.filter(p -> names.matcher(p.getFileName().toString()).matches())
                    .toList();
        }
    }
}
