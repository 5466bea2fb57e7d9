package org.credence.dicom.internal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.credence.dicom.DicomException;
import org.credence.imaging.WholeFile;

/** Writes a data set and its pixels as a DICOM file with explicit value representations (PS3.10, chapter 7). */
final class Part10Writer {

    /** Names this software in the files it writes; an identifier of the 2.25 root, made from a random UUID once. */
    static final String IMPLEMENTATION_CLASS_UID = "2.25.295761772804241986746456606349325770210";

    static final String IMPLEMENTATION_VERSION_NAME = "CREDENCE_0_1";

    /** Accepts every complete file. */
    static final Check UNCHECKED = written -> {
        // What was written is trusted.
    };

    private static final long MAX_PIXEL_BYTES = 0xfffffffeL;
    private static final long UNDEFINED = 0xffffffffL;

    /** Writes pixels, frame by frame. */
    @FunctionalInterface
    interface PixelWriter {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Gives the compressed frames, one after the other. */
    @FunctionalInterface
    interface CompressedFrames {
        byte[] frame(int index) throws IOException;
    }

    /** Looks at a complete file before it is moved into place. */
    @FunctionalInterface
    interface Check {
        void accept(Path written) throws IOException;
    }

    /** Where the pixels of a file come from. */
    sealed interface Pixels {

        /** Those of the data set, if it has any, fragments and all. */
        Pixels OF_DATA_SET = new OfDataSet();

        /** {@link #OF_DATA_SET}. */
        record OfDataSet() implements Pixels {}

        /**
         * Pixels that are not compressed, in place of those of the data set.
         *
         * @param tag that of Pixel Data, Float Pixel Data or Double Float Pixel Data
         * @param vr OB, OW, OF or OD
         * @param bytes that {@code writer} writes
         */
        record Native(int tag, Vr vr, long bytes, PixelWriter writer) implements Pixels {}

        /**
         * Frames compressed by themselves, in place of the pixels of the data set. Each makes one fragment.
         *
         * @param expectedBytes all frames take no more than this together, more or less; tells which kind of offset table
         *     is written
         */
        record Compressed(int count, long expectedBytes, CompressedFrames frames) implements Pixels {

            /** Whether offsets may need more than the 32 bits of a Basic Offset Table. */
            boolean isExtended() {
                return expectedBytes > MAX_PIXEL_BYTES / 2;
            }
        }
    }

    private Part10Writer() {}

    /**
     * Writes 8-bit pixels that are not compressed; see {@link #write(Path, DataSet, String, Pixels, Check)}.
     *
     * @param dataSet all but the pixels
     * @param pixelBytes that {@code pixels} writes
     */
    static void write(Path file, DataSet dataSet, long pixelBytes, PixelWriter pixels, Check check) throws IOException {
        write(
                file,
                dataSet,
                TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
                new Pixels.Native(Tag.PIXEL_DATA, Vr.OB, pixelBytes, pixels),
                check);
    }

    /**
     * Writes a file beside {@code file}, has it checked, and moves it into place; on any failure {@code file} is what it was.
     *
     * @param dataSet names its class and instance; may come from a file of any encoding
     * @param transferSyntax one with explicit value representations in little endian, as it fits the pixels
     * @throws IOException what writing, the check or the move threw
     */
    static void write(Path file, DataSet dataSet, String transferSyntax, Pixels pixels, Check check)
            throws IOException {
        checkSize(file, pixels);
        WholeFile.write(file, unfinished -> {
            create(unfinished, dataSet, transferSyntax, pixels);
            check.accept(unfinished);
        });
    }

    /**
     * Writes a file that does not exist yet. What a failure leaves of it is the caller's to delete.
     *
     * @throws IOException if there is one, or it cannot be written
     */
    static void create(Path file, DataSet dataSet, String transferSyntax, Pixels pixels) throws IOException {
        checkSize(file, pixels);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            new Writing(channel).write(dataSet, transferSyntax, pixels);
        }
    }

    private static void checkSize(Path file, Pixels pixels) throws DicomException {
        if (pixels instanceof Pixels.Native p && p.bytes() > MAX_PIXEL_BYTES) {
            throw new DicomException("File " + file + " would take " + p.bytes()
                    + " bytes of pixels; a DICOM file holds at most 4 GiB, write fewer frames into it.");
        }
    }

    /** One file being written. */
    private static final class Writing {

        private final FileChannel channel;
        private final OutputStream out;
        private final DataSetEncoder encoder;

        Writing(FileChannel channel) {
            this.channel = channel;
            this.out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            this.encoder = new DataSetEncoder(out);
        }

