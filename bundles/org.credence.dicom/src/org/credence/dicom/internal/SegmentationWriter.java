package org.credence.dicom.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.LayerKey;
import org.credence.dicom.codecs.CodecException;
import org.credence.dicom.codecs.FrameEncoder;
import org.credence.dicom.codecs.FrameFormat;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;

/**
 * Writes an annotation as a Segmentation object: FRACTIONAL, PROBABILITY, with 100 as the maximum, so that every whole
 * percent is exact; or BINARY, cut at a threshold. Layers without a pixel are left out.
 *
 * <p>Percents that take more than {@value #MOST_NATIVE_BYTES} bytes are compressed by RLE, frame by frame: what a brush
 * leaves packs to a fiftieth, and RLE is what the most other programs read. Single bits are never compressed; few read that.
 */
final class SegmentationWriter {

    /** Up to this size every program's native pixels are worth more than the space. */
    static final long MOST_NATIVE_BYTES = 16 << 20;

    private static final String RLE = "1.2.840.10008.1.2.5";

    private final AnnotationSnapshot annotation;
    private final ImageSeries series;
    private final SegmentationForm form;
    private final List<LayerKey> layers;

    private SegmentationWriter(AnnotationSnapshot annotation, ImageSeries series, SegmentationForm form)
            throws AnnotationException {
        if (!annotation.frames().equals(series.frames())
                || annotation.columns() != series.columns()
                || annotation.rows() != series.rows()) {
            throw new AnnotationException("The annotation of series " + annotation.seriesUid()
                    + " was not painted on series " + series.info().seriesUid() + "; save it with its own.");
        }
        this.annotation = annotation;
        this.series = series;
        this.form = form;
        this.layers = form.layers(annotation, series);
    }

    /**
     * Writes a new file, reads it back and compares every pixel, the segments and the states.
     *
     * @param file does not exist yet; what a failure leaves of it is the caller's
     * @throws AnnotationException if the annotation is of another series, or does not read back the same
     * @throws IOException if it cannot be written
     */
    static void write(
            AnnotationSnapshot annotation, ImageSeries series, SegmentationForm form, Path file, Progress progress)
            throws IOException {
        new SegmentationWriter(annotation, series, form).write(file, progress);
    }

    private void write(Path file, Progress progress) throws IOException {
        long bits = (long) layers.size() * series.columns() * series.rows() * (form.isBinary() ? 1 : 8);
        boolean compress = !form.isBinary() && bits / 8 > MOST_NATIVE_BYTES;
        Progress writing = progress.part(0, 0.6);
        Part10Writer.create(
                file,
                SegmentationHeader.of(annotation, series, form, layers),
                compress ? RLE : TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
                compress ? compressed(writing) : natively((bits + 7) / 8, writing));
        if (!SegmentationReader.holds(file, series, annotation, form, layers, progress.part(0.6, 1))) {
            throw new AnnotationException("What was written does not read back the same, so that nothing is changed;"
                    + " save to another place, and report it.");
        }
        progress.report(1, "Saved");
    }

    private byte[] samples(int frame, byte[] into) {
        LayerKey key = layers.get(frame);
        form.samples(annotation.layer(key.frame(), key.segment()), into);
        return into;
    }

    private Part10Writer.Pixels compressed(Progress progress) {
        FrameEncoder encoder = FrameEncoder.forTransferSyntax(RLE).orElseThrow();
        FrameFormat format = new FrameFormat(series.columns(), series.rows(), 1, 8);
        FrameBuffers buffers = new FrameBuffers(series.columns() * series.rows());
        FramesAhead<byte[]> frames = new FramesAhead<>(
                layers.size(),
                i -> buffers.use(buffer -> {
                    try {
                        return encoder.encode(samples(i, buffer), format, 8);
                    } catch (CodecException e) {
                        throw new AnnotationException(
                                "Frame " + (i + 1) + " cannot be compressed: " + e.getMessage(), e);
                    }
                }),
                progress,
                "Writing");
        // Even where nothing packs, offsets beyond 32 bits are refused by the writer and not wrong.
        return new Part10Writer.Pixels.Compressed(layers.size(), 0, frames::next);
    }

    private Part10Writer.Pixels natively(long bytes, Progress progress) {
        FramesAhead<byte[]> frames = new FramesAhead<>(
                layers.size(), i -> samples(i, new byte[series.columns() * series.rows()]), progress, "Writing");
        return new Part10Writer.Pixels.Native(Tag.PIXEL_DATA, Vr.OB, bytes, out -> {
            Bits bits = new Bits(out);
            for (int i = 0; i < layers.size(); i++) {
                if (form.isBinary()) {
                    bits.write(frames.next(i));
                } else {
                    out.write(frames.next(i));
                }
            }
            bits.end();
        });
    }

    /** Single bits: frames follow each other without padding, the lowest bit of a byte first (PS3.5, 8.1.1). */
    private static final class Bits {

        private static final VarHandle EIGHT =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

        /** Times this, the lowest bit of byte i of a number is bit i of its highest byte. */
        private static final long FIRST_BITS = 0x0102040810204080L;

        private final OutputStream out;
        private int current;
        private int count;

        Bits(OutputStream out) {
            this.out = out;
        }

        void write(byte[] samples) throws IOException {
            byte[] packed = new byte[(count + samples.length) / 8];
            int n = 0;
            for (int i = 0; i < samples.length; ) {
                if (count == 0 && i + 8 <= samples.length) {
                    // Most are nothing.
                    long eight = (long) EIGHT.get(samples, i);
                    packed[n++] = eight == 0 ? 0 : (byte) (eight * FIRST_BITS >>> 56);
                    i += 8;
                    continue;
                }
                current |= (samples[i++] & 1) << count;
                if (++count == 8) {
                    packed[n++] = (byte) current;
                    current = 0;
                    count = 0;
                }
            }
            out.write(packed);
        }

        void end() throws IOException {
            if (count > 0) {
                out.write(current);
            }
        }
    }
}
