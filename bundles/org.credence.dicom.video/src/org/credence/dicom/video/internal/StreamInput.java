package org.credence.dicom.video.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.credence.dicom.spi.VideoStream;

/**
 * The bytes of a video as FFmpeg reads them. The file is open between {@link #open} and {@link #close} only; what goes wrong in
 * between is thrown by {@link #check}, as nothing can be thrown through native code. Used by one thread at a time.
 */
final class StreamInput {

    private static final int BUFFER_BYTES = 1 << 16;

    /** Containers refer back and forth; one that makes its reader read everything more often than this is not sound. */
    private static final int MAX_PASSES = 4;

    private final VideoStream stream;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final Read read = new Read();
    private final Seek seek = new Seek();
    private VideoStream.Reading reading;
    private IOException failure;
    private long position;
    private long bytesRead;

    StreamInput(VideoStream stream) {
        this.stream = stream;
    }

    /** Bytes in all. */
    long size() {
        return stream.size();
    }

    void open() throws IOException {
        reading = stream.open();
        failure = null;
        bytesRead = 0;
    }

    void close() throws IOException {
        VideoStream.Reading open = reading;
        reading = null;
        if (open != null) {
            open.close();
        }
    }

    /** The first bytes, fewer where there are not as many. */
    byte[] start(int count) throws IOException {
        byte[] start = new byte[count];
        int n = 0;
        while (n < count) {
            int more = reading.read(n, start, n, count - n);
            if (more < 0) {
                return java.util.Arrays.copyOf(start, n);
            }
            n += more;
        }
        return start;
    }

    /** Throws what went wrong since it was opened. */
    void check() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    /** Something that native code reads from; it starts at the first byte. */
    AVIOContext context() {
        position = 0;
        BytePointer memory = new BytePointer(avutil.av_malloc(BUFFER_BYTES));
        return avformat.avio_alloc_context(memory, BUFFER_BYTES, 0, null, read, null, seek);
    }

    static void free(AVIOContext context) {
        avutil.av_free(context.buffer());
        avformat.avio_context_free(context);
    }

    /** Frees what native code called; no context may be in use any more. */
    void release() {
        read.deallocate();
        seek.deallocate();
    }

    private int read(BytePointer target, int size) {
        if (failure != null) {
            return avutil.AVERROR_EXIT();
        }
        try {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("it was interrupted");
            }
            int n = reading.read(position, buffer, 0, Math.min(size, buffer.length));
            if (n < 0) {
                return avutil.AVERROR_EOF();
            }
            target.put(buffer, 0, n);
            position += n;
            bytesRead += n;
            if (bytesRead > MAX_PASSES * stream.size() + MAX_PASSES * BUFFER_BYTES) {
                throw new IOException("its container refers back and forth without end; it is damaged");
            }
            return n;
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException | Error e) {
            failure = new IOException("reading it failed (" + e + ")", e);
        }
        return avutil.AVERROR_EXIT();
    }

    private long seek(long offset, int whence) {
        switch (whence & ~avformat.AVSEEK_FORCE) {
            case avformat.AVSEEK_SIZE -> {
                return stream.size();
            }
            case 0 -> position = offset;
            case 1 -> position += offset;
            case 2 -> position = stream.size() + offset;
            default -> {
                return -1;
            }
        }
        position = Math.max(0, position);
        return position;
    }

    private final class Read extends Read_packet_Pointer_BytePointer_int {
        @Override
        public int call(Pointer opaque, BytePointer target, int size) {
            return read(target, size);
        }
    }

    private final class Seek extends Seek_Pointer_long_int {
        @Override
        public long call(Pointer opaque, long offset, int whence) {
            return seek(offset, whence);
        }
    }
}
