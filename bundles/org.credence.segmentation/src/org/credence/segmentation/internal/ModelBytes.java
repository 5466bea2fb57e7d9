package org.credence.segmentation.internal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.credence.segmentation.SegmentationException;

/**
 * A model's file as bytes at positions, through a window of {@value #WINDOW} bytes: weights that nobody asks for are never
 * read. Counts the fields that are looked at, which bounds the time that any file takes. For one thread.
 */
public final class ModelBytes implements AutoCloseable {

    private static final int WINDOW = 1 << 16;
    private static final int MAX_FIELDS = 4_000_000;
    private static final long MAX_TEXT = 1 << 25;

    /** Protobuf knows no larger message, and neither does any runtime. */
    private static final long MAX_FILE_BYTES = Integer.MAX_VALUE;

    private final Path file;
    private final FileChannel channel;
    private final long size;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW);
    private long windowBegin;
    private int fields;
    private long text;

    private ModelBytes(Path file, FileChannel channel, long size) {
        this.file = file;
        this.channel = channel;
        this.size = size;
        window.limit(0);
    }

    /**
     * Opens a file.
     *
     * @throws SegmentationException if it is a folder, or larger than a model can be
     * @throws IOException if it cannot be read at all
     */
    public static ModelBytes open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new SegmentationException("Model " + file + " is a folder; name an ONNX file in it.");
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        long size = channel.size();
        if (size > MAX_FILE_BYTES) {
            channel.close();
            throw new SegmentationException("Model " + file + " has " + size + " bytes; one ONNX file has at most "
                    + MAX_FILE_BYTES + ". Choose another file.");
        }
        return new ModelBytes(file, channel, size);
    }

    /** The whole file as a message. */
    public ProtoMessage message() {
        return new ProtoMessage(this, 0, size);
    }

    Path file() {
        return file;
    }

    byte at(long position) throws IOException {
        if (position < windowBegin || position >= windowBegin + window.limit()) {
            window.clear().limit((int) Math.min(WINDOW, size - position));
            fill(window, position);
            windowBegin = position;
        }
        return window.get((int) (position - windowBegin));
    }

    /** Bytes from a position; the caller has bounded the length. */
    byte[] read(long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        fill(ByteBuffer.wrap(bytes), position);
        return bytes;
    }

    /** Copies bytes elsewhere, a window at a time. */
    void copy(long position, long length, java.io.OutputStream to) throws IOException {
        for (long done = 0; done < length; ) {
            byte[] part = read(position + done, (int) Math.min(WINDOW, length - done));
            to.write(part);
            done += part.length;
        }
    }

    void count() throws SegmentationException {
        if (++fields > MAX_FIELDS) {
            throw damaged("it has more than " + MAX_FIELDS + " fields");
        }
    }

    /** Adds to the texts that were read, which are all that stays in memory. */
    void countText(long length) throws SegmentationException {
        text += length;
        if (text > MAX_TEXT) {
            throw damaged("it has more than " + MAX_TEXT + " bytes of names and texts");
        }
    }

    SegmentationException damaged(String reason) {
        return new SegmentationException(
                "Model " + file + " is no intact ONNX file: " + reason + ". Choose another file, or copy it again.");
    }

    private void fill(ByteBuffer target, long position) throws IOException {
        int begin = target.position();
        while (target.hasRemaining()) {
            if (channel.read(target, position + target.position() - begin) < 0) {
                throw new EOFException(file + " became shorter while it was read");
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
