package org.credence.annotation;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.credence.imaging.FrameRef;

/**
 * A journal's header and whole records.
 *
 * @param wholeBytes where the last whole record ends
 * @param end how reading ended: at the end of the file, or within a record
 */
record JournalScan(JournalHeader header, List<JournalRecord> records, long wholeBytes, JournalRecord.Reading end) {

    static JournalScan of(FileChannel channel) throws IOException {
        channel.position(0);
        JournalHeader header = JournalHeader.read(channel);
        List<JournalRecord> records = new ArrayList<>();
        long whole = channel.position();
        while (whole < channel.size()) {
            JournalRecord.Read read = JournalRecord.read(channel, header.first() + records.size());
            if (read.reading() != JournalRecord.Reading.WHOLE) {
                return new JournalScan(header, records, whole, read.reading());
            }
            records.add(read.record());
            whole = channel.position();
        }
        return new JournalScan(header, records, whole, JournalRecord.Reading.WHOLE);
    }

    /** See {@link Journal#recover}. */
    static JournalRecovery recover(Path file, AnnotationSnapshot stored) throws AnnotationException {
        try {
            Optional<JournalRecovery> recovery = read(file, stored);
            if (recovery.isPresent()) {
                return recovery.get();
            }
        } catch (AnnotationException e) {
            throw new AnnotationException(
                    "The journal of unsaved edits was not used: " + e.getMessage() + ". The journal was moved to "
                            + moveAside(file, "unused", false)
                            + "; without its edits, the series opens as it is stored now. If they matter, put back"
                            + " what they were made on, and the journal under its own name.",
                    e);
        } catch (IOException e) {
            throw new AnnotationException(
                    "Journal " + file + " cannot be read: " + Journal.reason(e)
                            + ". Check its permissions and open the series again.",
                    e);
        }
        throw new AnnotationException("Journal " + file
                + " is being written by another window or program; close the series there before opening it here.");
    }

    /** Empty if somebody is writing the journal. */
    private static Optional<JournalRecovery> read(Path file, AnnotationSnapshot stored) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            try (FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
                if (lock == null) {
                    return Optional.empty();
                }
                JournalScan scan = of(channel);
                scan.header.check(stored);
                int start = scan.firstUnsaved(stored);
                AnnotationSnapshot snapshot = scan.apply(start, stored);
                long edits = scan.records.stream()
                        .skip(start)
                        .filter(JournalRecord::isEdit)
                        .count();
                Optional<Path> damaged = scan.end == JournalRecord.Reading.DAMAGED
                        ? Optional.of(moveAside(file, "damaged", true))
                        : Optional.empty();
                return Optional.of(new JournalRecovery(
                        file,
                        snapshot,
                        Math.toIntExact(edits),
                        channel.size() - scan.wholeBytes,
                        damaged,
                        scan.wholeBytes,
                        scan.header.first() + scan.records.size()));
            }
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        }
    }

    /** The first record that is not in the stored annotation. */
    private int firstUnsaved(AnnotationSnapshot stored) throws AnnotationException {
        String digest = ContentDigest.of(stored);
        for (int i = records.size() - 1; i >= 0; i--) {
            JournalRecord record = records.get(i);
            if (record.type() == JournalRecord.SAVING && record.digest().equals(digest)) {
                return i + 1;
            }
        }
        if (!header.base().equals(digest)) {
            throw new AnnotationException("the stored annotation was changed or removed since");
        }
        return 0;
    }

    private AnnotationSnapshot apply(int start, AnnotationSnapshot stored) throws AnnotationException {
        Set<FrameRef> frames = Set.copyOf(stored.frames());
        Map<LayerKey, ConfidenceLayer> layers = new LinkedHashMap<>(stored.layers());
        Map<FrameRef, FrameState> states = new LinkedHashMap<>(stored.states());
        Map<Integer, Provenance> provenance = new LinkedHashMap<>(stored.provenance());
        for (JournalRecord record : records.subList(start, records.size())) {
            if (!record.isEdit()) {
                continue;
            }
            JournalRecord.Edit edit = record.edit(stored.columns(), stored.rows());
            for (JournalRecord.Change change : edit.changes()) {
                LayerKey key = change.key();
                if (!frames.contains(key.frame())
                        || stored.scheme().segment(key.segment()).isEmpty()) {
                    throw new AnnotationException("it has an edit of segment " + key.segment() + " on frame "
                            + key.frame() + ", which the series or its scheme does not have");
                }
                ConfidenceLayer before = layers.containsKey(key)
                        ? layers.get(key)
                        : ConfidenceLayer.empty(stored.columns(), stored.rows());
                layers.put(key, before.withTiles(change.tiles()));
                states.put(key.frame(), change.state());
            }
            provenance.putAll(edit.provenance());
        }
        return new AnnotationSnapshot(
                stored.reader(),
                stored.scheme(),
                stored.seriesUid(),
                stored.columns(),
                stored.rows(),
                stored.frames(),
                layers,
                states,
                provenance);
    }

    private static Path moveAside(Path file, String why, boolean copy) throws AnnotationException {
        for (int i = 1; ; i++) {
            Path aside = file.resolveSibling(file.getFileName() + "." + why + "-" + i);
            if (Files.exists(aside)) {
                continue;
            }
            try {
                return copy ? Files.copy(file, aside) : Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new AnnotationException(
                        "Journal " + file + " is " + why + " and cannot be put aside as " + aside + ": "
                                + Journal.reason(e) + ". Move it elsewhere and open the series again.",
                        e);
            }
        }
    }
}
