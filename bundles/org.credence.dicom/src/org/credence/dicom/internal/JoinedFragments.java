package org.credence.dicom.internal;

import java.io.IOException;
import java.util.Arrays;
import org.credence.dicom.spi.VideoStream;

/** All fragments of a file as one stream of bytes, which stays in the file. Immutable. */
final class JoinedFragments implements VideoStream {

    private final ByteSource source;
    private final long[] offsets;

    /** Where each fragment starts in the stream, and the end of the last. */
    private final long[] starts;

    JoinedFragments(Element.Value.Fragments fragments) {
        this.source = fragments.source();
        // The first one is the offset table.
        this.offsets = Arrays.copyOfRange(fragments.offsets(), 1, fragments.offsets().length);
        this.starts = new long[offsets.length + 1];
        for (int i = 0; i < offsets.length; i++) {
            starts[i + 1] = starts[i] + fragments.lengths()[i + 1];
        }
    }

    @Override
    public long size() {
        return starts[offsets.length];
    }

    @Override
    public Reading open() throws IOException {
        ByteSource.Reading in = source.open();
        return new Reading() {
            @Override
            public int read(long offset, byte[] target, int from, int length) throws IOException {
                if (offset >= size()) {
                    return -1;
                }
                int fragment = Arrays.binarySearch(starts, offset);
                if (fragment < 0) {
                    fragment = -fragment - 2;
                }
                while (starts[fragment + 1] == offset) {
                    // Empty fragments start where the next one does.
                    fragment++;
                }
                int n = (int) Math.min(length, starts[fragment + 1] - offset);
                in.read(offsets[fragment] + offset - starts[fragment], target, from, n);
                return n;
            }

            @Override
            public void close() throws IOException {
                in.close();
            }
        };
    }
}
