package org.credence.dicom.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.credence.dicom.DicomException;

/**
 * Which fragments make up which frame (PS3.5, A.4). As many fragments as frames are one each, whatever the offset tables
 * say; else the extended or basic offset table tells, if it fits the fragments; else the starts of code streams do.
 */
final class EncapsulatedFrames {

    private final DicomFile file;
    private final Element.Value.Fragments fragments;

    /** Index of each frame's first fragment, and the number of fragments at the end. */
    private final int[] first;

    private EncapsulatedFrames(DicomFile file, Element.Value.Fragments fragments, int[] first) {
        this.file = file;
        this.fragments = fragments;
        this.first = first;
    }

    /**
     * Finds the frames.
     *
     * @throws DicomException if there are fewer fragments than frames, or no telling which belong to which
     */
    static EncapsulatedFrames of(DicomFile file, Element.Value.Fragments fragments, int frames) throws DicomException {
        int count = fragments.offsets().length - 1;
        if (count < frames) {
            throw new DicomException(
                    "File " + file.path() + " declares " + frames + " frames, but holds " + Math.max(0, count)
                            + " fragments; it is damaged, copy it again from where it came.",
                    Tag.PIXEL_DATA,
                    -1);
        }
        int[] first = new int[frames + 1];
        first[frames] = count + 1;
        if (frames == 1) {
            first[0] = 1;
        } else if (count == frames) {
            Arrays.setAll(first, f -> f + 1);
        } else {
            Optional<int[]> found = byTable(fragments, extendedTable(file), frames);
            if (found.isEmpty()) {
                found = byTable(fragments, basicTable(file, fragments, frames), frames);
            }
            if (found.isEmpty()) {
                found = byCodeStreams(file, fragments, frames);
            }
            first = found.orElseThrow(() -> new DicomException(
                    "File " + file.path() + " has " + frames + " frames in " + count
                            + " fragments and no sound offset table to tell which belong together; it is damaged.",
                    Tag.PIXEL_DATA,
                    -1));
        }
        return new EncapsulatedFrames(file, fragments, first);
    }

    private static long[] extendedTable(DicomFile file) throws DicomException {
        byte[] bytes = file.dataSet().bytes(Tag.EXTENDED_OFFSET_TABLE);
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long[] table = new long[bytes.length / 8];
        Arrays.setAll(table, i -> in.getLong());
        return table;
    }

    private static long[] basicTable(DicomFile file, Element.Value.Fragments fragments, int frames)
            throws DicomException {
        if (fragments.lengths()[0] != 4L * frames) {
            return new long[0];
        }
        byte[] bytes = new byte[4 * frames];
        try (ByteSource.Reading reading = fragments.source().open()) {
            reading.read(fragments.offsets()[0], bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new DicomException(
                    "The offset table of file " + file.path() + " cannot be read: " + DicomFile.reason(e) + ".", e);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long[] table = new long[frames];
        Arrays.setAll(table, i -> in.getInt() & 0xffffffffL);
        return table;
    }

    /** The frames by a table of offsets from the first fragment's item; empty if it does not fit the fragments. */
    private static Optional<int[]> byTable(Element.Value.Fragments fragments, long[] table, int frames) {
        if (table.length != frames) {
            return Optional.empty();
        }
        long base = fragments.offsets()[1] - 8;
        int[] first = new int[frames + 1];
        for (int f = 0; f < frames; f++) {
            int at = Arrays.binarySearch(fragments.offsets(), 1, fragments.offsets().length, base + 8 + table[f]);
            if (at < 0 || f == 0 && at != 1 || f > 0 && at <= first[f - 1]) {
                return Optional.empty();
            }
            first[f] = at;
        }
        first[frames] = fragments.offsets().length;
        return Optional.of(first);
    }

    /** The frames by the markers that JPEG, JPEG-LS and JPEG 2000 streams start with; empty if their number differs. */
    private static Optional<int[]> byCodeStreams(DicomFile file, Element.Value.Fragments fragments, int frames)
            throws DicomException {
        int[] first = new int[frames + 1];
        int n = 0;
        byte[] start = new byte[3];
        try (ByteSource.Reading in = fragments.source().open()) {
            for (int i = 1; i < fragments.offsets().length; i++) {
                if (fragments.lengths()[i] < 3) {
                    continue;
                }
                in.read(fragments.offsets()[i], start, 0, 3);
                boolean jpeg = (start[0] & 0xff) == 0xff && (start[1] & 0xff) == 0xd8 && (start[2] & 0xff) == 0xff;
                boolean jpeg2000 = (start[0] & 0xff) == 0xff && (start[1] & 0xff) == 0x4f && (start[2] & 0xff) == 0xff;
                if (jpeg || jpeg2000) {
                    if (n == frames) {
                        return Optional.empty();
                    }
                    first[n++] = i;
                }
            }
        } catch (IOException e) {
            throw new DicomException(
                    "The pixels of file " + file.path() + " cannot be read: " + DicomFile.reason(e) + ".", e);
        }
        first[frames] = fragments.offsets().length;
        return n == frames && first[0] == 1 ? Optional.of(first) : Optional.empty();
    }

    /** The joined bytes of a frame's fragments. */
    byte[] read(int frame) throws DicomException {
        long length = 0;
        for (int i = first[frame]; i < first[frame + 1]; i++) {
            length += fragments.lengths()[i];
        }
        if (length > Integer.MAX_VALUE - 16) {
            throw new DicomException("Frame " + (frame + 1) + " of file " + file.path() + " has " + length
                    + " compressed bytes, more than can be decoded in one piece.");
        }
        byte[] bytes = new byte[(int) length];
        int at = 0;
        try (ByteSource.Reading in = fragments.source().open()) {
            for (int i = first[frame]; i < first[frame + 1]; i++) {
                int n = (int) fragments.lengths()[i];
                in.read(fragments.offsets()[i], bytes, at, n);
                at += n;
            }
        } catch (IOException e) {
            throw new DicomException(
                    "Frame " + (frame + 1) + " of file " + file.path() + " cannot be read: " + DicomFile.reason(e)
                            + ".",
                    e);
        }
        return bytes;
    }
}
