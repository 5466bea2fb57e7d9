package org.credence.annotation;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Optional;
import org.credence.imaging.WholeFile;

/**
 * Puts a file in the place of the one that was last seen there, and of no other.
 *
 * <p>Where no file was, the new one is linked into place, which the file system refuses if one has appeared. Where one was,
 * its bytes are compared before the work and its size, times and key just before the move, so that a change by somebody
 * else is missed only if it falls between that look and the rename, which takes tenths of a millisecond.
 */
final class SaveFile {

    private static final long LITTLE_SPACE_BYTES = 1 << 20;

    private final Path file;
    private final Optional<FileStamp> last;

    /** @param last what the file was when it was last read or written here; empty: whatever is there is replaced */
    SaveFile(Path file, Optional<FileStamp> last) {
        this.file = file;
        this.last = last;
    }

    /**
     * Writes the file.
     *
     * @return the stamp of what was written
     * @throws AnnotationException if the file changed since, or cannot be written; what is there is then as it was
     */
    FileStamp write(WholeFile.Content content) throws AnnotationException {
        FileStamp[] written = new FileStamp[1];
        WholeFile.Content stamped = unfinished -> {
            content.writeTo(unfinished);
            written[0] = FileStamp.of(unfinished);
        };
        try {
            if (last.isEmpty()) {
                WholeFile.write(file, stamped);
            } else if (last.get().isPresent()) {
                Look before = compare();
                WholeFile.write(file, stamped, () -> {
                    if (!Look.at(file).equals(before)) {
                        compare();
                    }
                });
            } else {
                if (Files.exists(file)) {
                    throw appeared();
                }
                WholeFile.create(file, stamped);
            }
            return written[0];
        } catch (AnnotationException e) {
            throw e;
        } catch (FileAlreadyExistsException e) {
            throw Files.isDirectory(file) || !Files.exists(file) ? failed(e) : appeared();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private Look compare() throws IOException {
        Look before = Look.at(file);
        FileStamp now = FileStamp.of(file);
        if (!now.isPresent()) {
            throw conflict("was deleted or moved by somebody else since it was last read or saved here");
        }
        if (!now.equals(last.orElseThrow())) {
            throw conflict("was changed by somebody else since it was last read or saved here");
        }
        return before;
    }

    private AnnotationException appeared() {
        return conflict("was made by somebody else meanwhile");
    }

    private AnnotationException conflict(String what) {
        return new AnnotationException(
                AnnotationException.Kind.CONFLICT,
                "The annotation is not saved: " + file + " " + what
                        + "; save under another name, which leaves that file as it is, or open it anew.",
                null);
    }

    private AnnotationException failed(IOException e) {
        AnnotationException.Kind kind = kind(e);
        return new AnnotationException(
                kind,
                "The annotation cannot be saved to " + file + ": " + reason(e, kind)
                        + "; what was there before is kept, "
                        + (kind == AnnotationException.Kind.NO_SPACE ? "make room or " : "") + "save to another place.",
                e);
    }

    private AnnotationException.Kind kind(IOException e) {
        String said = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        // Neither Java nor the systems have an error of its own for this; what they say may be in any language, so that
        // the space that is left is asked for too.
        if (said.contains("no space left") || said.contains("quota") || said.contains("not enough space")) {
            return AnnotationException.Kind.NO_SPACE;
        }
        if (e instanceof AccessDeniedException
                || said.contains("read-only file system")
                || said.contains("permission denied")) {
            return AnnotationException.Kind.NOT_WRITABLE;
        }
        return !(e instanceof FileAlreadyExistsException) && isFull()
                ? AnnotationException.Kind.NO_SPACE
                : AnnotationException.Kind.OTHER;
    }

    private boolean isFull() {
        for (Path folder = file.toAbsolutePath().getParent(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder)) {
                try {
                    return Files.getFileStore(folder).getUsableSpace() < LITTLE_SPACE_BYTES;
                } catch (IOException e) {
                    // Not known; the error itself is reported.
                    return false;
                }
            }
        }
        return false;
    }

    private static String reason(IOException e, AnnotationException.Kind kind) {
        if (kind == AnnotationException.Kind.NO_SPACE) {
            return "the disk is full";
        }
        return switch (e) {
            case AccessDeniedException denied -> "access is denied";
            case NoSuchFileException gone -> gone.getFile() + " does not exist";
            case NotDirectoryException no -> no.getFile() + " is no folder";
            case FileAlreadyExistsException there -> there.getFile() + " is in the way";
            case FileSystemException f
            when f.getReason() != null -> f.getReason().replaceFirst("\\.$", "");
            default ->
                e.getMessage() == null
                        ? e.getClass().getSimpleName()
                        : e.getMessage().replaceFirst("\\.$", "");
        };
    }

    /** What can be seen of a file without reading it; all of it changes with nearly every change of the bytes. */
    record Look(long sizeBytes, long modifiedNs, String key) {

        private static final Look NOTHING = new Look(-1, 0, "");

        static Look at(Path file) throws IOException {
            try {
                BasicFileAttributes a = Files.readAttributes(file, BasicFileAttributes.class);
                return new Look(
                        a.size(),
                        a.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS),
                        String.valueOf(a.fileKey()));
            } catch (NoSuchFileException e) {
                return NOTHING;
            }
        }
    }
}
