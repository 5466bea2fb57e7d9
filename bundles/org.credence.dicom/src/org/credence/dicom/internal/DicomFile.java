package org.credence.dicom.internal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.credence.dicom.DicomException;
import org.credence.dicom.codecs.FrameCodec;
import org.credence.dicom.spi.DataSetReader;
import org.credence.dicom.spi.VideoDecoder;

/**
 * A DICOM file whose data set was read, all but large values (PS3.10, chapter 7). Immutable.
 *
 * @param path where it lies
 * @param transferSyntax how it is encoded
 * @param meta its file meta information; empty where it has none
 * @param dataSet its data set
 * @param damage why the data set ends before the file does, where only {@link #readDamaged} gives it
 * @param video decodes its pixels where they are a video; null where nothing does
 */
record DicomFile(
        Path path,
        TransferSyntax transferSyntax,
        DataSet meta,
        DataSet dataSet,
        Optional<DicomException> damage,
        VideoDecoder video) {

    private static final int PREAMBLE_BYTES = 128;

    /** A whole file. */
    DicomFile(Path path, TransferSyntax transferSyntax, DataSet meta, DataSet dataSet) {
        this(path, transferSyntax, meta, dataSet, Optional.empty(), null);
    }

    /**
     * Whether a file looks like DICOM: by its prefix, or by a first element that could be one.
     *
     * @throws DicomException if it cannot be read
     */
    static boolean looksLike(Path path) throws DicomException {
        try {
            ByteSource.InFile source = ByteSource.InFile.of(path);
            try (DataSetParser parser = DataSetParser.atOnce(source)) {
                byte[] head = parser.peek(0, PREAMBLE_BYTES + 4);
                return start(head, source.size()) >= 0;
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /**
     * Reads a file.
     *
     * @throws DicomException if it is no DICOM file, is damaged, or cannot be read
     */
    static DicomFile read(Path path) throws DicomException {
        return read(path, null);
    }

    /**
     * Reads a file.
     *
     * @param reader reads the elements in place of this bundle's parser, or null
     * @throws DicomException if it is no DICOM file, is damaged, or cannot be read
     */
    static DicomFile read(Path path, DataSetReader reader) throws DicomException {
        return readIfDicom(path, reader).orElseThrow(() -> noDicom(path));
    }

    /**
     * Reads a file as far as that goes: the elements before the first that cannot be read are those of the whole file.
     *
     * @param reader reads the elements in place of this bundle's parser, or null; it gives whole data sets only
     * @throws DicomException if it is no DICOM file, cannot be read, or is damaged so that it has no elements
     */
    static DicomFile readDamaged(Path path, DataSetReader reader) throws DicomException {
        return open(path, reader).orElseThrow(() -> noDicom(path));
    }

    private static DicomException noDicom(Path path) {
        return new DicomException("File " + path + " is no DICOM file; choose one that is.");
    }

    /**
     * Reads a file if it looks like DICOM; opens it once.
     *
     * @param reader reads the elements in place of this bundle's parser, or null
     * @throws DicomException if it looks so and is damaged, or cannot be read
     */
    static Optional<DicomFile> readIfDicom(Path path, DataSetReader reader) throws DicomException {
        Optional<DicomFile> file = open(path, reader);
        if (file.isPresent() && file.get().damage().isPresent()) {
            throw file.get().damage().get();
        }
        return file;
    }

    private static Optional<DicomFile> open(Path path, DataSetReader reader) throws DicomException {
        try {
            ByteSource.InFile source = ByteSource.InFile.of(path);
            try (DataSetParser parser = DataSetParser.atOnce(source)) {
                int start = start(parser.peek(0, PREAMBLE_BYTES + 4), source.size());
                return start < 0 ? Optional.empty() : Optional.of(read(path, source, parser, reader, start));
            }
        } catch (DicomException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** This file, whose pixels a decoder decodes where they are a video; null for none. */
    DicomFile playedBy(VideoDecoder decoder) {
        return new DicomFile(path, transferSyntax, meta, dataSet, damage, decoder);
    }

    private static DicomFile read(Path path, ByteSource source, DataSetParser parser, DataSetReader reader, int start)
            throws IOException {
        parser.seek(start);
        DataSet meta = parser.readMeta();
        if (reader != null) {
            meta = DataSetSink.read(reader, path, source, start, parser.position(), true, false);
        }
        String uid = meta.text(Tag.TRANSFER_SYNTAX_UID);
        Start really = Start.of(parser.peek(parser.position(), 16), 0, source.size() - parser.position());
        TransferSyntax syntax = uid.isEmpty()
                ? TransferSyntax.of(
                        really == null || !really.explicit
                                ? TransferSyntax.IMPLICIT_LITTLE_ENDIAN
                                : really.bigEndian
                                        ? TransferSyntax.EXPLICIT_BIG_ENDIAN
                                        : TransferSyntax.EXPLICIT_LITTLE_ENDIAN)
                : TransferSyntax.of(uid);
        // Some files name one encoding and use another; the first element cannot lie.
        if (really != null && (really.explicit || !syntax.deflated())) {
            syntax = syntax.encodedAs(really.explicit, really.bigEndian);
        }
        if (syntax.deflated()) {
            ByteSource inflated = InflatedSource.of(path.toString(), source, parser.position());
            if (reader != null) {
                DataSet read = DataSetSink.read(reader, path, inflated, 0, inflated.size(), true, false);
                return new DicomFile(path, syntax, meta, read, Optional.empty(), null);
            }
            try (DataSetParser inner = new DataSetParser(path.toString(), inflated)) {
                DataSet read = inner.readDataSet(true, false);
                return of(path, syntax, meta, read, inner);
            }
        }
        boolean explicit = syntax.explicit();
        boolean bigEndian = syntax.bigEndian();
        DataSet dataSet = reader == null
                ? parser.readDataSet(explicit, bigEndian)
                : DataSetSink.read(reader, path, source, parser.position(), source.size(), explicit, bigEndian);
        return of(path, ofPixels(syntax, dataSet, parser), meta, dataSet, parser);
    }

    private static DicomFile of(Path path, TransferSyntax syntax, DataSet meta, DataSet dataSet, DataSetParser parser)
            throws DicomException {
        if (parser.damage().isPresent() && dataSet.elements().isEmpty()) {
            throw parser.damage().get();
        }
        return new DicomFile(path, syntax, meta, dataSet, parser.damage(), null);
    }

    /**
     * The transfer syntax that the pixels are really in. Some files name another; what a compressed stream starts with, or
     * a value exactly as long as native pixels are, tells beyond doubt. A compressed stream that was written as native
     * pixels becomes a fragment.
     */
    private static TransferSyntax ofPixels(TransferSyntax named, DataSet d, DataSetParser parser) throws IOException {
        Element.Value value = d.element(Tag.PIXEL_DATA).map(Element::value).orElse(null);
        if (value instanceof Element.Value.Fragments f && f.offsets().length > 1) {
            Optional<String> found = CodeStreams.transferSyntax(parser, f.offsets()[1], f.lengths()[1]);
            return found.isPresent() && !decodesAlike(found.get(), named.uid())
                    ? TransferSyntax.of(found.get()).encodedAs(named.explicit(), named.bigEndian())
                    : named;
        }
        if (!(value instanceof Element.Value.Stored s) || !named.encapsulated()) {
            return named;
        }
        long samples = product(d, Tag.ROWS, Tag.COLUMNS, Tag.SAMPLES_PER_PIXEL, Tag.NUMBER_OF_FRAMES);
        long bytes = (samples * d.integer(Tag.BITS_ALLOCATED, 0) + 7) / 8;
        if (bytes > 0 && (s.length() == bytes || s.length() == bytes + bytes % 2)) {
            return TransferSyntax.of(
                            named.explicit()
                                    ? TransferSyntax.EXPLICIT_LITTLE_ENDIAN
                                    : TransferSyntax.IMPLICIT_LITTLE_ENDIAN)
                    .encodedAs(named.explicit(), named.bigEndian());
        }
        Optional<String> found = CodeStreams.transferSyntax(parser, s.offset(), s.length());
        if (found.isEmpty() || product(d, Tag.NUMBER_OF_FRAMES) != 1) {
            return named;
        }
        d.put(new Element(
                Tag.PIXEL_DATA,
                Vr.OB,
                new Element.Value.Fragments(
                        s.source(), new long[] {s.offset(), s.offset()}, new long[] {0, s.length()}, true)));
        return decodesAlike(found.get(), named.uid())
                ? named
                : TransferSyntax.of(found.get()).encodedAs(named.explicit(), named.bigEndian());
    }

    private static boolean decodesAlike(String uid, String other) {
        return FrameCodec.forTransferSyntax(uid)
                .map(Object::getClass)
                .equals(FrameCodec.forTransferSyntax(other).map(Object::getClass));
    }

    /** The product of whole numbers, 1 for those that are absent; 0 if one is no positive number or it is too large. */
    private static long product(DataSet d, int... tags) throws DicomException {
        long product = 1;
        for (int tag : tags) {
            int factor = d.has(tag) ? d.integer(tag, 0) : 1;
            if (factor < 1 || product > Long.MAX_VALUE / 64 / factor) {
                return 0;
            }
            product *= factor;
        }
        return product;
    }

    /** Where the first element is: after the prefix, or at the start of a file without one; -1 if this is no DICOM file. */
    private static int start(byte[] head, long size) {
        int start = prefixEnd(head);
        if (start > 0 || Start.of(head, 0, size) != null) {
            return start;
        }
        // Seen in the wild: a single byte before the data set.
        Start shifted = Start.of(head, 1, size);
        return shifted != null && shifted.explicit ? 1 : -1;
    }

    /** The offset after the prefix {@code DICM}, 0 where there is none. */
    private static int prefixEnd(byte[] head) {
        // Some writers leave out the preamble but not the prefix. Text may hold the prefix at 128 by chance, so that a
        // sound element at the start wins over it.
        if (head.length >= 4 && isPrefix(head, 0)) {
            return 4;
        }
        if (head.length >= PREAMBLE_BYTES + 4 && isPrefix(head, PREAMBLE_BYTES)) {
            Start element = Start.of(head, 0, Long.MAX_VALUE);
            return element != null && element.explicit ? 0 : PREAMBLE_BYTES + 4;
        }
        return 0;
    }

    private static boolean isPrefix(byte[] head, int at) {
        return head[at] == 'D' && head[at + 1] == 'I' && head[at + 2] == 'C' && head[at + 3] == 'M';
    }

    private static DicomException unreadable(Path path, IOException e) {
        if (e instanceof DicomException d) {
            return d;
        }
        return new DicomException(
                "File " + path + " cannot be read: " + reason(e) + "; check its path and permissions.", e);
    }

    /** Why reading failed, as the end of a sentence; exceptions of the file system only name the file. */
    static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "access is denied";
            case NoSuchFileException gone -> "it does not exist";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }

    /** How the first element of a data set is written. */
    private record Start(boolean explicit, boolean bigEndian) {

        /** Null if what is at {@code at} is no plausible first element. */
        static Start of(byte[] head, int at, long left) {
            if (head.length < at + 8) {
                return null;
            }
            int[] b = new int[8];
            for (int i = 0; i < b.length; i++) {
                b[i] = head[at + i] & 0xff;
            }
            boolean vr = Vr.of(b[4], b[5]).isPresent();
            int little = b[1] << 24 | b[0] << 16 | b[3] << 8 | b[2];
            int big = b[0] << 24 | b[1] << 16 | b[2] << 8 | b[3];
            if (plausible(little)) {
                if (vr) {
                    return new Start(true, false);
                }
                long length = b[4] | b[5] << 8 | b[6] << 16 | (long) b[7] << 24;
                return length <= left - 8 && length < 0x10000 ? new Start(false, false) : null;
            }
            return plausible(big) && vr ? new Start(true, true) : null;
        }

        /** Whether a data set may start with this element: one that the standard knows, of a low group. */
        private static boolean plausible(int tag) {
            switch (tag) {
                case 0x00020000, 0x00020001, 0x00020002, 0x00080005, 0x00080008, Tag.SOP_CLASS_UID -> {
                    // What nearly all files begin with needs no dictionary, which takes long to load.
                    return true;
                }
                default -> {
                    // Looked up below.
                }
            }
            int group = Tag.group(tag);
            return (group == 0x0002 || group == 0x0004 || group == 0x0008 || group == 0x0010)
                    && ((tag & 0xffff) == 0
                            || DataDictionary.standard().entry(tag).isPresent());
        }
    }
}
