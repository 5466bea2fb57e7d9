package org.credence.dicom.dcm4che.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Predicate;
import org.credence.dicom.DicomException;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.BulkData;
import org.dcm4che3.data.ElementDictionary;
import org.dcm4che3.data.Fragments;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.Tag;
import org.dcm4che3.data.VR;
import org.dcm4che3.io.DicomInputStream;
import org.dcm4che3.io.DicomStreamException;
import org.dcm4che3.util.ByteUtils;
import org.dcm4che3.util.LimitedInputStream;
import org.dcm4che3.util.StreamUtils;
import org.dcm4che3.util.TagUtils;

/**
 * dcm4che's parser, which leaves pixels and large values where they are, and bounds what a damaged file can make it do.
 * Used by one thread.
 */
final class BoundedInput extends DicomInputStream {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_ELEMENTS = 4_000_000;
    private static final int MAX_IN_MEMORY_BYTES = 1 << 16;
    private static final int PIXEL_GROUP = 0x7fe0;
    private static final int ITEM_GROUP = 0xfffe;
    private static final long UNDEFINED = -1;

    private final long end;
    private int count;
    private int topTag;
    private boolean padding;
    private long sequenceEnd = Long.MAX_VALUE;

    BoundedInput(InputStream in, long length, String transferSyntax) throws IOException {
        super(new LimitedInputStream(in, length, true), transferSyntax);
        this.end = length;
        // Sequences that are longer than they say: dcm4che would read them again as bytes, but from a mark that
        // sequences within them have moved. This refuses them; the limit of the stream bounds values whatever is set.
        setAllocateLimit(1);
    }

    /** Reads the elements up to the end of the stream, or to the padding after it. */
    void readElements(Attributes into) throws IOException {
        readAttributes(into, UNDEFINED, input -> endsAt(into));
    }

    /** What follows the pixels and is no element is padding or garbage; nothing in it can be missed. */
    private boolean endsAt(Attributes read) {
        return padding || read.contains(Tag.PixelData) && Integer.compareUnsigned(tag(), Tag.PixelData) <= 0;
    }

    /** Whether reading failed only after the pixels; what was begun there is taken away. */
    boolean endedWithPixels(Attributes read) {
        if (!read.contains(Tag.PixelData)) {
            return false;
        }
        if (topTag != Tag.PixelData) {
            read.remove(topTag);
        }
        return true;
    }

    @Override
    public void readHeader(Predicate<DicomInputStream> stop) throws IOException {
        if (level() > 0 && getPosition() >= end) {
            throw new EOFException("it ends at byte " + end + " of its data set, within a sequence");
        }
        if (explicitVR()) {
            checkRepresentation();
        }
        super.readHeader(stop);
        if (level() == 0 && vr() != null) {
            topTag = tag();
            padding = topTag == 0 && onlyZerosFollow();
        }
        if (++count > MAX_ELEMENTS) {
            throw new DicomException(
                    "it has more than " + MAX_ELEMENTS + " elements, so that it is damaged or not meant for this",
                    tag(),
                    getTagPosition());
        }
    }

    /** Elements that lack their representation cannot be told to dcm4che; it would take a wrong length for them. */
    private void checkRepresentation() throws IOException {
        byte[] head = new byte[6];
        mark(head.length);
        int n = StreamUtils.readAvailable(this, head, 0, head.length);
        reset();
        int next = n < head.length ? 0 : ByteUtils.bytesToTag(head, 0, bigEndian());
        boolean letters = head[4] >= 'A' && head[4] <= 'Z' && head[5] >= 'A' && head[5] <= 'Z';
        if (next != 0 && TagUtils.groupNumber(next) != ITEM_GROUP && !letters) {
            throw new DicomException(
                    "element " + describe(next) + " at byte " + getPosition()
                            + " of its data set has no value representation, which dcm4che does not read",
                    next,
                    getPosition());
        }
    }

    private static String describe(int tag) {
        return (TagUtils.toString(tag) + ' ' + ElementDictionary.keywordOf(tag, null)).strip();
    }

    private boolean onlyZerosFollow() throws IOException {
        byte[] following = new byte[1 << 12];
        mark(following.length);
        int n = StreamUtils.readAvailable(this, following, 0, following.length);
        reset();
        return Arrays.equals(following, 0, n, new byte[n], 0, n);
    }

    @Override
    public void readValue(DicomInputStream input, Attributes into) throws IOException {
        long length = unsignedLength();
        if (length != UNDEFINED) {
            checkLeft(length);
        }
        if (length == UNDEFINED || vr() == VR.SQ) {
            long outer = sequenceEnd;
            sequenceEnd = length == UNDEFINED ? Long.MAX_VALUE : getPosition() + length;
            super.readValue(input, into);
            sequenceEnd = outer;
            return;
        }
        boolean pixels = level() == 0 && TagUtils.groupNumber(tag()) == PIXEL_GROUP;
        if (length > 0 && (pixels || length > MAX_IN_MEMORY_BYTES && !vr().isStringType())) {
            into.setValue(tag(), vr(), left(length));
        } else {
            super.readValue(input, into);
        }
    }

    @Override
    public void readValue(DicomInputStream input, Sequence into) throws IOException {
        if (level() > MAX_DEPTH) {
            throw new DicomException(
                    "sequences lie more than " + MAX_DEPTH + " deep at byte " + getTagPosition() + " of its data set",
                    tag(),
                    getTagPosition());
        }
        long left = sequenceEnd - getPosition();
        if (unsignedLength() > left) {
            // An item that claims more than its sequence has ends with it, if its elements do.
            Attributes item = new Attributes(bigEndian());
            into.add(item);
            readItemValue(item, left);
        } else {
            super.readValue(input, into);
        }
    }

    @Override
    public void readValue(DicomInputStream input, Fragments into) throws IOException {
        long length = unsignedLength();
        if (length == UNDEFINED) {
            throw new DicomStreamException("a fragment at byte " + getTagPosition() + " has no length");
        }
        checkLeft(length);
        into.add(left(length));
    }

    private void checkLeft(long length) throws DicomException {
        if (length > end - getPosition()) {
            throw new DicomException(
                    describe(tag()) + " takes " + length + " bytes, but only "
                            + (end - getPosition()) + " are left",
                    tag(),
                    getTagPosition());
        }
    }

    private BulkData left(long length) throws IOException {
        BulkData there = new BulkData("", getPosition(), length, bigEndian());
        skipFully(length);
        return there;
    }
}
