package org.credence.imaging.internal;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.credence.imaging.ImageFile;
import org.credence.imaging.ImageGeometry;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImagePlane;
import org.credence.imaging.ImageRegion;
import org.credence.imaging.OtherObject;
import org.credence.imaging.SeriesInfo;
import org.credence.imaging.Vector3;

/** Makes the bytes that {@link FolderIndex} reads. One thread. */
final class IndexWriter {

    private final ByteArrayOutputStream entryBytes = new ByteArrayOutputStream(1 << 16);
    private final ByteArrayOutputStream allBytes = new ByteArrayOutputStream(1 << 16);
    private final Map<SeriesInfo, Integer> series = new LinkedHashMap<>();
    private final Map<String, Integer> texts = new LinkedHashMap<>();
    private DataOutputStream out = new DataOutputStream(entryBytes);
    private int entries;

    /**
     * Adds what a file was.
     *
     * @param content an image or another object; null for what nobody knows
     */
    void add(FolderWalk.Found found, ImageFile content) {
        try {
            text(found.name());
            out.writeLong(found.size());
            out.writeLong(found.modified());
            byte[] written = bytes(content);
            out.writeInt(written.length);
            out.write(written);
            entries++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] bytes(ImageFile content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream outer = out;
        out = new DataOutputStream(bytes);
        switch (content) {
            case null -> out.writeByte(FolderIndex.NOTHING);
            case ImageInstance image -> {
                out.writeByte(FolderIndex.IMAGE);
                write(image);
            }
            case OtherObject other -> {
                out.writeByte(FolderIndex.OTHER);
                out.writeInt(idOf(other.series(), series));
                out.writeInt(idOf(other.kind(), texts));
                text(other.title());
            }
            default -> throw new IllegalArgumentException("This is read anew every time: " + content);
        }
        out = outer;
        return bytes.toByteArray();
    }

    /** The bytes of the whole index; nothing can be added any more. */
    byte[] finish(String stamp) {
        try {
            out = new DataOutputStream(allBytes);
            text(stamp);
            out.writeInt(series.size());
            for (SeriesInfo s : series.keySet()) {
                write(s);
            }
            out.writeInt(texts.size());
            for (String t : texts.keySet()) {
                text(t);
            }
            out.writeInt(entries);
            entryBytes.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] content = allBytes.toByteArray();
        CRC32 crc = new CRC32();
        crc.update(content);
        return ByteBuffer.allocate(FolderIndex.HEADER_BYTES + content.length)
                .putLong(FolderIndex.MAGIC)
                .putInt(FolderIndex.VERSION)
                .putInt((int) crc.getValue())
                .put(content)
                .array();
    }

    private static <T> int idOf(T value, Map<T, Integer> known) {
        Integer id = known.putIfAbsent(value, known.size());
        return id == null ? known.size() - 1 : id;
    }

    private void write(SeriesInfo s) throws IOException {
        text(s.patientId());
        text(s.patientName());
        text(s.studyUid());
        text(s.studyDate());
        text(s.studyDescription());
        text(s.seriesUid());
        out.writeInt(s.seriesNumber());
        text(s.seriesDescription());
        text(s.modality());
    }

    private void write(ImageInstance i) throws IOException {
        out.writeInt(idOf(i.series(), series));
        text(i.sopInstanceUid());
        out.writeInt(idOf(i.sopClassUid(), texts));
        out.writeInt(i.instanceNumber());
        out.writeInt(i.columns());
        out.writeInt(i.rows());
        out.writeInt(i.frameCount());
        write(i.geometry());
        out.writeDouble(i.timing().meanMs());
        out.writeInt(i.timing().incrementsMs().size());
        for (double ms : i.timing().incrementsMs()) {
            out.writeDouble(ms);
        }
    }

    private void write(ImageGeometry g) throws IOException {
        out.writeBoolean(g.spacing().isPresent());
        if (g.spacing().isPresent()) {
            out.writeDouble(g.spacing().get().columnMm());
            out.writeDouble(g.spacing().get().rowMm());
        }
        out.writeByte(g.calibration().ordinal());
        out.writeDouble(g.pixelAspect());
        out.writeDouble(g.sliceSpacingMm());
        out.writeInt(g.planes().size());
        for (ImagePlane p : g.planes()) {
            write(p.origin());
            write(p.alongRow());
            write(p.alongColumn());
        }
        out.writeInt(g.regions().size());
        for (ImageRegion r : g.regions()) {
            write(r);
        }
    }

    private void write(Vector3 v) throws IOException {
        out.writeDouble(v.x());
        out.writeDouble(v.y());
        out.writeDouble(v.z());
    }

    private void write(ImageRegion r) throws IOException {
        out.writeInt(r.bounds().column());
        out.writeInt(r.bounds().row());
        out.writeInt(r.bounds().width());
        out.writeInt(r.bounds().height());
        out.writeByte(r.kind().ordinal());
        text(r.content());
        text(r.unitX());
        text(r.unitY());
        out.writeDouble(r.deltaX());
        out.writeDouble(r.deltaY());
        out.writeDouble(r.referenceColumn());
        out.writeDouble(r.referenceRow());
        out.writeDouble(r.referenceX());
        out.writeDouble(r.referenceY());
    }

    private void text(String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }
}
