package org.credence.imaging.internal;

import java.lang.ref.SoftReference;
import java.nio.file.Path;
import org.credence.imaging.Frame;
import org.credence.imaging.ImageFile;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImagingException;

/**
 * Reads a file's header when a frame is asked for, and keeps it while memory lasts. So a folder of any number of files takes
 * little memory, whether it was read or remembered. Thread-safe.
 */
public final class LazyDecoder implements ImageInstance.FrameDecoder {

    /** Reads the header of a file. */
    @FunctionalInterface
    public interface Headers {
        ImageFile read(Path file) throws ImagingException;
    }

    private final Headers headers;
    private final Path file;
    private final String sopInstanceUid;
    private final int columns;
    private final int rows;
    private final int frameCount;
    private volatile SoftReference<ImageInstance.FrameDecoder> known;

    LazyDecoder(Headers headers, Path file, String sopInstanceUid, int columns, int rows, int frameCount) {
        this.headers = headers;
        this.file = file;
        this.sopInstanceUid = sopInstanceUid;
        this.columns = columns;
        this.rows = rows;
        this.frameCount = frameCount;
    }

    /** The same image with a decoder that holds nothing of the file. */
    public static ImageInstance lazy(ImageInstance i, Headers headers) {
        return new ImageInstance(
                i.series(),
                i.sopInstanceUid(),
                i.sopClassUid(),
                i.instanceNumber(),
                i.file(),
                i.columns(),
                i.rows(),
                i.frameCount(),
                i.geometry(),
                i.timing(),
                new LazyDecoder(headers, i.file(), i.sopInstanceUid(), i.columns(), i.rows(), i.frameCount()));
    }

    @Override
    public Frame decode(int index) throws ImagingException {
        SoftReference<ImageInstance.FrameDecoder> kept = known;
        ImageInstance.FrameDecoder decoder = kept == null ? null : kept.get();
        if (decoder == null) {
            decoder = open();
            known = new SoftReference<>(decoder);
        }
        return decoder.decode(index);
    }

    private ImageInstance.FrameDecoder open() throws ImagingException {
        if (headers.read(file) instanceof ImageInstance now
                && now.sopInstanceUid().equals(sopInstanceUid)
                && now.columns() == columns
                && now.rows() == rows
                && now.frameCount() == frameCount) {
            return now.decoder();
        }
        throw new ImagingException("File " + file + " is no longer the image that was listed; open its folder again.");
    }
}
