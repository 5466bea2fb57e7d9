package org.credence.dicom.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.credence.dicom.DicomException;

/**
 * Reads the elements of a data set. Values of more than 64 KiB and all pixel data stay where they are.
 *
 * <p>What files in the wild do wrong and can be read nevertheless is read: single elements written without value
 * representation in an explicit data set, sequences in UN, unknown representations. Every length is held against what is
 * left before anything is allocated for it; depth and number of elements are bounded.
 */
final class DataSetParser implements AutoCloseable {

    /** Larger values are read when they are asked for. */
    static final int MAX_IN_MEMORY_BYTES = 1 << 16;

    private static final int MAX_DEPTH = 32;
    private static final int MAX_ELEMENTS = 4_000_000;
    private static final long UNDEFINED = 0xffffffffL;

    private final String file;
    private final ByteSource source;
    private final ByteSource.Reading in;
    private final byte[] window = new byte[1 << 14];
    private long windowStart;
    private int windowLength;
    private long position;
    private int count;

    /** @param file how messages name the file */
    DataSetParser(String file, ByteSource source) throws IOException {
        this.file = file;
        this.source = source;
        this.in = source.open();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    long position() {
        return position;
    }

    void seek(long offset) {
        position = offset;
    }

    /** The bytes at an offset, or fewer where the source ends. */
    byte[] peek(long offset, int length) throws IOException {
        int n = (int) Math.max(0, Math.min(length, source.size() - offset));
        byte[] bytes = new byte[n];
        in.read(offset, bytes, 0, n);
        return bytes;
    }

    /** Reads the file meta information from the position on, and leaves the position after it. */
    DataSet readMeta() throws IOException {
        DataSet meta = new DataSet(SpecificCharacterSet.DEFAULT);
        while (source.size() - position >= 8 && uint16(position, false) == 0x0002) {
            readElement(meta, source.size(), true, false, 0);
        }
        return meta;
    }

    /** Reads the whole data set from the position to the end. */
    DataSet readDataSet(boolean explicit, boolean bigEndian) throws IOException {
        DataSet dataSet = new DataSet(SpecificCharacterSet.DEFAULT);
        readElements(dataSet, source.size(), explicit, bigEndian, 0, false);
        return dataSet;
    }

    /** Reads elements up to {@code end}, or to the delimitation of the item they make up. */
    private void readElements(DataSet into, long end, boolean explicit, boolean bigEndian, int depth, boolean delimited)
            throws IOException {
        while (position < end) {
            if (end - position < 8) {
                if (depth == 0 && endsHere(into)) {
                    position = end;
                    return;
                }
                throw cutOff("an element", 0, position, 8, end - position);
            }
            int tag = tagAt(position, bigEndian);
            if (tag == Tag.ITEM_DELIMITATION) {
                position += 8;
                if (delimited) {
                    return;
                }
                continue;
            }
            if (tag == Tag.SEQUENCE_DELIMITATION) {
                if (delimited) {
                    // The item's own delimitation is missing; the sequence sees this one.
                    return;
                }
                position += 8;
                continue;
            }
            if (depth == 0 && into.element(Tag.PIXEL_DATA).isPresent()) {
                // What follows the pixels and is no element is padding or garbage; nothing in it can be missed.
                if (Integer.compareUnsigned(tag, Tag.PIXEL_DATA) <= 0) {
                    position = end;
                    return;
                }
                try {
                    readElement(into, end, explicit, bigEndian, depth);
                } catch (DicomException e) {
                    position = end;
                }
                continue;
            }
            if (depth == 0 && tag == 0 && endsHere(into)) {
                position = end;
                return;
            }
            readElement(into, end, explicit, bigEndian, depth);
        }
        if (delimited) {
            throw new DicomException("File " + file + " is damaged at byte " + position
                    + ": an item of undefined length does not end; copy the file again from where it came.");
        }
    }

    /** Whether the data set is complete up to here, so that what follows may be garbage. */
    private boolean endsHere(DataSet dataSet) throws IOException {
        if (dataSet.element(Tag.PIXEL_DATA).isPresent()) {
            return true;
        }
        for (byte b : peek(position, 1 << 12)) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private void readElement(DataSet into, long end, boolean explicit, boolean bigEndian, int depth)
            throws IOException {
        long start = position;
        int tag = tagAt(start, bigEndian);
        if (++count > MAX_ELEMENTS) {
            throw new DicomException(
                    "File " + file + " has more than " + MAX_ELEMENTS
                            + " elements; it is damaged or not meant for this.",
                    tag,
                    start);
        }
        if (tag == Tag.ITEM) {
            throw new DicomException(
                    "File " + file + " is damaged at byte " + start
                            + ": an item outside of a sequence; copy the file again from where it came.",
                    tag,
                    start);
        }
        Vr vr = null;
        long length;
        boolean asImplicit = !explicit;
        if (explicit) {
            int first = byteAt(start + 4);
            int second = byteAt(start + 5);
            Optional<Vr> known = Vr.of(first, second);
            boolean letters = first >= 'A' && first <= 'Z' && second >= 'A' && second <= 'Z';
            if (known.isEmpty() && !letters) {
                asImplicit = true;
            } else {
                vr = known.orElse(Vr.UN);
                boolean longLength = known.map(Vr::longLength).orElse(uint16(start + 6, bigEndian) == 0);
                if (longLength) {
                    if (end - start < 12) {
                        throw cutOff(Tag.describe(tag), tag, start, 12, end - start);
                    }
                    length = uint32(start + 8, bigEndian);
                    position = start + 12;
                } else {
                    length = uint16(start + 6, bigEndian);
                    position = start + 8;
                }
                readValue(into, tag, vr, length, start, end, true, bigEndian, depth);
                return;
            }
        }
        if (asImplicit) {
            vr = implicitVr(tag, into);
            length = uint32(start + 4, bigEndian);
            position = start + 8;
            readValue(into, tag, vr, length, start, end, explicit, bigEndian, depth);
        }
    }

    private void readValue(
            DataSet into,
            int tag,
            Vr vr,
            long length,
            long start,
            long end,
            boolean explicit,
            boolean bigEndian,
            int depth)
            throws IOException {
        boolean pixels = depth == 0 && Tag.group(tag) == 0x7fe0;
        if (length == UNDEFINED) {
            boolean encapsulated = tag == Tag.PIXEL_DATA || vr == Vr.OB || vr == Vr.OW;
            if (encapsulated && tagAtIfThere(position, bigEndian, end) != Tag.SEQUENCE_DELIMITATION) {
                into.put(new Element(tag, vr == Vr.UN ? Vr.OB : vr, readFragments(tag, end, bigEndian)));
                return;
            }
            boolean inside = vr == Vr.UN ? nestedExplicit(end) : explicit;
            into.put(new Element(tag, Vr.SQ, readItems(into, tag, start, end, true, inside, bigEndian, depth)));
            return;
        }
        if (length > end - position) {
            throw cutOff(Tag.describe(tag), tag, start, length, end - position);
        }
        long valueStart = position;
        long valueEnd = valueStart + length;
        if (vr == Vr.SQ) {
            into.put(new Element(tag, vr, readItems(into, tag, start, valueEnd, false, explicit, bigEndian, depth)));
            position = valueEnd;
            return;
        }
        if (vr == Vr.UN && !pixels) {
            if (length >= 8 && tagAt(valueStart, false) == Tag.ITEM) {
                int before = count;
                try {
                    boolean inside = nestedExplicit(valueEnd);
                    into.put(new Element(
                            tag, Vr.SQ, readItems(into, tag, start, valueEnd, false, inside, false, depth)));
                    position = valueEnd;
                    return;
                } catch (DicomException e) {
                    if (count > MAX_ELEMENTS) {
                        throw e;
                    }
                    // It only looked like a sequence; what its bytes mean is not known, so they are kept as bytes.
                    count = before + 1;
                    position = valueStart;
                }
            }
            boolean creator = Tag.isPrivate(tag) && (tag & 0xffff) >= 0x10 && (tag & 0xffff) <= 0xff;
            if (explicit
                    && !bigEndian
                    && (creator || DataDictionary.standard().entry(tag).isPresent())) {
                Vr meant = implicitVr(tag, into);
                vr = meant == Vr.SQ ? Vr.UN : meant;
            }
        }
        position = valueEnd;
        if (pixels || length > MAX_IN_MEMORY_BYTES) {
            into.put(new Element(tag, vr, new Element.Value.Stored(source, valueStart, length, bigEndian)));
            return;
        }
        byte[] bytes = new byte[(int) length];
        copy(valueStart, bytes);
        if (bigEndian) {
            DataSet.swap(bytes, vr == Vr.AT ? 2 : vr.wordBytes());
        }
        into.put(new Element(tag, vr, new Element.Value.Bytes(bytes)));
    }

    private Element.Value.Items readItems(
            DataSet parent,
            int tag,
            long start,
            long end,
            boolean undefined,
            boolean explicit,
            boolean bigEndian,
            int depth)
            throws IOException {
        if (depth >= MAX_DEPTH) {
            throw new DicomException(
                    "File " + file + " is damaged at byte " + start + ": sequences lie more than " + MAX_DEPTH
                            + " deep; copy the file again from where it came.",
                    tag,
                    start);
        }
        List<DataSet> items = new ArrayList<>();
        List<Long> starts = new ArrayList<>();
        while (position < end) {
            if (end - position < 8) {
                throw cutOff("an item of " + Tag.describe(tag), tag, position, 8, end - position);
            }
            int itemTag = tagAt(position, bigEndian);
            long itemLength = uint32(position + 4, bigEndian);
            if (itemTag == Tag.SEQUENCE_DELIMITATION) {
                position += 8;
                return items(items, starts);
            }
            if (itemTag == Tag.ITEM_DELIMITATION) {
                position += 8;
                continue;
            }
            if (itemTag != Tag.ITEM) {
                throw new DicomException(
                        "File " + file + " is damaged at byte " + position + ": sequence " + Tag.describe(tag)
                                + " holds " + Tag.format(itemTag)
                                + " where an item should be; copy the file again from where it came.",
                        tag,
                        position);
            }
            if (++count > MAX_ELEMENTS) {
                throw new DicomException(
                        "File " + file + " has more than " + MAX_ELEMENTS
                                + " elements; it is damaged or not meant for this.",
                        tag,
                        position);
            }
            starts.add(position);
            position += 8;
            DataSet item = new DataSet(parent.charset());
            if (itemLength == UNDEFINED) {
                readElements(item, end, explicit, bigEndian, depth + 1, true);
            } else {
                if (itemLength > end - position && undefined) {
                    throw cutOff("an item of " + Tag.describe(tag), tag, position - 8, itemLength, end - position);
                }
                // An item that claims more than its sequence has ends with it, if its elements do.
                long itemEnd = Math.min(end, position + itemLength);
                readElements(item, itemEnd, explicit, bigEndian, depth + 1, false);
                position = itemEnd;
            }
            items.add(item);
        }
        if (undefined) {
            throw new DicomException(
                    "File " + file + " is cut off: sequence " + Tag.describe(tag) + " at byte " + start
                            + " does not end; copy the file again from where it came.",
                    tag,
                    start);
        }
        return items(items, starts);
    }

    private static Element.Value.Items items(List<DataSet> items, List<Long> starts) {
        return new Element.Value.Items(
                items, starts.stream().mapToLong(Long::longValue).toArray());
    }

    private Element.Value.Fragments readFragments(int tag, long end, boolean bigEndian) throws IOException {
        long[] offsets = new long[16];
        long[] lengths = new long[16];
        int n = 0;
        while (true) {
            if (end - position < 8) {
                throw cutOff("a fragment of " + Tag.describe(tag), tag, position, 8, end - position);
            }
            int itemTag = tagAt(position, bigEndian);
            long length = uint32(position + 4, bigEndian);
            if (itemTag == Tag.SEQUENCE_DELIMITATION) {
                position += 8;
                return new Element.Value.Fragments(source, Arrays.copyOf(offsets, n), Arrays.copyOf(lengths, n));
            }
            if (itemTag != Tag.ITEM) {
                throw new DicomException(
                        "File " + file + " is damaged at byte " + position + ": " + Tag.describe(tag) + " holds "
                                + Tag.format(itemTag)
                                + " where a fragment should be; copy the file again from where it came.",
                        tag,
                        position);
            }
            if (length > end - position - 8) {
                throw cutOff("a fragment of " + Tag.describe(tag), tag, position, length, end - position - 8);
            }
            if (n == offsets.length) {
                offsets = Arrays.copyOf(offsets, 2 * n);
                lengths = Arrays.copyOf(lengths, 2 * n);
            }
            offsets[n] = position + 8;
            lengths[n] = length;
            n++;
            position += 8 + length;
        }
    }

    /** The representation that the dictionary gives; of several, the one that fits what was read before. */
    private static Vr implicitVr(int tag, DataSet before) throws DicomException {
        if ((tag & 0xffff) == 0) {
            return Vr.UL;
        }
        if (Tag.isPrivate(tag)) {
            return (tag & 0xffff) >= 0x10 && (tag & 0xffff) <= 0xff ? Vr.LO : Vr.UN;
        }
        String vr = DataDictionary.standard()
                .entry(tag)
                .map(DataDictionary.Entry::vr)
                .orElse("UN");
        if (vr.length() > 2) {
            boolean signed = before.integer(Tag.PIXEL_REPRESENTATION, 0) == 1;
            return vr.endsWith("OW") ? Vr.OW : vr.equals("US|SS") && signed ? Vr.SS : Vr.US;
        }
        return Vr.of(vr.charAt(0), vr.charAt(1)).orElse(Vr.UN);
    }

    /** Whether the first element inside a sequence in UN writes its representation, which the standard forbids. */
    private boolean nestedExplicit(long end) throws IOException {
        return end - position >= 16
                && Vr.of(byteAt(position + 12), byteAt(position + 13)).isPresent();
    }

    private DicomException cutOff(String what, int tag, long at, long needed, long left) {
        return new DicomException(
                "File " + file + " is damaged or cut off at byte " + at + ": " + what + " takes " + needed
                        + " bytes, but only " + left + " are left; copy the file again from where it came.",
                tag,
                at);
    }

    private int tagAt(long offset, boolean bigEndian) throws IOException {
        return uint16(offset, bigEndian) << 16 | uint16(offset + 2, bigEndian);
    }

    private int tagAtIfThere(long offset, boolean bigEndian, long end) throws IOException {
        return end - offset < 8 ? 0 : tagAt(offset, bigEndian);
    }

    private int uint16(long offset, boolean bigEndian) throws IOException {
        int a = byteAt(offset);
        int b = byteAt(offset + 1);
        return bigEndian ? a << 8 | b : b << 8 | a;
    }

    private long uint32(long offset, boolean bigEndian) throws IOException {
        long a = uint16(offset, bigEndian);
        long b = uint16(offset + 2, bigEndian);
        return bigEndian ? a << 16 | b : b << 16 | a;
    }

    private int byteAt(long offset) throws IOException {
        if (offset < windowStart || offset >= windowStart + windowLength) {
            // Reading on fills the window; a jump, such as from fragment to fragment, reads little.
            boolean onward = offset >= windowStart && offset <= windowStart + windowLength + 16;
            int n = (int) Math.min(onward ? window.length : 512, source.size() - offset);
            windowLength = 0;
            if (n <= 0) {
                throw new DicomException(
                        "File " + file + " is cut off at byte " + offset + "; copy the file again from where it came.");
            }
            in.read(offset, window, 0, n);
            windowStart = offset;
            windowLength = n;
        }
        return window[(int) (offset - windowStart)] & 0xff;
    }

    private void copy(long offset, byte[] target) throws IOException {
        if (offset >= windowStart && offset + target.length <= windowStart + windowLength) {
            System.arraycopy(window, (int) (offset - windowStart), target, 0, target.length);
        } else {
            in.read(offset, target, 0, target.length);
        }
    }
}