        void write(DataSet dataSet, String transferSyntax, Pixels pixels) throws IOException {
            writeMeta(dataSet, transferSyntax);
            boolean own = pixels == Pixels.OF_DATA_SET;
            boolean done = own;
            for (Element e : DataSetEncoder.written(dataSet)) {
                if (Tag.group(e.tag()) == 0x0000 || Tag.group(e.tag()) == 0x0002) {
                    // Neither commands nor file meta information are part of a data set.
                    continue;
                }
                if (!own && isPixels(e.tag())) {
                    continue;
                }
                if (!done && Integer.compareUnsigned(e.tag(), Tag.PIXEL_DATA) > 0) {
                    writePixels(pixels);
                    done = true;
                }
                if (e.tag() == Tag.PIXEL_DATA
                        && e.value() instanceof Element.Value.Fragments
                        && !TransferSyntax.of(transferSyntax).encapsulated()) {
                    throw new DicomException(
                            "Encapsulated pixels are not written in explicit little endian.", e.tag(), -1);
                }
                encoder.write(e);
            }
            if (!done) {
                writePixels(pixels);
            }
            out.flush();
        }

        private static boolean isPixels(int tag) {
            return tag == Tag.PIXEL_DATA
                    || tag == Tag.FLOAT_PIXEL_DATA
                    || tag == Tag.DOUBLE_FLOAT_PIXEL_DATA
                    || tag == Tag.EXTENDED_OFFSET_TABLE
                    || tag == Tag.EXTENDED_OFFSET_TABLE_LENGTHS;
        }

        private void writeMeta(DataSet dataSet, String transferSyntax) throws IOException {
            DataSet meta = new DataSetBuilder()
                    .bytes(Tag.FILE_META_INFORMATION_VERSION, Vr.OB, new byte[] {0, 1})
                    .text(Tag.MEDIA_STORAGE_SOP_CLASS_UID, Vr.UI, dataSet.text(Tag.SOP_CLASS_UID))
                    .text(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID, Vr.UI, dataSet.text(Tag.SOP_INSTANCE_UID))
                    .text(Tag.TRANSFER_SYNTAX_UID, Vr.UI, transferSyntax)
                    .text(Tag.IMPLEMENTATION_CLASS_UID, Vr.UI, IMPLEMENTATION_CLASS_UID)
                    .text(Tag.IMPLEMENTATION_VERSION_NAME, Vr.SH, IMPLEMENTATION_VERSION_NAME)
                    .build();
            out.write(new byte[128]);
            out.write("DICM".getBytes(StandardCharsets.US_ASCII));
            encoder.head(0x00020000, Vr.UL, 4);
            out.write(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt((int) DataSetEncoder.length(meta))
                    .array());
            encoder.write(meta);
        }

        private void writePixels(Pixels pixels) throws IOException {
            switch (pixels) {
                case Pixels.Native p -> {
                    encoder.head(p.tag(), p.vr(), p.bytes() + (p.bytes() & 1));
                    p.writer().writeTo(out);
                    if ((p.bytes() & 1) == 1) {
                        out.write(0);
                    }
                }
                case Pixels.Compressed c -> writeFrames(c);
                case Pixels.OfDataSet o -> throw new IllegalStateException("Written with the data set");
            }
        }

        /** Writes the frames, and their offsets afterwards into the place left for them (PS3.5, A.4). */
        private void writeFrames(Pixels.Compressed c) throws IOException {
            int width = c.isExtended() ? 8 : 4;
            long tableAt = 0;
            long lengthsAt = 0;
            byte[] empty = new byte[Math.multiplyExact(width, c.count())];
            if (c.isExtended()) {
                encoder.head(Tag.EXTENDED_OFFSET_TABLE, Vr.OV, empty.length);
                tableAt = position();
                out.write(empty);
                encoder.head(Tag.EXTENDED_OFFSET_TABLE_LENGTHS, Vr.OV, empty.length);
                lengthsAt = position();
                out.write(empty);
                encoder.head(Tag.PIXEL_DATA, Vr.OB, UNDEFINED);
                encoder.itemHead(Tag.ITEM, 0);
            } else {
                encoder.head(Tag.PIXEL_DATA, Vr.OB, UNDEFINED);
                encoder.itemHead(Tag.ITEM, empty.length);
                tableAt = position();
                out.write(empty);
            }
            ByteBuffer offsets = ByteBuffer.wrap(empty).order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer lengths = ByteBuffer.allocate(8 * c.count()).order(ByteOrder.LITTLE_ENDIAN);
            long offset = 0;
            for (int f = 0; f < c.count(); f++) {
                byte[] frame = c.frames().frame(f);
                int padding = frame.length & 1;
                if (!c.isExtended() && offset > UNDEFINED) {
                    throw new DicomException("The compressed frames take more than 4 GiB; write fewer frames.");
                }
                if (c.isExtended()) {
                    offsets.putLong(offset);
                } else {
                    offsets.putInt((int) offset);
                }
                lengths.putLong(frame.length + padding);
                encoder.itemHead(Tag.ITEM, frame.length + padding);
                out.write(frame);
                if (padding == 1) {
                    out.write(0);
                }
                offset += 8L + frame.length + padding;
            }
            encoder.itemHead(Tag.SEQUENCE_DELIMITATION, 0);
            out.flush();
            put(offsets.flip(), tableAt);
            if (c.isExtended()) {
                put(lengths.flip(), lengthsAt);
            }
        }

        private long position() throws IOException {
            out.flush();
            return channel.position();
        }

        private void put(ByteBuffer bytes, long at) throws IOException {
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        }
    }
}
