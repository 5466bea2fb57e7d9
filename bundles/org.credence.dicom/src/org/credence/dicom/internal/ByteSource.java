package org.credence.dicom.internal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Bytes that can be read at any place, any time: those of a file, or an inflated data set in memory. Thread-safe. */
sealed interface ByteSource {

    /** Reads until closed; used by one thread. */
    interface Reading extends AutoCloseable {
        /**
         * Reads exactly {@code length} bytes.
         *
         * @throws EOFException if there are fewer
         */
        void read(long offset, byte[] target, int from, int length) throws IOException;

        @Override
        void close() throws IOException;
    }

    long size();

    Reading open() throws IOException;

    /** The bytes of a file, which is open only while it is read. */
    record InFile(Path file, long size) implements ByteSource {
        @Override
        public Reading open() throws IOException {
            return new FileReading(FileChannel.open(file, StandardOpenOption.READ));
        }
    }

    /** Reads an open file, and closes it. */
    record FileReading(FileChannel channel) implements Reading {
        @Override
        public void read(long offset, byte[] target, int from, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(target, from, length);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, offset + buffer.position() - from) < 0) {
                    throw new EOFException("it ends at byte " + channel.size() + ", it was changed meanwhile");
                }
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Bytes in memory, the first {@code length} of an array. */
    record InMemory(byte[] bytes, int length) implements ByteSource {
        @Override
        public long size() {
            return length;
        }

        @Override
        public Reading open() {
            return new Reading() {
                @Override
                public void read(long offset, byte[] target, int from, int count) throws IOException {
                    if (offset < 0 || offset + count > length) {
                        throw new EOFException("the data set ends at byte " + length);
                    }
                    System.arraycopy(bytes, (int) offset, target, from, count);
                }

                @Override
                public void close() {
                    // Nothing is open.
                }
            };
        }
    }
}
