package org.credence.segmentation.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Bytes of a file that is going to be written, whose number is known before they are: weights never come into memory. */
sealed interface Piece {

    /** The number of bytes. */
    long length();

    void writeTo(OutputStream out) throws IOException;

    /** Bytes in memory. */
    record Small(byte[] bytes) implements Piece {
        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(bytes);
        }
    }

    /** Bytes of the model that is read. */
    record Copy(ModelBytes from, long begin, long length) implements Piece {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            from.copy(begin, length, out);
        }
    }

    /** Bytes of another file. */
    record Part(Path file, long offset, long length) implements Piece {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                long done = 0;
                while (done < length) {
                    long n = channel.transferTo(offset + done, length - done, Channels.newChannel(out));
                    if (n <= 0) {
                        throw new EOFException(file + " became shorter while it was read");
                    }
                    done += n;
                }
            }
        }
    }

    /** A protobuf message under construction; fields come in the order in which they are added. */
    final class Message implements Piece {

        private final List<Piece> pieces = new ArrayList<>();
        private long length;

        Message add(Piece piece) {
            pieces.add(piece);
            length += piece.length();
            return this;
        }

        Message number(int field, long value) {
            return add(new Small(varints((long) field << 3, value)));
        }

        Message text(int field, String text) {
            return bytes(field, text.getBytes(StandardCharsets.UTF_8));
        }

        Message bytes(int field, byte[] bytes) {
            return field(field, new Small(bytes));
        }

        /** A field whose value is a piece, such as a message. */
        Message field(int field, Piece value) {
            return add(new Small(varints((long) field << 3 | 2, value.length())))
                    .add(value);
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            for (Piece piece : pieces) {
                piece.writeTo(out);
            }
        }

        private static byte[] varints(long... values) {
            ByteBuffer bytes = ByteBuffer.allocate(10 * values.length);
            for (long value : values) {
                long rest = value;
                while ((rest & ~127L) != 0) {
                    bytes.put((byte) (rest & 127 | 128));
                    rest >>>= 7;
                }
                bytes.put((byte) rest);
            }
            return java.util.Arrays.copyOf(bytes.array(), bytes.position());
        }
    }
}
