package org.credence.annotation;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    /** What became of several layers, of frames' states and of segments' provenance, all of it or nothing. */
    static final byte EDIT = 3;

    /** Length of the payload, type, number, checksum of these. */
    static final int PREFIX = 4 + 1 + 8 + 4;

    private static final int TILE_BYTES = ConfidenceLayer.TILE * ConfidenceLayer.TILE;

    /** What became of one layer and of its frame. */
    record Change(LayerKey key, byte[][] tiles, FrameState state) {}

    /** What an edit says. */
    record Edit(List<Change> changes, Map<Integer, Provenance> provenance) {}

    static JournalRecord saving(long number, String digest) {
        return new JournalRecord(number, SAVING, digest.getBytes(StandardCharsets.US_ASCII));
    }

    /** That an edit was done, or done again. */
    static JournalRecord done(long number, AnnotationEdit edit) {
        return edit(
                number,
                edit.layers().stream()
                        .map(l -> new Change(l.key(), l.after(), l.stateAfter()))
                        .toList(),
                edit.provenanceAfter());
    }

    /** That an edit was undone. */
    static JournalRecord undone(long number, AnnotationEdit edit) {
        return edit(
                number,
                edit.layers().stream()
                        .map(l -> new Change(l.key(), l.before(), l.stateBefore()))
                        .toList(),
                edit.provenanceBefore());
    }

    private static JournalRecord edit(long number, List<Change> changes, Map<Integer, Provenance> provenance) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        boolean single = changes.size() == 1 && provenance.isEmpty();
        try (DataOutputStream out = new DataOutputStream(payload)) {
            if (!single) {
                out.writeInt(changes.size());
                out.writeInt(provenance.size());
                for (Map.Entry<Integer, Provenance> e : new TreeMap<>(provenance).entrySet()) {
                    out.writeInt(e.getKey());
                    out.writeInt(e.getValue().models().size());
                    for (String model : e.getValue().models()) {
                        text(out, model);
                    }
                }
            }
            for (Change change : changes) {
                write(out, change, !single);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return new JournalRecord(number, single ? CHANGE : EDIT, payload.toByteArray());
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[in.getShort() & 0xFFFF];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * @param measured whether the length of the compressed tiles stands before them, as it must unless they end the record
     */
    private static void write(DataOutputStream out, Change change, boolean measured) throws IOException {
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        int count = 0;
        int present = 0;
        byte[][] tiles = change.tiles();
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
        text(out, change.key().frame().sopInstanceUid());
        out.writeInt(change.key().frame().frameNumber());
        out.writeInt(change.key().segment());
        out.writeByte(change.state().ordinal());
        out.writeInt(count);
        out.writeInt(present);
        byte[] deflated = deflate(pixels.toByteArray());
        if (measured) {
            out.writeInt(deflated.length);
        }
        out.write(deflated);
    }

    String digest() {
        return new String(payload, StandardCharsets.US_ASCII);
    }

    /** Whether this record changes something. */
    boolean isEdit() {
        return type == CHANGE || type == EDIT;
    }

    /**
     * What this record changes.
     *
     * @param columns width of the frames
     * @param rows height of the frames
     * @throws AnnotationException if it is nonsense; the message is a clause that says how
     */
    Edit edit(int columns, int rows) throws AnnotationException {
        ByteBuffer in = ByteBuffer.wrap(payload);
        try {
            if (type == CHANGE) {
                return new Edit(List.of(change(in, columns, rows, false)), Map.of());
            }
            int count = in.getInt();
            Map<Integer, Provenance> provenance = new HashMap<>();
            for (int segments = in.getInt(); segments > 0; segments--) {
                int segment = in.getInt();
                List<String> models = new ArrayList<>();
                for (int names = in.getInt(); names > 0; names--) {
                    models.add(text(in));
                }
                provenance.put(segment, new Provenance(models));
            }
            List<Change> changes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                changes.add(change(in, columns, rows, true));
            }
            if (in.hasRemaining()) {
                throw new DataFormatException(in.remaining() + " bytes too many");
            }
            return new Edit(changes, provenance);
        } catch (RuntimeException | DataFormatException e) {
            throw new AnnotationException("record " + number + " makes no sense (" + e.getMessage() + ")", e);
        }
    }

    private static Change change(ByteBuffer in, int columns, int rows, boolean measured) throws DataFormatException {
        FrameRef frame = new FrameRef(text(in), in.getInt());
        LayerKey key = new LayerKey(frame, in.getInt());
        FrameState state = FrameState.values()[in.get()];
        return new Change(key, tiles(in, columns, rows, measured), state);
    }

    private static byte[][] tiles(ByteBuffer in, int columns, int rows, boolean measured) throws DataFormatException {
        ConfidenceLayer extent = ConfidenceLayer.empty(columns, rows);
        byte[][] tiles = new byte[extent.tileCount()][];
        int count = in.getInt();
        int present = in.getInt();
        if (count < 0 || count > tiles.length || present < 0 || present > count) {
            throw new DataFormatException(present + " of " + count + " tiles");
        }
        int length = measured ? in.getInt() : in.remaining();
        ByteBuffer deflated = in.slice(in.position(), length);
        in.position(in.position() + length);
        ByteBuffer pixels = ByteBuffer.wrap(inflate(deflated, 4 * count + TILE_BYTES * present));
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
                || type < CHANGE
                || type > EDIT
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
