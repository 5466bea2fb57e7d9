package org.credence.annotation;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a journal held: the annotation as it was when the process was killed. Made by {@link Journal#recover}; handed to
 * {@link Journal#resume}, so that the recovered edits stay guarded until they are saved. Immutable.
 */
public final class JournalRecovery {

    private final Path file;
    private final AnnotationSnapshot snapshot;
    private final int edits;
    private final long droppedBytes;
    private final Optional<Path> damaged;
    private final long wholeBytes;
    private final long next;

    JournalRecovery(
            Path file,
            AnnotationSnapshot snapshot,
            int edits,
            long droppedBytes,
            Optional<Path> damaged,
            long wholeBytes,
            long next) {
        this.file = file;
        this.snapshot = snapshot;
        this.edits = edits;
        this.droppedBytes = droppedBytes;
        this.damaged = damaged;
        this.wholeBytes = wholeBytes;
        this.next = next;
    }

    /** What was stored, with all whole records of the journal applied. */
    public AnnotationSnapshot snapshot() {
        return snapshot;
    }

    /** How many edits are in the snapshot that are not stored; undoing and redoing count as edits. */
    public int edits() {
        return edits;
    }

    /**
     * Bytes at the end of the journal that were no whole record; 0 unless the process was killed while writing one, or the
     * file was damaged.
     */
    public long droppedBytes() {
        return droppedBytes;
    }

    /** Where a copy of the journal was put because edits in it are damaged; empty if none are. */
    public Optional<Path> damaged() {
        return damaged;
    }

    Path file() {
        return file;
    }

    long wholeBytes() {
        return wholeBytes;
    }

    long next() {
        return next;
    }
}
