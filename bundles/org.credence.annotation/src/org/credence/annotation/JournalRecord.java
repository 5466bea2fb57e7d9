package org.credence.annotation;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.credence.imaging.FrameRef;

/**
 * One record of a journal, numbered one by one. Its first {@value #PREFIX} bytes have a checksum of their own, so that a
 * record cut short by a killed process can be told from a damaged one.
 */
record JournalRecord(long number, byte type, byte[] payload) {

    /** What became of some tiles of a layer and of its frame's state. */
    static final byte CHANGE = 1;

    /** A save began: the digest of what will be stored if it succeeds. */
    static final byte SAVING = 2;

    /** Length of the payload, type, number, checksum of these. */
    static final int PREFIX = 4 + 1 + 8 + 4;

    private static final int TILE_BYTES = ConfidenceLayer.TILE * ConfidenceLayer.TILE;

    /** What a {@link #CHANGE} says. */
    record Change(LayerKey key, byte[][] tiles, FrameState state) {}

    static JournalRecord saving(long number, String digest) {
        return new JournalRecord(number, SAVING, digest.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * @param tiles by index; null where the tile did not change, an empty array where it is absent now
     */
    static JournalRecord change(long number, LayerKey key, byte[][] tiles, FrameState state) {
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        int count = 0;
        int present = 0;
        for (int t = 0; t < tiles.length; t++) {
            if (tiles[t] != null) {
                count++;
                boolean there = tiles[t].length > 0;
                pixels.writeBytes(ByteBuffer.allocate(4).putInt(there ? t : ~t).array());
                if (there) {
                    present++;
                    pixels.writeBytes(tiles[t]);
                }
            }
        }
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(payload)) {
            out.writeUTF(key.frame().sopInstanceUid());
            out.writeInt(key.frame().frameNumber());
            out.writeInt(key.segment());
            out.writeByte(state.ordinal());
            out.writeInt(count);
            out.writeInt(present);
            out.write(deflate(pixels.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return new JournalRecord(number, CHANGE, payload.toByteArray());
    }

    String digest() {
        return new String(payload, StandardCharsets.US_ASCII);
    }

    /**
     * What this record changes.
     *
     * @param columns width of the frames
     * @param rows height of the frames
     * @throws AnnotationException if it is nonsense; the message is a clause that says how
     */
    Change change(int columns, int rows) throws AnnotationException {
        ByteBuffer in = ByteBuffer.wrap(payload);
        try {
            byte[] uid = new byte[in.getShort() & 0xFFFF];
            in.get(uid);
            FrameRef frame = new FrameRef(new String(uid, StandardCharsets.UTF_8), in.getInt());
            LayerKey key = new LayerKey(frame, in.getInt());
            FrameState state = FrameState.values()[in.get()];
            byte[][] tiles = tiles(in, columns, rows);
            return new Change(key, tiles, state);
        } catch (RuntimeException | DataFormatException e) {
            throw new AnnotationException("record " + number + " makes no sense (" + e.getMessage() + ")", e);
        }
    }

    private static byte[][] tiles(ByteBuffer in, int columns, int rows) throws DataFormatException {
        ConfidenceLayer extent = ConfidenceLayer.empty(columns, rows);
        byte[][] tiles = new byte[extent.tileCount()][];
        int count = in.getInt();
        int present = in.getInt();
        if (count < 0 || count > tiles.length || present < 0 || present > count) {
            throw new DataFormatException(present + " of " + count + " tiles");
        }
        ByteBuffer pixels = ByteBuffer.wrap(inflate(in, 4 * count + TILE_BYTES * present));
        int previous = -1;
        for (int i = 0; i < count; i++) {
            int index = pixels.getInt();
            int t = index < 0 ? ~index : index;
            if (t <= previous || t >= tiles.length) {
                throw new DataFormatException("tile " + t + " after tile " + previous);
            }
            previous = t;
            tiles[t] = new byte[index < 0 ? 0 : TILE_BYTES];
            pixels.get(tiles[t]);
            for (byte percent : tiles[t]) {
                Confidence.check(percent);
            }
        }
        return tiles;
    }

    byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(PREFIX + payload.length + 4);
        out.putInt(payload.length).put(type).putLong(number);
        out.putInt(crc(out.array(), PREFIX - 4));
        out.put(payload);
        return out.putInt(crc(out.array(), PREFIX + payload.length)).array();
    }

    /** How reading a record ended. */
    enum Reading {
        WHOLE,
        /** The file ends before the record does, as if the process had been killed while writing it. */
        TORN,
        DAMAGED
    }

    /**
     * @param record null unless whole
     */
    record Read(Reading reading, JournalRecord record) {}

    /** Reads the record at the channel's position, which must not be the end; memory is bounded by the file's size. */
    static Read read(FileChannel channel, long number) throws IOException {
        ByteBuffer prefix = ByteBuffer.allocate(PREFIX);
        if (fill(channel, prefix) < PREFIX) {
            return new Read(Reading.TORN, null);
        }
        int length = prefix.getInt(0);
        byte type = prefix.get(4);
        if (crc(prefix.array(), PREFIX - 4) != prefix.getInt(PREFIX - 4)
                || length < 0
                || length > Integer.MAX_VALUE - PREFIX - 64
                || type != CHANGE && type != SAVING
                || prefix.getLong(5) != number) {
            return new Read(Reading.DAMAGED, null);
        }
        if (length + 4L > channel.size() - channel.position()) {
            return new Read(Reading.TORN, null);
        }
        ByteBuffer all = ByteBuffer.allocate(PREFIX + length + 4);
        all.put(prefix.array());
        fill(channel, all);
        if (crc(all.array(), PREFIX + length) != all.getInt(PREFIX + length)) {
            return new Read(Reading.DAMAGED, null);
        }
        byte[] payload = new byte[length];
        all.get(PREFIX, payload);
        return new Read(Reading.WHOLE, new JournalRecord(number, type, payload));
    }

    /** Reads until the buffer is full or the file ends; the buffer's position tells. */
    static int fill(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            continue;
        }
        return buffer.position();
    }

    private static byte[] deflate(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static byte[] inflate(ByteBuffer in, int length) throws DataFormatException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(in);
            byte[] out = new byte[length];
            int filled = 0;
            while (filled < length) {
                int n = inflater.inflate(out, filled, length - filled);
                if (n == 0) {
                    throw new DataFormatException("pixels end after " + filled + " of " + length + " bytes");
                }
                filled += n;
            }
            if (inflater.inflate(new byte[1]) != 0 || !inflater.finished()) {
                throw new DataFormatException("more pixels than " + length + " bytes");
            }
            return out;
        } finally {
            inflater.end();
        }
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
