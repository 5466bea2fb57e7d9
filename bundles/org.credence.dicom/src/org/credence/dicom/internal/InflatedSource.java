package org.credence.dicom.internal;

import java.io.EOFException;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.credence.dicom.DicomException;

/**
 * A deflated data set (PS3.5, A.5), inflated into memory; inflated anew where memory ran short meanwhile. Never more than a
 * quarter of the memory that Java may use. Thread-safe.
 */
final class InflatedSource implements ByteSource {

    private static final int CHUNK_BYTES = 1 << 16;
    private static final long MAX_BYTES = 1 << 30;

    private final String file;
    private final ByteSource deflated;
    private final long from;
    private final long size;
    private SoftReference<List<byte[]>> inflated;

    private InflatedSource(String file, ByteSource deflated, long from) throws IOException {
        this.file = file;
        this.deflated = deflated;
        this.from = from;
        List<byte[]> chunks = inflate();
        this.size = size(chunks);
        this.inflated = new SoftReference<>(chunks);
    }

    /**
     * Inflates what a source holds from an offset on.
     *
     * @param file how messages name the file
     * @throws DicomException if that is damaged, cut off, or too much
     */
    static InflatedSource of(String file, ByteSource deflated, long from) throws IOException {
        return new InflatedSource(file, deflated, from);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public Reading open() throws IOException {
        List<byte[]> chunks = chunks();
        return new Reading() {
            @Override
            public void read(long offset, byte[] target, int at, int count) throws IOException {
                if (offset < 0 || offset + count > size) {
                    throw new EOFException("the data set ends at byte " + size);
                }
                for (int done = 0; done < count; ) {
                    byte[] chunk = chunks.get((int) ((offset + done) / CHUNK_BYTES));
                    int start = (int) ((offset + done) % CHUNK_BYTES);
                    int n = Math.min(count - done, chunk.length - start);
                    System.arraycopy(chunk, start, target, at + done, n);
                    done += n;
                }
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }

    private synchronized List<byte[]> chunks() throws IOException {
        List<byte[]> chunks = inflated.get();
        if (chunks == null) {
            chunks = inflate();
            inflated = new SoftReference<>(chunks);
        } else {
            // Other sources say when their file has changed; what is in memory must not outlive its file either.
            deflated.open().close();
        }
        return chunks;
    }

    private static long size(List<byte[]> chunks) {
        return chunks.isEmpty() ? 0 : (chunks.size() - 1L) * CHUNK_BYTES + chunks.get(chunks.size() - 1).length;
    }

    private List<byte[]> inflate() throws IOException {
        long most = Math.min(MAX_BYTES, Runtime.getRuntime().maxMemory() / 4);
        List<byte[]> chunks = new ArrayList<>();
        try (Reading in = deflated.open()) {
            byte[] input = new byte[(int) Math.min(1 << 15, deflated.size() - from)];
            Inflater inflater = new Inflater(!isZlib(in));
            try {
                long offset = from;
                while (!inflater.finished()) {
                    byte[] chunk = new byte[CHUNK_BYTES];
                    int filled = 0;
                    while (filled < chunk.length && !inflater.finished()) {
                        if (inflater.needsInput()) {
                            int n = (int) Math.min(input.length, deflated.size() - offset);
                            if (n <= 0) {
                                throw new DicomException("File " + file
                                        + " is cut off: its deflated data set does not end; copy the file again from"
                                        + " where it came.");
                            }
                            in.read(offset, input, 0, n);
                            offset += n;
                            inflater.setInput(input, 0, n);
                        }
                        int n = inflater.inflate(chunk, filled, chunk.length - filled);
                        filled += n;
                        if (n == 0 && inflater.needsDictionary()) {
                            throw new DataFormatException("it needs a dictionary");
                        }
                    }
                    chunks.add(filled < chunk.length ? Arrays.copyOf(chunk, filled) : chunk);
                    if ((long) chunks.size() * CHUNK_BYTES > most) {
                        throw new DicomException("File " + file + " inflates to more than " + most
                                + " bytes; write it in another transfer syntax first.");
                    }
                }
            } finally {
                inflater.end();
            }
        } catch (DataFormatException e) {
            throw new DicomException(
                    "File " + file + " is damaged: its data set cannot be inflated (" + e.getMessage()
                            + "); copy the file again from where it came.",
                    e);
        }
        return chunks;
    }

    /** Whether the stream has the header of zlib, which the standard forbids and some writers add. */
    private boolean isZlib(Reading in) throws IOException {
        if (deflated.size() - from < 2) {
            return false;
        }
        byte[] head = new byte[2];
        in.read(from, head, 0, 2);
        // A deflated stream that starts with 78 would be a stored block, which no writer of this header makes.
        return head[0] == 0x78 && ((head[0] & 0xff) << 8 | head[1] & 0xff) % 31 == 0;
    }
}
