package org.credence.dicom.codecs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Decodes one tile: packets, code-blocks, dequantization and wavelet, then the component transform. Not thread-safe. */
final class TileDecoder {

    // A precinct takes some hundred bytes, but its packets perhaps a single one.
    private static final int MAX_PRECINCTS = 1 << 18;

    // Less takes about as long as other threads take to wake up.
    private static final int PARALLEL_BYTES = 4096;
    private static final int PARALLEL_SAMPLES = 1 << 16;
    private static final int ROWS_PER_PIECE = 32;

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    /** What one thread decodes code-blocks with. */
    private static final class Decoders {
        final BlockDecoder blocks = new BlockDecoder();
        final QuadDecoder quads = new QuadDecoder();
    }

    /** A code-block, and where it belongs. */
    private record Work(int component, TileComponent.Subband band, CodeBlock block) {}

    private final CodeStream stream;
    private final CodeStream.Tile tile;
    private final CodeStream.Component[] components;
    private final int width;
    private final int height;

    TileDecoder(CodeStream stream, CodeStream.Tile tile) {
        this.stream = stream;
        this.tile = tile;
        this.components = stream.components();
        this.width = tile.x1 - tile.x0;
        this.height = tile.y1 - tile.y0;
    }

    /**
     * Decodes the tile.
     *
     * @param effort that the frame may still cause
     * @param out where its samples go, among those of the whole frame
     * @throws CodecException if it is damaged, cut off or not decoded here
     */
    void decode(Effort effort, FrameFormat format, byte[] out) throws CodecException {
        CodeStream.Packets body = tile.body();
        TileComponent[] parts = new TileComponent[components.length];
        for (int c = 0; c < parts.length; c++) {
            parts[c] = new TileComponent(c, tile, components[c]);
        }
        boolean transformed = tile.parameters.order().transformed();
        if (transformed
                && (parts.length < 3
                        || parts[0].style.reversible() != parts[1].style.reversible()
                        || parts[0].style.reversible() != parts[2].style.reversible())) {
            throw new CodecException("The JPEG 2000 frame transforms three components together, but has " + parts.length
                    + ", or different wavelets for them.");
        }
        List<Precinct> precincts = precincts(parts, body.length());
        new PacketReader(tile, body, precincts, effort).read();
        List<Work> works = works(precincts, effort);
        Plane[] planes = new Plane[parts.length];
        for (int c = 0; c < planes.length; c++) {
            planes[c] = new Plane(width, height, parts[c].style.reversible());
        }
        Parallel.run(body.length() >= PARALLEL_BYTES, works.size(), Decoders::new, (own, i) -> {
            Work work = works.get(i);
            TileComponent part = parts[work.component];
            planes[work.component].put(work.block, work.band, values(own, work, body.data(), part.shift));
        });
        for (int c = 0; c < planes.length; c++) {
            planes[c].inverse(parts[c].resolutions);
        }
        boolean parallel = width * height >= PARALLEL_SAMPLES;
        Parallel.run(parallel, (height + ROWS_PER_PIECE - 1) / ROWS_PER_PIECE, () -> new int[width], (line, i) -> {
            int from = i * ROWS_PER_PIECE;
            int to = Math.min(height, from + ROWS_PER_PIECE);
            if (transformed) {
                Plane.correlate(planes, from, to);
            }
            for (int c = 0; c < planes.length; c++) {
                for (int y = from; y < to; y++) {
                    store(planes[c], c, y, line, format, out);
                }
            }
        });
    }

    /** The precincts of all components, if there are bytes for their packets. */
    private List<Precinct> precincts(TileComponent[] parts, int bodyBytes) throws CodecException {
        byte[] headers = tile.headers();
        long packets = headers == null ? bodyBytes : headers.length;
        long most = packets / tile.parameters.order().layers();
        List<Precinct> precincts = new ArrayList<>();
        for (TileComponent part : parts) {
            for (int r = 0; r < part.resolutions.length; r++) {
                TileComponent.Resolution resolution = part.resolutions[r];
                long count = resolution.precinctsAcross * resolution.precinctsDown;
                if (precincts.size() + count > MAX_PRECINCTS && most >= MAX_PRECINCTS) {
                    throw new CodecException(
                            "JPEG 2000 with more than " + MAX_PRECINCTS + " precincts in a tile is not decoded here.");
                }
                if (precincts.size() + count > most) {
                    throw new CodecException("The JPEG 2000 frame is cut off: a tile has " + packets
                            + " bytes, less than one for each of its packets.");
                }
                for (int i = 0; i < count; i++) {
                    precincts.add(new Precinct(part, r, i, tile));
                }
            }
        }
        return precincts;
    }

    private static List<Work> works(List<Precinct> precincts, Effort effort) throws CodecException {
        List<Work> works = new ArrayList<>();
        for (Precinct precinct : precincts) {
            for (Precinct.Part part : precinct.parts()) {
                for (CodeBlock block : part.blocks) {
                    if (block != null) {
                        effort.decode((long) block.passes() * block.width * block.height);
                        works.add(new Work(precinct.component, part.band, block));
                    }
                }
            }
        }
        return works;
    }

    /** Twice the coefficients of a block, a region of interest shifted back down (Annex H). */
    private static int[] values(Decoders own, Work work, byte[] data, int shift) throws CodecException {
        CodeBlock block = work.block;
        int[] values = block.has(CodeBlock.HIGH_THROUGHPUT)
                ? own.quads.decode(block, data, work.band.planes)
                : own.blocks.decode(block, data, work.band.kind);
        if (shift > 0) {
            long least = 2L << shift;
            for (int i = 0; i < block.width * block.height; i++) {
                int magnitude = Math.abs(values[i]);
                if (magnitude >= least) {
                    values[i] = values[i] < 0 ? -(magnitude >> shift) : magnitude >> shift;
                }
            }
        }
        return values;
    }

    /** Puts a line of one component into the frame: within its precision, and unsigned samples shifted back up (G.1). */
    private void store(Plane plane, int component, int row, int[] line, FrameFormat format, byte[] out) {
        int half = 1 << components[component].bits() - 1;
        int offset = components[component].signed() ? 0 : half;
        plane.line(row, -half, half - 1, line);
        int bytes = format.sampleBytes();
        int step = format.samples() * bytes;
        int o = ((tile.y0 + row - stream.y0()) * format.columns() + tile.x0 - stream.x0()) * step + component * bytes;
        if (bytes == 1) {
            for (int x = 0; x < width; x++, o += step) {
                out[o] = (byte) (line[x] + offset);
            }
            return;
        }
        // Samples keep their sign in the high bits of their container.
        for (int x = 0; x < width; x++, o += step) {
            int value = line[x] + offset;
            SHORTS.set(out, o, (short) value);
            if (bytes == 4) {
                SHORTS.set(out, o + 2, (short) (value >> 16));
            }
        }
    }
}
