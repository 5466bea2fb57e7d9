package org.credence.imaging.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.credence.imaging.ImageFile;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.OtherObject;
import org.credence.imaging.SeriesInfo;
import org.credence.imaging.WholeFile;

/**
 * What the files of a folder were when it was last scanned, kept in one file (docs/formats.md). Used by one thread.
 *
 * <p>A file is held to be unchanged if its size and time of change are; make and rsync do the same. What cannot be
 * vouched for is not remembered: files that changed around the time of the scan, files that could not be read, and what is
 * neither image nor other object. An index that is damaged, of another version or made by other sources is as none.
 */
public final class FolderIndex {

    static final long MAGIC = 0x43524544494e4458L; // CREDINDX
    static final int VERSION = 1;
    static final int HEADER_BYTES = 16;
    static final byte NOTHING = 0;
    static final byte IMAGE = 1;
    static final byte OTHER = 2;

    /** The coarsest clock of a file system, that of FAT, counts in steps of two seconds. */
    private static final long CLOCK_NANOS = 2_000_000_000L;

    private static final long MOST_BYTES = 1L << 30;

    private record Entry(long size, long modified, int at) {}

    private final Path file;
    private final String stamp;
    private final LazyDecoder.Headers headers;
    private final long begun;
    private final Map<String, Entry> entries = new HashMap<>();
    private final List<SeriesInfo> series = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private ByteBuffer content = ByteBuffer.allocate(0);
    private int current;

    private FolderIndex(Path file, String stamp, LazyDecoder.Headers headers) {
        this.file = file;
        this.stamp = stamp;
        this.headers = headers;
        this.begun = System.currentTimeMillis() * 1_000_000;
    }

    /**
     * Loads the index of a folder, or begins an empty one. Called before the folder is looked through.
     *
     * @param file where the index lies, or shall
     * @param folder the folder that it is about
     * @param stamp what reads the files, in words that change when that does
     * @param headers reads the files of remembered images when their pixels are asked for
     */
    public static FolderIndex load(Path file, Path folder, String stamp, LazyDecoder.Headers headers) {
        FolderIndex index = new FolderIndex(file, folder.toAbsolutePath() + "\n" + stamp, headers);
        try {
            if (Files.isRegularFile(file) && Files.size(file) <= MOST_BYTES) {
                index.read(ByteBuffer.wrap(Files.readAllBytes(file)));
            }
        } catch (IOException | RuntimeException e) {
            // It only spares work; the folder itself is read instead.
            index.entries.clear();
        }
        return index;
    }

    private void read(ByteBuffer bytes) {
        CRC32 crc = new CRC32();
        if (bytes.remaining() < HEADER_BYTES
                || bytes.getLong() != MAGIC
                || bytes.getInt() != VERSION
                || !matches(crc, bytes)) {
            return;
        }
        IndexReader in = new IndexReader(bytes);
        if (!in.text().equals(stamp)) {
            return;
        }
        for (int n = in.count(36); n > 0; n--) {
            series.add(in.series());
        }
        for (int n = in.count(4); n > 0; n--) {
            texts.add(in.text());
        }
        for (int n = in.count(24); n > 0; n--) {
            String name = in.text();
            long size = bytes.getLong();
            long modified = bytes.getLong();
            int length = in.count(1);
            entries.put(name, new Entry(size, modified, bytes.position()));
            bytes.position(bytes.position() + length);
        }
        content = bytes;
    }

    private static boolean matches(CRC32 crc, ByteBuffer bytes) {
        int expected = bytes.getInt();
        crc.update(bytes.slice());
        return (int) crc.getValue() == expected;
    }

    /**
     * What a file was, if it is unchanged: empty if that is not known, an empty content if it was of no known format.
     */
    public Optional<Content> content(FolderWalk.Found found) {
        Entry entry = entries.get(found.name());
        if (entry == null || entry.size() != found.size() || entry.modified() != found.modified()) {
            return Optional.empty();
        }
        try {
            Content known = new Content(read(entry.at(), found.path()));
            current++;
            return Optional.of(known);
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** What a file holds, if it is of a known format. */
    public record Content(Optional<ImageFile> file) {}

    private Optional<ImageFile> read(int at, Path path) {
        IndexReader in = new IndexReader(content.position(at));
        return switch (content.get()) {
            case NOTHING -> Optional.empty();
            case IMAGE -> Optional.of(in.image(series, texts, path, headers));
            case OTHER ->
                Optional.of(new OtherObject(path, series.get(in.integer()), texts.get(in.integer()), in.text()));
            default -> throw new IllegalArgumentException("There is no such kind of content");
        };
    }

    /**
     * Writes what this scan found, if it is not what was known.
     *
     * @param found all files of the folder
     * @param contents what each of them is, null for those that could not be read
     * @return whether it was written
     * @throws IOException if it cannot be; nothing is lost by that but time
     */
    public boolean save(List<FolderWalk.Found> found, List<Content> contents) throws IOException {
        int lasting = 0;
        for (int i = 0; i < found.size(); i++) {
            lasting += isLasting(found.get(i), contents.get(i)) ? 1 : 0;
        }
        if (lasting == current && lasting == entries.size()) {
            // The time of change says when it was last of use.
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return false;
        }
        IndexWriter writer = new IndexWriter();
        for (int i = 0; i < found.size(); i++) {
            if (isLasting(found.get(i), contents.get(i))) {
                writer.add(found.get(i), contents.get(i).file().orElse(null));
            }
        }
        byte[] bytes = writer.finish(stamp);
        WholeFile.write(file, unfinished -> {
            OwnFiles.create(unfinished);
            Files.write(unfinished, bytes);
        });
        return true;
    }

    private boolean isLasting(FolderWalk.Found found, Content content) {
        return content != null
                && found.modified() < begun - CLOCK_NANOS
                && content.file()
                        .map(f -> f instanceof ImageInstance || f instanceof OtherObject)
                        .orElse(true);
    }
}
