package org.credence.annotation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The edits that are not saved yet, in an append-only file beside the stored annotation, so that a killed process loses
 * at most the stroke under the pen. The file exists only while there is something to guard.
 *
 * <pre>
 * begin -&gt; done / undone ... -&gt; savePoint -&gt; (store) -&gt; saved -&gt; done / undone ... -&gt; delete
 * killed -&gt; recover -&gt; resume -&gt; done / undone ...
 * </pre>
 *
 * <p>Every method but the static ones blocks on the disk and belongs to one thread at a time, which need not be the
 * annotation's writer: edits are immutable. Their order must be the order in which they happened. Once a method that
 * writes has returned, what it was told survives the death of the process and of the machine. When it throws, the edit
 * is remembered and written by the next call that can; the file stays readable throughout. The writing thread must not
 * be interrupted.
 */
public final class Journal implements AutoCloseable {

    /**
     * The moment at which a snapshot to be saved was taken.
     *
     * @param digest of the snapshot's percents and states
     * @param number the record that says so
     */
    public record SavePoint(String digest, long number) {}

    /** What may wait in memory while the file cannot be written. */
    private static final long MOST_WAITING_BYTES = 64L << 20;

    private static final long NONE = -1;

    private final Path file;
    private final AnnotationSnapshot stored;
    private final long mostWaitingBytes;
    private final List<JournalRecord> waiting = new ArrayList<>();
    private long waitingBytes;
    private long lastLost = NONE;
    private long next;
    private String base;
    private boolean owned;
    private long length;
    private FileChannel channel;

    private Journal(
            Path file, AnnotationSnapshot stored, boolean owned, long length, long next, long mostWaitingBytes) {
        this.file = file.toAbsolutePath();
        this.stored = stored;
        this.owned = owned;
        this.length = length;
        this.next = next;
        this.mostWaitingBytes = mostWaitingBytes;
    }

    /** Where the journal of an annotation that is kept in {@code annotationFile} belongs. */
    public static Path fileFor(Path annotationFile) {
        return annotationFile.resolveSibling(annotationFile.getFileName() + ".journal");
    }

    /**
     * A journal of edits to come. Touches no file before the first of them.
     *
     * @param file where; a journal that lies there already is never overwritten, recover it first
     * @param stored what is stored at this moment; without painted pixels if nothing is
     */
    public static Journal begin(Path file, AnnotationSnapshot stored) {
        return begin(file, stored, MOST_WAITING_BYTES);
    }

    static Journal begin(Path file, AnnotationSnapshot stored, long mostWaitingBytes) {
        return new Journal(file, stored, false, 0, 0, mostWaitingBytes);
    }

    /** Goes on with a recovered journal; a torn end is cut off by the next edit. */
    public static Journal resume(JournalRecovery recovery) {
        return new Journal(
                recovery.file(), recovery.snapshot(), true, recovery.wholeBytes(), recovery.next(), MOST_WAITING_BYTES);
    }

    /**
     * Applies a journal to what is stored. A record cut short at the end is dropped. If a record is damaged, it and all
     * after it are dropped, and the journal is copied beside itself as {@code .damaged-N}. A journal that cannot be used
     * at all is moved to {@code .unused-N}.
     *
     * @param file an existing journal
     * @param stored what is stored; without painted pixels if nothing is
     * @throws AnnotationException if the journal's header is damaged, it is of another reader, scheme, series or frame
     *     size, or what is stored was changed since: moved aside. Also if it cannot be read, or somebody is writing it:
     *     left where it is, and the series must not be opened
     */
    public static JournalRecovery recover(Path file, AnnotationSnapshot stored) throws AnnotationException {
        return JournalScan.recover(file.toAbsolutePath(), stored);
    }

    /**
     * Writes that an edit was done, or done again; of an edit of many layers, recovery finds all or nothing.
     *
     * @throws AnnotationException if it cannot be written now
     */
    public void done(AnnotationEdit edit) throws AnnotationException {
        add(JournalRecord.done(next++, edit));
        write();
    }

    /**
     * Writes that an edit was undone.
     *
     * @throws AnnotationException if it cannot be written now
     */
    public void undone(AnnotationEdit edit) throws AnnotationException {
        add(JournalRecord.undone(next++, edit));
        write();
    }

    /**
     * Remembers that a snapshot of this moment is about to be stored; {@link #write} it before storing, so that a process
     * killed between storing and {@link #saved} finds which edits are stored already. Does not touch the file.
     */
    public SavePoint savePoint(AnnotationSnapshot snapshot) {
        SavePoint point = new SavePoint(ContentDigest.of(snapshot), next++);
        add(JournalRecord.saving(point.number(), point.digest()));
        return point;
    }

