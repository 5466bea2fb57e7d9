package org.credence.formats.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.credence.imaging.Frame;
import org.credence.imaging.ImageExport;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImagingException;
import org.credence.imaging.Progress;
import org.credence.imaging.WholeFile;

/** The frames of an export, decoded one after the other. */
final class Frames {

    /** Takes one frame. */
    @FunctionalInterface
    interface Taker {
        /** @param index among the exported frames, from 0 */
        void take(Frame frame, int index) throws IOException;
    }

    private final ImageSeries series;
    private final ImageExport export;

    Frames(ImageSeries series, ImageExport export) {
        for (int p : export.positions()) {
            if (p < 0 || p >= series.frames().size()) {
                throw new IllegalArgumentException(
                        series + " has no frame at position " + p + "; positions count from 0");
            }
        }
        this.series = series;
        this.export = export;
    }

    int count() {
        return export.positions().size();
    }

    Frame decode(int index) throws ImagingException {
        return series.decode(export.positions().get(index));
    }

    /** Decodes all frames; never holds more than one. */
    void each(String doing, Progress progress, Taker taker) throws IOException {
        for (int i = 0; i < count(); i++) {
            progress.checkCancelled();
            progress.report((double) i / count(), doing + " frame " + (i + 1) + " of " + count());
            taker.take(decode(i), i);
        }
        progress.report(1, doing + " done");
    }

    /** The position in the series of an exported frame, from 1 as people count. */
    int number(int index) {
        return export.positions().get(index) + 1;
    }

    /** The file of one frame where every frame has its own: the number before the extension. */
    Path numbered(Path target, int index) {
        if (count() == 1) {
            return target;
        }
        String name = target.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String extension = dot > 0 ? name.substring(dot) : "";
        int digits = Math.max(4, Integer.toString(series.frames().size()).length());
        return target.resolveSibling(stem + "-" + String.format("%0" + digits + "d", number(index)) + extension);
    }

    /** Writes one whole file, with a sentence for people where that fails. */
    static List<Path> file(Path target, WholeFile.Content content) throws ImagingException {
        try {
            WholeFile.write(target, content);
            return List.of(target);
        } catch (ImagingException e) {
            throw e;
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new ImagingException(
                    target + " cannot be written (" + reason + "); check the folder and the space left.", e);
        }
    }
}
