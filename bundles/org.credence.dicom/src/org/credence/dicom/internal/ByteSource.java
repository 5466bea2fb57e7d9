package org.credence.dicom.internal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** Bytes that can be read at any place, any time: those of a file, an inflated data set, or an array. Thread-safe. */
sealed interface ByteSource permits ByteSource.InFile, ByteSource.InMemory, InflatedSource {

    /** Reads until closed; used by one thread. */
    interface Reading extends AutoCloseable {
        /**
         * Reads exactly {@code length} bytes.
         *
         * @throws EOFException if there are fewer
         */
        void read(long offset, byte[] target, int from, int length) throws IOException;

        /** @throws IOException if what was read may be of another state of the file than what was read before */
        @Override
        void close() throws IOException;
    }

    long size();

    Reading open() throws IOException;

    /**
     * The bytes of a file, which is open only while it is read, and must not change between: offsets of a header are worth
     * nothing in another file.
     *
     * @param modified when it was modified last
     */
    record InFile(Path file, long size, FileTime modified) implements ByteSource {

        /** The file as it is now. */
        static InFile of(Path file) throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            if (!now.isRegularFile()) {
                throw new IOException(now.isDirectory() ? "it is a folder" : "it is no regular file");
            }
            return new InFile(file, now.size(), now.lastModifiedTime());
        }

        @Override
        public Reading open() throws IOException {
            FileReading reading = openAtOnce();
            try {
                checkUnchanged();
            } catch (IOException e) {
                reading.channel().close();
                throw e;
            }
            return reading;
        }

        /** Opens a file that {@link #of} has looked at just before; whether it changed since is seen when it is closed. */
        FileReading openAtOnce() throws IOException {
            return new FileReading(this, FileChannel.open(file, StandardOpenOption.READ));
        }

        private void checkUnchanged() throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            if (now.size() != size || !now.lastModifiedTime().equals(modified)) {
                throw new IOException("it was changed meanwhile, from " + size + " bytes of " + modified + " to "
                        + now.size() + " bytes of " + now.lastModifiedTime() + ", open it again");
            }
        }
    }

    /** Reads an open file, and closes it. */
    record FileReading(InFile source, FileChannel channel) implements Reading {
        @Override
        public void read(long offset, byte[] target, int from, int length) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(target, from, length);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, offset + buffer.position() - from) < 0) {
                    throw new EOFException(
                            "it ends at byte " + channel.size() + ", it was changed meanwhile, open it again");
                }
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
            source.checkUnchanged();
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
