package org.credence.dicom.internal;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.credence.dicom.DicomException;

/** Writes a data set and native pixels as a DICOM file in explicit little endian (PS3.10, chapter 7). */
final class Part10Writer {

    /** Names this software in the files it writes; an identifier of the 2.25 root, made from a random UUID once. */
    static final String IMPLEMENTATION_CLASS_UID = "2.25.295761772804241986746456606349325770210";

    static final String IMPLEMENTATION_VERSION_NAME = "CREDENCE_0_1";

    /** Accepts every complete file. */
    static final Check UNCHECKED = written -> {
        // What was written is trusted.
    };

    private static final long MAX_PIXEL_BYTES = 0xfffffffeL;

    /** Writes pixels, frame by frame. */
    @FunctionalInterface
    interface PixelWriter {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Looks at a complete file before it is moved into place. */
    @FunctionalInterface
    interface Check {
        void accept(Path written) throws IOException;
    }

    private Part10Writer() {}

    /**
     * Writes a file beside {@code file}, has it checked, and moves it into place; on any failure {@code file} is what it was.
     *
     * @param dataSet all but the pixels
     * @param pixelBytes that {@code pixels} writes
     * @throws IOException what writing, the check or the move threw
     */
    static void write(Path file, DataSet dataSet, long pixelBytes, PixelWriter pixels, Check check) throws IOException {
        if (pixelBytes > MAX_PIXEL_BYTES) {
            throw new DicomException("File " + file + " would take " + pixelBytes
                    + " bytes of pixels; a DICOM file holds at most 4 GiB, write fewer frames into it.");
        }
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        // Not createTempFile, whose files only their owner may read: annotations are shared.
        Path temporary = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (FileChannel channel =
                            FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
                writeHead(out, dataSet);
                byte[] head = new byte[12];
                putTag(head, Tag.PIXEL_DATA);
                head[4] = 'O';
                head[5] = 'B';
                putInt(head, 8, (int) (pixelBytes + (pixelBytes & 1)));
                out.write(head);
                pixels.writeTo(out);
                if ((pixelBytes & 1) == 1) {
                    out.write(0);
                }
                out.flush();
                // On the disk before the file takes its place, or a power cut could leave neither.
                channel.force(true);
            }
            check.accept(temporary);
            move(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (java.nio.file.AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void writeHead(OutputStream out, DataSet dataSet) throws IOException {
        DataSet meta = new DataSetBuilder()
                .bytes(Tag.FILE_META_INFORMATION_VERSION, Vr.OB, new byte[] {0, 1})
                .text(Tag.MEDIA_STORAGE_SOP_CLASS_UID, Vr.UI, dataSet.text(Tag.SOP_CLASS_UID))
                .text(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID, Vr.UI, dataSet.text(Tag.SOP_INSTANCE_UID))
                .text(Tag.TRANSFER_SYNTAX_UID, Vr.UI, TransferSyntax.EXPLICIT_LITTLE_ENDIAN)
                .text(Tag.IMPLEMENTATION_CLASS_UID, Vr.UI, IMPLEMENTATION_CLASS_UID)
                .text(Tag.IMPLEMENTATION_VERSION_NAME, Vr.SH, IMPLEMENTATION_VERSION_NAME)
                .build();
        byte[] metaBytes = encode(meta);
        DataSet groupLength = new DataSetBuilder()
                .numbers(0x00020000, Vr.UL, metaBytes.length)
                .build();
        out.write(new byte[128]);
        out.write("DICM".getBytes(StandardCharsets.US_ASCII));
        out.write(encode(groupLength));
        out.write(metaBytes);
        out.write(encode(dataSet));
    }

    /** A data set in explicit little endian, in the order of tags. */
    private static byte[] encode(DataSet dataSet) throws IOException {
        List<Element> sorted = new ArrayList<>(dataSet.elements());
        sorted.sort((a, b) -> Integer.compareUnsigned(a.tag(), b.tag()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Element element : sorted) {
            byte[] value = switch (element.value()) {
                case Element.Value.Items sequence -> encodeItems(sequence.items());
                case Element.Value.Bytes b -> padded(element.vr(), b.bytes());
                case Element.Value.Stored s -> padded(element.vr(), DataSet.bytes(element));
                case Element.Value.Fragments f ->
                    throw new DicomException(
                            "Encapsulated pixels are not written in explicit little endian.", element.tag(), -1);
            };
            byte[] head = new byte[element.vr().longLength() ? 12 : 8];
            putTag(head, element.tag());
            head[4] = (byte) element.vr().name().charAt(0);
            head[5] = (byte) element.vr().name().charAt(1);
            if (element.vr().longLength()) {
                putInt(head, 8, value.length);
            } else if (value.length > 0xffff) {
                throw new DicomException(
                        "Element " + Tag.describe(element.tag()) + " would have " + value.length
                                + " bytes; 65535 are the most.",
                        element.tag(),
                        -1);
            } else {
                head[6] = (byte) value.length;
                head[7] = (byte) (value.length >> 8);
            }
            out.write(head);
            out.write(value);
        }
        return out.toByteArray();
    }

    private static byte[] encodeItems(List<DataSet> items) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (DataSet item : items) {
            byte[] value = encode(item);
            byte[] head = new byte[8];
            putTag(head, Tag.ITEM);
            putInt(head, 4, value.length);
            out.write(head);
            out.write(value);
        }
        return out.toByteArray();
    }

    private static byte[] padded(Vr vr, byte[] value) {
        if ((value.length & 1) == 0) {
            return value;
        }
        byte[] even = java.util.Arrays.copyOf(value, value.length + 1);
        even[value.length] = (byte) (vr.isText() && vr != Vr.UI ? ' ' : 0);
        return even;
    }

    private static void putTag(byte[] target, int tag) {
        target[0] = (byte) (tag >> 16);
        target[1] = (byte) (tag >> 24);
        target[2] = (byte) tag;
        target[3] = (byte) (tag >> 8);
    }

    private static void putInt(byte[] target, int at, int value) {
        for (int i = 0; i < 4; i++) {
            target[at + i] = (byte) (value >> 8 * i);
        }
    }
}
