package org.credence.dicom.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.credence.dicom.DicomException;

/**
 * Writes data sets in explicit little endian, element by element in the order of tags, whatever they were read from. Values
 * are written as they are, so that text stays in its Specific Character Set; large ones are never held in memory.
 *
 * <p>Group lengths and padding at the end, which would be wrong afterwards, are left out. Used by one thread.
 */
final class DataSetEncoder {

    private static final int MAX_SHORT_LENGTH = 0xfffe;
    private static final long MAX_LENGTH = 0xfffffffeL;
    private static final int TRAILING_PADDING = 0xFFFCFFFC;
    private static final int CHUNK_BYTES = 1 << 16;

    private final OutputStream out;

    DataSetEncoder(OutputStream out) {
        this.out = out;
    }

    /** The elements that are written of a data set, in the order of tags. */
    static List<Element> written(DataSet dataSet) {
        List<Element> sorted = new ArrayList<>();
        for (Element e : dataSet.elements()) {
            if ((e.tag() & 0xffff) != 0 && e.tag() != TRAILING_PADDING) {
                sorted.add(e);
            }
        }
        sorted.sort((a, b) -> Integer.compareUnsigned(a.tag(), b.tag()));
        return sorted;
    }

    /** Bytes that a data set takes. */
    static long length(DataSet dataSet) throws DicomException {
        long length = 0;
        for (Element e : written(dataSet)) {
            length += headLength(representation(e)) + valueLength(e);
        }
        return length;
    }

    void write(DataSet dataSet) throws IOException {
        for (Element e : written(dataSet)) {
            write(e);
        }
    }

    void write(Element e) throws IOException {
        if (e.value() instanceof Element.Value.Fragments f) {
            writeFragments(e, f);
            return;
        }
        Vr vr = representation(e);
        head(e.tag(), vr, valueLength(e));
        switch (e.value()) {
            case Element.Value.Items sequence -> {
                for (DataSet item : sequence.items()) {
                    itemHead(Tag.ITEM, length(item));
                    write(item);
                }
            }
            case Element.Value.Bytes b -> {
                out.write(b.bytes());
                pad(b.bytes().length, e.vr());
            }
            case Element.Value.Stored s -> {
                copy(s, e.vr());
                pad(s.length(), e.vr());
            }
            case Element.Value.Fragments f -> throw new IllegalStateException("Fragments are written by themselves");
        }
    }

    /** The first bytes of an element; {@code length} is even, or {@code 0xffffffff} where it is not said. */
    void head(int tag, Vr vr, long length) throws IOException {
        byte[] head = new byte[headLength(vr)];
        putTag(head, tag);
        head[4] = (byte) vr.name().charAt(0);
        head[5] = (byte) vr.name().charAt(1);
        if (vr.longLength()) {
            putInt(head, 8, length);
        } else {
            head[6] = (byte) length;
            head[7] = (byte) (length >> 8);
        }
        out.write(head);
    }

    /** The first bytes of an item or of a delimitation. */
    void itemHead(int tag, long length) throws IOException {
        byte[] head = new byte[8];
        putTag(head, tag);
        putInt(head, 4, length);
        out.write(head);
    }

    private static int headLength(Vr vr) {
        return vr.longLength() ? 12 : 8;
    }

    /** Bytes of a value, padding included. */
    private static long valueLength(Element e) throws DicomException {
        long length = switch (e.value()) {
            case Element.Value.Items sequence -> {
                long sum = 0;
                for (DataSet item : sequence.items()) {
                    sum += 8 + length(item);
                }
                yield sum;
            }
            case Element.Value.Fragments f -> {
                long sum = 8;
                for (long fragment : f.lengths()) {
                    sum += 8 + fragment + (fragment & 1);
                }
                yield sum;
            }
            case Element.Value.Bytes b -> b.bytes().length;
            case Element.Value.Stored s -> s.length();
        };
        if (length > MAX_LENGTH && !(e.value() instanceof Element.Value.Fragments)) {
            throw new DicomException(
                    "Element " + Tag.describe(e.tag()) + " would have " + length
                            + " bytes; a DICOM file holds at most 4 GiB in one.",
                    e.tag(),
                    -1);
        }
        return length + (length & 1);
    }

    /** What a value is written as: one that is too long for its representation becomes OW or UN (PS3.5, 6.2.2). */
    private static Vr representation(Element e) {
        Vr vr = e.vr();
        if (vr.longLength() || e.length() <= MAX_SHORT_LENGTH) {
            return vr;
        }
        boolean words = DataDictionary.standard()
                .entry(e.tag())
                .filter(d -> d.vr().endsWith("OW"))
                .isPresent();
        return words ? Vr.OW : Vr.UN;
    }

    private void pad(long length, Vr vr) throws IOException {
        if ((length & 1) == 1) {
            out.write(vr.isText() && vr != Vr.UI ? ' ' : 0);
        }
    }

    private void copy(Element.Value.Stored s, Vr vr) throws IOException {
        // Words never lie across two chunks, as all their sizes divide that of a chunk.
        byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, s.length())];
        try (ByteSource.Reading in = s.source().open()) {
            for (long at = 0; at < s.length(); at += chunk.length) {
                int n = (int) Math.min(chunk.length, s.length() - at);
                in.read(s.offset() + at, chunk, 0, n);
                if (s.bigEndian()) {
                    byte[] words = n == chunk.length ? chunk : java.util.Arrays.copyOf(chunk, n);
                    DataSet.swap(words, vr.wordBytes());
                    out.write(words);
                } else {
                    out.write(chunk, 0, n);
                }
            }
        }
    }

    private void writeFragments(Element e, Element.Value.Fragments f) throws IOException {
        head(e.tag(), e.vr() == Vr.OW ? Vr.OW : Vr.OB, 0xffffffffL);
        boolean padded = false;
        for (int i = 1; i < f.lengths().length; i++) {
            padded |= (f.lengths()[i] & 1) == 1;
        }
        for (int i = 0; i < f.lengths().length; i++) {
            // Offsets do not hold any more where a fragment grew by the byte that it lacked.
            long length = i == 0 && padded ? 0 : f.lengths()[i];
            itemHead(Tag.ITEM, length + (length & 1));
            if (length > 0) {
                copy(new Element.Value.Stored(f.source(), f.offsets()[i], length, false), Vr.OB);
                pad(length, Vr.OB);
            }
        }
        itemHead(Tag.SEQUENCE_DELIMITATION, 0);
    }

    private static void putTag(byte[] target, int tag) {
        target[0] = (byte) (tag >> 16);
        target[1] = (byte) (tag >> 24);
        target[2] = (byte) tag;
        target[3] = (byte) (tag >> 8);
    }

    private static void putInt(byte[] target, int at, long value) {
        for (int i = 0; i < 4; i++) {
            target[at + i] = (byte) (value >> 8 * i);
        }
    }
}
