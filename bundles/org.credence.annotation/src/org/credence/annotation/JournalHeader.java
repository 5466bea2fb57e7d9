package org.credence.annotation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * What a journal says about itself: whose edits of what it holds, and what they are based on.
 *
 * @param reader the reader's id
 * @param scheme the scheme's name
 * @param base the digest of what was stored when the first edit was made
 * @param first the number of the first record
 */
record JournalHeader(String reader, String scheme, String seriesUid, int columns, int rows, String base, long first) {

    /** Bytes before the text: the mark, the version, the length. */
    private static final int FIXED = 8 + 4 + 4;

    private static final int MOST_BYTES = 1 << 20;

    /** Version 1 had no records of several layers; what it had is as it was. */
    private static final int VERSION = 2;

    private static final byte[] MARK = "CREDJRNL".getBytes(StandardCharsets.US_ASCII);

    static JournalHeader of(AnnotationSnapshot snapshot, String base, long first) {
        return new JournalHeader(
                snapshot.reader().id(),
                snapshot.scheme().name(),
                snapshot.seriesUid(),
                snapshot.columns(),
                snapshot.rows(),
                base,
                first);
    }

    byte[] bytes() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(text)) {
            out.writeUTF(reader);
            out.writeUTF(scheme);
            out.writeUTF(seriesUid);
            out.writeInt(columns);
            out.writeInt(rows);
            out.writeUTF(base);
            out.writeLong(first);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        ByteBuffer header = ByteBuffer.allocate(FIXED + text.size() + 4);
        header.put(MARK).putInt(VERSION).putInt(text.size()).put(text.toByteArray());
        return header.putInt(crc(header.array(), header.position())).array();
    }

    /**
     * Reads the header at the start of a file and leaves the channel behind it.
     *
     * @throws AnnotationException if it is damaged or of another version; the message is a clause that says how
     */
    static JournalHeader read(FileChannel channel) throws IOException {
        ByteBuffer fixed = ByteBuffer.allocate(FIXED);
        if (JournalRecord.fill(channel, fixed) < FIXED) {
            throw new AnnotationException("it ends after " + channel.size() + " bytes, within its header");
        }
        fixed.flip();
        byte[] mark = new byte[MARK.length];
        fixed.get(mark);
        if (!Arrays.equals(mark, MARK)) {
            throw new AnnotationException("it does not begin as a journal does");
        }
        int version = fixed.getInt();
        int length = fixed.getInt();
        if (version < 1 || version > VERSION) {
            throw new AnnotationException(
                    "it is of version " + version + ", and this program reads versions up to " + VERSION);
        }
        if (length < 0 || length > MOST_BYTES || length + 4 > channel.size() - FIXED) {
            throw new AnnotationException("its header claims " + length + " bytes");
        }
        ByteBuffer all = ByteBuffer.allocate(FIXED + length + 4);
        channel.position(0);
        JournalRecord.fill(channel, all);
        if (crc(all.array(), FIXED + length) != all.getInt(FIXED + length)) {
            throw new AnnotationException("the checksum of its header is wrong");
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(all.array(), FIXED, length))) {
            return new JournalHeader(
                    in.readUTF(), in.readUTF(), in.readUTF(), in.readInt(), in.readInt(), in.readUTF(), in.readLong());
        }
    }

    /**
     * Checks that this is about the same reader and series as a snapshot.
     *
     * @throws AnnotationException if not; the message is a clause that says how
     */
    void check(AnnotationSnapshot snapshot) throws AnnotationException {
        same("reader", reader, snapshot.reader().id());
        same("scheme", scheme, snapshot.scheme().name());
        same("series", seriesUid, snapshot.seriesUid());
        same("frame size", columns + " x " + rows, snapshot.columns() + " x " + snapshot.rows());
    }

    private static void same(String what, String here, String wanted) throws AnnotationException {
        if (!here.equals(wanted)) {
            throw new AnnotationException("its " + what + " is " + here + " and not " + wanted);
        }
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
