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
    /** What an element takes as it is read and described, at least. */
    private static final int ELEMENT_BYTES = 512;

    private static final int MAX_MISLEADING = 1000;
    /** The group of items and their end marks. */
    private static final int ITEMS = 0xfffe;

    private static final long UNDEFINED = 0xffffffffL;

    private final String file;
    private final ByteSource source;
    private final ByteWindow in;
    private final int maxElements;
    private long position;
    private int count;
    private int misleading;
    private long zerosUntil;
    private DicomException damage;

    /** @param file how messages name the file */
    DataSetParser(String file, ByteSource source) throws IOException {
        this(file, source, source.open());
    }

    private DataSetParser(String file, ByteSource source, ByteSource.Reading reading) {
        this.file = file;
        this.source = source;
        this.in = new ByteWindow(file, source.size(), reading);
        this.maxElements = (int) Math.min(MAX_ELEMENTS, Runtime.getRuntime().maxMemory() / ELEMENT_BYTES);
    }

    /** A parser of a file that was looked at just before. */
    static DataSetParser atOnce(ByteSource.InFile source) throws IOException {
        return new DataSetParser(source.file().toString(), source, source.openAtOnce());
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
        in.peek(offset, bytes);
        return bytes;
    }

    /** Reads the file meta information from the position on, and leaves the position after it. */
    DataSet readMeta() throws IOException {
        DataSet meta = new DataSet(SpecificCharacterSet.DEFAULT);
        while (source.size() - position >= 8 && in.uint16(position, false) == 0x0002) {
            readElement(meta, source.size(), true, false, 0);
        }
        return meta;
    }

    /**
     * Reads the data set from the position to the end, or up to the first element that cannot be read: then
     * {@link #damage} says why.
     */
    DataSet readDataSet(boolean explicit, boolean bigEndian) throws IOException {
        DataSet dataSet = new DataSet(SpecificCharacterSet.DEFAULT);
        try {
            readElements(dataSet, source.size(), explicit, bigEndian, 0, false);
        } catch (DicomException e) {
            if (count > maxElements) {
                throw e;
            }
            damage = e;
        }
        return dataSet;
    }

    /** Why the data set could not be read to its end, if so. */
    Optional<DicomException> damage() {
        return Optional.ofNullable(damage);
    }

    /** Reads elements up to {@code end}, or to the delimitation of the item they make up. */
    private void readElements(DataSet into, long end, boolean explicit, boolean bigEndian, int depth, boolean delimited)
            throws IOException {
        int last = 0;
        while (position < end) {
            if (end - position < 8) {
                if (depth == 0 && endsHere(into)) {
                    position = end;
                    return;
                }
                if (delimited && isCutEndMark(end, bigEndian)) {
                    position += 8;
                    return;
                }
                throw cutOff("an element", 0, position, 8, end - position);
            }
            int tag = in.tag(position, bigEndian);
            if (tag == Tag.ITEM_DELIMITATION) {
                position += 8;
                if (delimited) {
                    return;
                }
                continue;
            }
            if (tag == Tag.ITEM && delimited) {
                // The item's own delimitation is missing; the sequence sees the next item.
                return;
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
            if (depth == 0 && tag == Tag.ITEM && skipsStray(last, end, explicit, bigEndian)) {
                continue;
            }
            readElement(into, end, explicit, bigEndian, depth);
            last = tag;
        }
        if (delimited) {
            throw new DicomException(
                    "File " + file + " is damaged at byte " + position
                            + ": an item of undefined length does not end; copy the file again from where it came.",
                    Tag.ITEM,
                    position);
        }
    }

    /** Whether the length of a sequence, which ends at {@code end}, counts only the tag of its last item's end mark. */
    private boolean isCutEndMark(long end, boolean bigEndian) throws IOException {
        return end - position == 4
                && in.size() - position >= 8
                && in.tag(position, bigEndian) == Tag.ITEM_DELIMITATION
                && in.uint32(position + 4, bigEndian) == 0;
    }

    /**
     * Passes over an item whose sequence has lost its head, so that nobody can say what it means: only if it holds whole
     * elements, and the data set goes on in order after it.
     *
     * @param last the tag of the element before
     */
    private boolean skipsStray(int last, long end, boolean explicit, boolean bigEndian) throws IOException {
        long start = position;
        int before = count;
        long length = in.uint32(start + 4, bigEndian);
        long next = start + 8 + length;
        if (length < 8 || next + 8 > end) {
            return false;
        }
        int following = in.tag(next, bigEndian);
        if (following != Tag.ITEM && (Integer.compareUnsigned(following, last) <= 0 || Tag.group(following) == ITEMS)) {
            return false;
        }
        position = start + 8;
        try {
            readElements(new DataSet(SpecificCharacterSet.DEFAULT), next, explicit, bigEndian, 1, false);
        } catch (DicomException e) {
            if (count > maxElements) {
                throw e;
            }
            position = start;
            count = before;
            return false;
        }
        position = next;
        return true;
    }

    /** Whether the data set is complete up to here, so that what follows may be garbage. */
    private boolean endsHere(DataSet dataSet) throws IOException {
        if (dataSet.element(Tag.PIXEL_DATA).isPresent()) {
            return true;
        }
        if (zerosUntil <= position) {
            zerosUntil = in.nonZero(position);
        }
        return zerosUntil == in.size();
    }

    private void readElement(DataSet into, long end, boolean explicit, boolean bigEndian, int depth)
            throws IOException {
        long start = position;
        int tag = in.tag(start, bigEndian);
        countOne(tag, start);
        if (tag == Tag.ITEM) {
            throw new DicomException(
                    "File " + file + " is damaged at byte " + start
                            + ": an item outside of a sequence; copy the file again from where it came.",
                    tag,
                    start);
        }
        if (explicit) {
            int first = in.uint8(start + 4);
            int second = in.uint8(start + 5);
            Optional<Vr> known = Vr.of(first, second);
            if (known.isPresent() || Vr.areLetters(first, second) || hasGarbledVr(start, end, bigEndian)) {
                boolean longLength =
                        known.isPresent() ? known.get().longLength() : in.uint16(start + 6, bigEndian) == 0;
                if (longLength && end - start < 12) {
                    throw cutOff(Tag.describe(tag), tag, start, 12, end - start);
                }
                long length = longLength ? in.uint32(start + 8, bigEndian) : in.uint16(start + 6, bigEndian);
                position = start + (longLength ? 12 : 8);
                readValue(into, tag, known.orElse(Vr.UN), length, start, end, true, bigEndian, depth);
                return;
            }
        }
        long length = in.uint32(start + 4, bigEndian);
        position = start + 8;
        Vr vr = Tag.isPrivate(tag) && length == UNDEFINED ? Vr.UN : Vr.implied(tag, into);
        readValue(into, tag, vr, length, start, end, explicit, bigEndian, depth);
    }

    /**
     * Whether an element of an explicit data set has something in place of its representation, such as "??", rather than a
     * length of 32 bits: only if it cannot be such a length, and an element follows where the shorter one says.
     */
    private boolean hasGarbledVr(long start, long end, boolean bigEndian) throws IOException {
        long implicit = in.uint32(start + 4, bigEndian);
        if (implicit <= end - start - 8 || implicit == UNDEFINED) {
            return false;
        }
        long next = start + 8 + in.uint16(start + 6, bigEndian);
        if (next == start + 8 && end - start >= 12) {
            next = start + 12 + in.uint32(start + 8, bigEndian);
        }
        return next == end
                || next + 8 <= end
                        && Vr.of(in.uint8(next + 4), in.uint8(next + 5)).isPresent();
    }

    private void countOne(int tag, long at) throws DicomException {
        if (++count > maxElements) {
            throw new DicomException(
                    "File " + file + " has more than " + maxElements + " elements, items and fragments"
                            + (maxElements < MAX_ELEMENTS ? ", as many as the memory of this Java holds" : "")
                            + "; it is damaged or not meant for this.",
                    tag,
                    at);
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
            if (tag == Tag.PIXEL_DATA || vr == Vr.OB || vr == Vr.OW) {
                into.put(new Element(tag, vr == Vr.UN ? Vr.OB : vr, readFragments(tag, start, end, bigEndian)));
                return;
            }
            boolean inside = vr == Vr.UN ? nestedExplicit(end) : explicit;
            // What is in UN is little-endian in any data set, but not all writers know.
            boolean big = bigEndian && !(vr == Vr.UN && end - position >= 8 && in.tag(position, false) == Tag.ITEM);
            into.put(new Element(tag, Vr.SQ, readItems(into, tag, start, end, true, inside, big, depth)));
            return;
        }
        if (length > end - position) {
            throw cutOff(Tag.describe(tag), tag, start, length, end - position);
        }
        long valueStart = position;
        long valueEnd = valueStart + length;
        if (vr == Vr.SQ && !explicit && length > 0 && in.uint16(valueStart, bigEndian) != ITEMS) {
            // The dictionary has a sequence where an older one had a text.
            vr = Vr.UN;
        }
        if (vr == Vr.SQ) {
            into.put(new Element(tag, vr, readItems(into, tag, start, valueEnd, false, explicit, bigEndian, depth)));
            position = Math.max(position, valueEnd);
            return;
        }
        if (vr == Vr.UN && !pixels) {
            if (length >= 8 && misleading < MAX_MISLEADING && in.tag(valueStart, false) == Tag.ITEM) {
                int before = count;
                try {
                    boolean inside = nestedExplicit(valueEnd);
                    into.put(new Element(
                            tag, Vr.SQ, readItems(into, tag, start, valueEnd, false, inside, false, depth)));
                    position = Math.max(position, valueEnd);
                    return;
                } catch (DicomException e) {
                    if (count > maxElements) {
                        throw e;
                    }
                    // It only looked like a sequence; what its bytes mean is not known, so they are kept as bytes.
                    count = before + 1;
                    misleading++;
                    position = valueStart;
                }
            }
            if (explicit && !bigEndian && (Tag.isPrivateCreator(tag) || Vr.isKnown(tag, into))) {
                Vr meant = Vr.implied(tag, into);
                vr = meant == Vr.SQ ? Vr.UN : meant;
            }
        }
        position = valueEnd;
        if (pixels || length > MAX_IN_MEMORY_BYTES) {
            into.put(new Element(tag, vr, new Element.Value.Stored(source, valueStart, length, bigEndian)));
            return;
        }
        byte[] bytes = new byte[(int) length];
        in.read(valueStart, bytes);
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
            int itemTag = in.tag(position, bigEndian);
            long itemLength = in.uint32(position + 4, bigEndian);
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
            countOne(tag, position);
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

    private Element.Value.Fragments readFragments(int tag, long start, long end, boolean bigEndian) throws IOException {
        long[] offsets = new long[16];
        long[] lengths = new long[16];
        int n = 0;
        while (!endsWithinDelimitation(end, bigEndian)) {
            if (end - position < 8) {
                throw cutOff("a fragment of " + Tag.describe(tag), tag, position, 8, end - position);
            }
            int itemTag = in.tag(position, bigEndian);
            long length = in.uint32(position + 4, bigEndian);
            if (itemTag == Tag.SEQUENCE_DELIMITATION) {
                position += 8;
                return new Element.Value.Fragments(source, Arrays.copyOf(offsets, n), Arrays.copyOf(lengths, n), true);
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
            countOne(tag, position);
            if (n == 0 && length >= 4 && CodeStreams.starts(peek(position + 8, 4))) {
                // The writer has left out the offset table.
                offsets[n++] = position;
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
        if (n < 2) {
            throw cutOff(Tag.describe(tag), tag, start, 8, end - position);
        }
        position = end;
        return new Element.Value.Fragments(source, Arrays.copyOf(offsets, n), Arrays.copyOf(lengths, n), false);
    }

    /** Whether the source ends here, after whole fragments, with no more than a part of their end mark. */
    private boolean endsWithinDelimitation(long end, boolean bigEndian) throws IOException {
        long left = end - position;
        return end == in.size() && left < 8 && (left < 4 || in.tag(position, bigEndian) == Tag.SEQUENCE_DELIMITATION);
    }

    /** Whether the first element inside a sequence in UN writes its representation, which the standard forbids. */
    private boolean nestedExplicit(long end) throws IOException {
        return end - position >= 16
                && Vr.of(in.uint8(position + 12), in.uint8(position + 13)).isPresent();
    }

    private DicomException cutOff(String what, int tag, long at, long needed, long left) {
        return new DicomException(
                "File " + file + " is damaged or cut off at byte " + at + ": " + what + " takes " + needed
                        + " bytes, but only " + left + " are left; copy the file again from where it came.",
                tag,
                at);
    }
}
