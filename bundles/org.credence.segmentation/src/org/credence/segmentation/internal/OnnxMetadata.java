package org.credence.segmentation.internal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.credence.segmentation.SegmentationException;

/**
 * Reads the {@code metadata_props} of an ONNX file without a runtime: a walk over the outermost protobuf fields of its
 * ModelProto that skips the graph. Bounded whatever the file holds: it reads a few bytes per field and never more than
 * {@value #MAX_TEXT} bytes of text.
 */
public final class OnnxMetadata {

    private static final int MAX_TEXT = 1 << 20;
    private static final int MAX_FIELDS = 100_000;

    // Field numbers of onnx.proto.
    private static final int IR_VERSION = 1;
    private static final int GRAPH = 7;
    private static final int METADATA_PROPS = 14;

    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer one = ByteBuffer.allocate(1);
    private long position;

    private OnnxMetadata(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * The metadata of an ONNX file by key.
     *
     * @throws SegmentationException if the file is no ONNX model, or a damaged one
     * @throws IOException if it cannot be read at all
     */
    public static Map<String, String> read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new SegmentationException("Model " + file + " is a folder; name an ONNX file in it.");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new OnnxMetadata(file, channel).walk(channel.size());
        }
    }

    private Map<String, String> walk(long end) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        boolean versioned = false;
        boolean graph = false;
        long text = 0;
        try {
            for (int fields = 0; position < end; fields++) {
                if (fields == MAX_FIELDS) {
                    throw damaged("it has more than " + MAX_FIELDS + " fields");
                }
                long tag = varint(end);
                int field = (int) (tag >>> 3);
                if (tag >>> 3 < 1 || tag >>> 3 > 536_870_911) {
                    throw damaged("field number " + (tag >>> 3) + " at byte " + position + " is impossible");
                }
                switch ((int) (tag & 7)) {
                    case 0 -> {
                        varint(end);
                        versioned |= field == IR_VERSION;
                    }
                    case 1 -> skip(8, end);
                    case 5 -> skip(4, end);
                    case 2 -> {
                        long length = varint(end);
                        if (field == METADATA_PROPS) {
                            text += length;
                            if (length < 0 || text > MAX_TEXT) {
                                throw damaged("its metadata is larger than " + MAX_TEXT + " bytes");
                            }
                            entry(bytes((int) length, end), texts);
                        } else {
                            skip(length, end);
                            graph |= field == GRAPH;
                        }
                    }
                    default -> throw damaged("byte " + position + " begins no field");
                }
            }
        } catch (EOFException e) {
            throw damaged("it ends in the middle of a field");
        }
        if (!versioned || !graph) {
            throw damaged("it has no graph");
        }
        return texts;
    }

    private void entry(ByteBuffer entry, Map<String, String> texts) throws IOException {
        String key = "";
        String value = "";
        while (entry.hasRemaining()) {
            long tag = varint(entry);
            long length = varint(entry);
            if ((tag & 7) != 2 || length < 0 || length > entry.remaining()) {
                throw damaged("an entry of its metadata is broken");
            }
            byte[] bytes = new byte[(int) length];
            entry.get(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            if (tag >>> 3 == 1) {
                key = text;
            } else if (tag >>> 3 == 2) {
                value = text;
            }
        }
        texts.put(key, value);
    }

    private long varint(long end) throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (position >= end) {
                throw new EOFException();
            }
            one.clear();
            if (channel.read(one, position) != 1) {
                throw new EOFException();
            }
            position++;
            byte b = one.get(0);
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw damaged("a number at byte " + position + " has too many digits");
    }

    private long varint(ByteBuffer from) throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64 && from.hasRemaining(); shift += 7) {
            byte b = from.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw damaged("an entry of its metadata is broken");
    }

    private ByteBuffer bytes(int length, long end) throws IOException {
        if (length > end - position) {
            throw new EOFException();
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new EOFException();
            }
        }
        position += length;
        return bytes.flip();
    }

    private void skip(long length, long end) throws IOException {
        if (length < 0 || length > end - position) {
            throw new EOFException();
        }
        position += length;
    }

    private SegmentationException damaged(String reason) {
        return new SegmentationException(
                "Model " + file + " is no intact ONNX file: " + reason + ". Choose another file, or copy it again.");
    }
}