    /**
     * Says that a snapshot has been stored: edits before it are forgotten. The file is replaced by one that holds what was
     * edited since, or deleted.
     *
     * @throws AnnotationException if the file cannot be replaced; it still holds all that is needed
     */
    public void saved(SavePoint point) throws AnnotationException {
        base = point.digest();
        waiting.removeIf(r -> r.number() <= point.number());
        waitingBytes = waiting.stream().mapToLong(r -> r.payload().length).sum();
        if (lastLost <= point.number()) {
            lastLost = NONE;
        }
        try {
            if (owned) {
                open();
                JournalScan scan = JournalScan.of(channel);
                if (scan.wholeBytes() < length) {
                    throw new IOException("it was changed by another program");
                }
                List<JournalRecord> since = scan.records().stream()
                        .filter(r -> r.number() > point.number())
                        .toList();
                if (since.isEmpty()) {
                    remove();
                } else {
                    replace(since);
                    forceFolder();
                }
            }
        } catch (IOException e) {
            throw failure(e);
        }
        write();
    }

    /**
     * Writes what is still waiting to be written.
     *
     * @throws AnnotationException if it cannot be written now
     */
    public void write() throws AnnotationException {
        if (lastLost != NONE) {
            throw new AnnotationException(
                    "Unsaved edits are not kept safe any more, since too many of them could not be"
                            + " written; save the annotation. (Journal " + file + ")");
        }
        if (waiting.isEmpty()) {
            return;
        }
        try {
            if (owned) {
                open();
                append(waiting);
                forget();
            } else if (Files.exists(file)) {
                throw new IOException(
                        "edits of another program, or of one that was killed, lie there; open the series again");
            } else {
                replace(waiting);
                forget();
                forceFolder();
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /**
     * Ends the journal and deletes it: there is nothing to guard any more.
     *
     * @throws AnnotationException if the file cannot be deleted
     */
    public void delete() throws AnnotationException {
        forget();
        try {
            if (owned) {
                remove();
            }
        } catch (IOException e) {
            throw new AnnotationException(
                    "Journal " + file + " cannot be deleted: " + reason(e)
                            + ". Delete it, or its edits come back when the series is opened.",
                    e);
        }
    }

    /** Lets go of the file, which stays. */
    @Override
    public void close() throws AnnotationException {
        try {
            release();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    static String reason(IOException e) {
        if (e instanceof AccessDeniedException denied) {
            return "no permission for " + denied.getFile();
        }
        if (e instanceof FileSystemException f && f.getReason() == null) {
            return e.getClass().getSimpleName() + " " + f.getFile();
        }
        return e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    }

    private void add(JournalRecord record) {
        waitingBytes += record.payload().length;
        if (lastLost != NONE || waitingBytes > mostWaitingBytes) {
            // Later edits without these would be a state that never was.
            lastLost = record.number();
            forget();
        } else {
            waiting.add(record);
        }
    }

    private void forget() {
        waiting.clear();
        waitingBytes = 0;
    }

    private void append(List<JournalRecord> records) throws IOException {
        if (channel.size() > length) {
            channel.truncate(length);
        }
        long position = length;
        for (JournalRecord record : records) {
            position += put(channel, position, record.bytes());
        }
        channel.force(false);
        length = position;
    }

    /** Writes a new file beside the journal and moves it into its place, so that there never is half a header. */
    private void replace(List<JournalRecord> records) throws IOException {
        if (base == null) {
            base = ContentDigest.of(stored);
        }
        Files.createDirectories(file.getParent());
        Path fresh = fresh();
        FileChannel written = FileChannel.open(
                fresh,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        long position = 0;
        try {
            lock(written);
            JournalHeader header = JournalHeader.of(stored, base, records.get(0).number());
            position += put(written, position, header.bytes());
            for (JournalRecord record : records) {
                position += put(written, position, record.bytes());
            }
            written.force(true);
            release();
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            try (written) {
                Files.deleteIfExists(fresh);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
        channel = written;
        length = position;
        owned = true;
    }

    /** Without this, a power failure may undo the move; Windows opens no folders and needs none of it. */
    private void forceFolder() throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }

    private void open() throws IOException {
        if (channel == null || !channel.isOpen()) {
            FileChannel opened = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                lock(opened);
                if (opened.size() < length) {
                    throw new IOException("it was cut by another program");
                }
            } catch (IOException e) {
                opened.close();
                throw e;
            }
            channel = opened;
        }
    }

    private static void lock(FileChannel channel) throws IOException {
        try {
            // Held until the channel is closed.
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            throw new IOException("it is being written by another window", e);
        }
        throw new IOException("it is being written by another program");
    }

    private void remove() throws IOException {
        release();
        Files.deleteIfExists(file);
        Files.deleteIfExists(fresh());
        owned = false;
        length = 0;
    }

    private void release() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    private Path fresh() {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    private AnnotationException failure(IOException e) {
        return new AnnotationException(
                "Unsaved edits cannot be kept safe: " + reason(e) + ". Painting goes on; save often. (Journal " + file
                        + ")",
                e);
    }

    private static int put(FileChannel channel, long position, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer, position + buffer.position());
        }
        return bytes.length;
    }
}
