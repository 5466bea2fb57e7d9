package org.credence.dicom.video.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.credence.dicom.spi.VideoFormat;
import org.credence.dicom.spi.VideoStream;

/** The videos that hold native decoders, those used last up to a number. Thread-safe. */
public final class OpenVideos implements AutoCloseable {

    /** A video, open or not; its lock guards the rest. */
    public static final class Source {
        private final VideoStream stream;
        private final VideoFormat format;
        private final ReentrantLock lock = new ReentrantLock();
        private OpenVideo video;
        private PacketIndex index;

        public Source(VideoStream stream, VideoFormat format) {
            this.stream = stream;
            this.format = format;
        }
    }

    private final int most;

    /** One for each video that may be in use; so there is always an open one that is not, where there are too many. */
    private final Semaphore uses;

    /** Open ones, the one used longest ago first; guarded by this. */
    private final Set<Source> open = new LinkedHashSet<>();

    private boolean closed;

    public OpenVideos(int most) {
        this.most = most;
        this.uses = new Semaphore(most);
    }

    /**
     * Decodes a frame of a video; blocks while another thread decodes one of the same video.
     *
     * @param shown the frame in the order in which they are shown, from 0
     */
    public Picture decode(Source source, int shown) throws IOException {
        if (shown < 0 || shown >= source.format.frames()) {
            throw new IOException("there is no such frame");
        }
        NativeLibraries.load();
        try {
            source.lock.lockInterruptibly();
            try {
                uses.acquire();
                try {
                    return decodeLocked(source, shown);
                } finally {
                    uses.release();
                }
            } finally {
                source.lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("it was interrupted").initCause(e);
        }
    }

    private Picture decodeLocked(Source source, int shown) throws IOException {
        if (source.index != null) {
            source.index.check(source.format.frames());
        }
        boolean sound = false;
        try {
            use(source);
            if (source.video == null) {
                source.video = new OpenVideo(source.stream, source.format, source.index);
            }
            Picture picture = source.video.picture(shown);
            sound = true;
            return picture;
        } finally {
            if (source.video != null) {
                source.index = source.video.index();
            }
            if (!sound) {
                close(source);
            }
        }
    }

    /** Notes that a video is in use, and closes others where there are too many. */
    private void use(Source source) throws IOException {
        while (true) {
            List<Source> others;
            synchronized (this) {
                if (closed) {
                    throw new IOException("the decoder of videos was shut down");
                }
                open.remove(source);
                if (open.size() < most) {
                    open.add(source);
                    return;
                }
                others = new ArrayList<>(open);
            }
            for (Source other : others) {
                if (other.lock.tryLock()) {
                    try {
                        close(other);
                    } finally {
                        other.lock.unlock();
                    }
                    break;
                }
            }
        }
    }

    /** Closes a video that nobody can ask any more. */
    public void release(Source source) {
        source.lock.lock();
        try {
            close(source);
        } finally {
            source.lock.unlock();
        }
    }

    /** Closes a video whose lock is held. */
    private void close(Source source) {
        if (source.video != null) {
            source.video.close();
            source.video = null;
        }
        synchronized (this) {
            open.remove(source);
        }
    }

    /** How many videos hold a native decoder now. */
    synchronized int openCount() {
        return open.size();
    }

    @Override
    public void close() {
        List<Source> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(open);
        }
        all.forEach(this::release);
    }
}
