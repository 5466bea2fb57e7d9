package org.credence.dicom.codecs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Reads the packets of a tile in their progression (ISO/IEC 15444-1, B.9 to B.12) into the code-blocks of its precincts. Not
 * thread-safe.
 */
final class PacketReader {

    private static final int PROGRESSIONS = 5;
    private static final int SOP = 0xff91;
    private static final int EPH = 0xff92;
    private static final int SOP_BYTES = 6;
    private static final int MAX_LENGTH_BITS = 31;
    private static final int MAX_PASSES = 3 * BlockDecoder.MAX_PLANES;

    // Cleanup, significance, refinement: more would need bit-planes that were left out before.
    private static final int HIGH_THROUGHPUT_PASSES = 3;

    /** Bytes that a packet header announces. */
    private record Announced(CodeBlock.Segment segment, int length) {}

    private final CodingParameters parameters;
    private final List<Precinct> precincts;
    private final int layers;
    private final PacketBits bodies;
    private final PacketBits headers;
    private final Effort effort;

    /** The precincts in the order of each progression that was asked for. */
    private final List<List<Precinct>> sorted = new ArrayList<>(Collections.nCopies(PROGRESSIONS, null));

    PacketReader(CodeStream.Tile tile, CodeStream.Packets body, List<Precinct> precincts, Effort effort)
            throws CodecException {
        this.parameters = tile.parameters;
        this.precincts = precincts;
        this.layers = parameters.order().layers();
        this.effort = effort;
        this.bodies = new PacketBits(body.data(), body.start(), body.end());
        byte[] separate = tile.headers();
        this.headers = separate == null ? bodies : new PacketBits(separate, 0, separate.length);
    }

    /**
     * Reads all packets.
     *
     * @throws CodecException if one is damaged or missing
     */
    void read() throws CodecException {
        List<CodingParameters.Volume> volumes = parameters.volumes();
        if (volumes.isEmpty()) {
            int order = parameters.order().progression();
            volumes = List.of(new CodingParameters.Volume(order, 0, 33, 0, Integer.MAX_VALUE, layers));
        }
        for (CodingParameters.Volume volume : volumes) {
            read(volume);
        }
        for (Precinct p : precincts) {
            if (p.layers < layers) {
                throw new CodecException("The progressions of the JPEG 2000 frame leave packets out.");
            }
        }
    }

    private void read(CodingParameters.Volume volume) throws CodecException {
        List<Precinct> all = sorted.get(volume.progression());
        if (all == null) {
            all = new ArrayList<>(precincts);
            all.sort(comparator(volume.progression()));
            sorted.set(volume.progression(), all);
        }
        List<Precinct> in = new ArrayList<>();
        for (Precinct p : all) {
            if (p.resolution >= volume.resolution()
                    && p.resolution < volume.resolutionEnd()
                    && p.component >= volume.component()
                    && p.component < volume.componentEnd()) {
                in.add(p);
            }
        }
        int end = Math.min(layers, volume.layerEnd());
        effort.visit(precincts.size() + (long) in.size() * end);
        switch (volume.progression()) {
            case 0 -> layered(in, end);
            case 1 -> {
                for (int from = 0, to = 0; from < in.size(); from = to) {
                    while (to < in.size() && in.get(to).resolution == in.get(from).resolution) {
                        to++;
                    }
                    layered(in.subList(from, to), end);
                }
            }
            default -> {
                for (Precinct p : in) {
                    while (p.layers < end) {
                        packet(p);
                    }
                }
            }
        }
    }

    private void layered(List<Precinct> in, int end) throws CodecException {
        for (int layer = 0; layer < end; layer++) {
            for (Precinct p : in) {
                if (p.layers == layer) {
                    packet(p);
                }
            }
        }
    }

    /** B.12.1, apart from the layers. */
    private static Comparator<Precinct> comparator(int progression) {
        Comparator<Precinct> resolution = Comparator.comparingInt(p -> p.resolution);
        Comparator<Precinct> component = Comparator.comparingInt(p -> p.component);
        Comparator<Precinct> position =
                Comparator.<Precinct>comparingLong(p -> p.y).thenComparingLong(p -> p.x);
        Comparator<Precinct> order = switch (progression) {
            case 0, 1 -> resolution.thenComparing(component);
            case 2 -> resolution.thenComparing(position).thenComparing(component);
            case 3 -> position.thenComparing(component).thenComparing(resolution);
            default -> component.thenComparing(position).thenComparing(resolution);
        };
        return order.thenComparingInt(p -> p.index);
    }

    private void packet(Precinct precinct) throws CodecException {
        int layer = precinct.layers++;
        if (bodies.isAt(SOP)) {
            bodies.skip(SOP_BYTES);
        }
        List<Announced> announced = new ArrayList<>();
        if (headers.bit() == 1) {
            for (Precinct.Part part : precinct.create()) {
                effort.visit(part.blocks.length);
                for (int row = 0; row < part.down; row++) {
                    for (int column = 0; column < part.across; column++) {
                        block(part, column, row, layer, announced);
                    }
                }
            }
        }
        headers.align();
        if (headers.isAt(EPH)) {
            headers.skip(2);
        }
        for (Announced a : announced) {
            a.segment().add(bodies.skip(a.length()), a.length());
        }
    }

    private void block(Precinct.Part part, int column, int row, int layer, List<Announced> announced)
            throws CodecException {
        CodeBlock block = part.blocks[row * part.across + column];
        if (block == null) {
            if (!part.inclusion.isBelow(layer + 1, column, row, headers)) {
                return;
            }
            block = part.create(column, row, part.missingPlanes.value(part.band.planes, column, row, headers));
            if (block.planes > BlockDecoder.MAX_PLANES) {
                throw new CodecException("JPEG 2000 with " + block.planes + " bit-planes is not decoded here.");
            }
        } else if (headers.bit() == 0) {
            return;
        }
        int passes = passes();
        boolean highThroughput = block.has(CodeBlock.HIGH_THROUGHPUT);
        int leftOut = 0;
        if (highThroughput && block.passes() == 0) {
            leftOut = (passes - 1) / HIGH_THROUGHPUT_PASSES * HIGH_THROUGHPUT_PASSES;
            block.placeholders = leftOut / HIGH_THROUGHPUT_PASSES;
            passes -= leftOut;
        }
        if (block.passes() + passes > (highThroughput ? HIGH_THROUGHPUT_PASSES : MAX_PASSES)) {
            throw new CodecException("A code-block of the JPEG 2000 frame has " + (block.passes() + passes)
                    + " passes; so many are damage, or not decoded here.");
        }
        while (headers.bit() == 1) {
            block.lengthBits++;
        }
        for (int left = passes; left > 0; leftOut = 0) {
            int n = block.extend(left);
            left -= n;
            int bits = block.lengthBits + 31 - Integer.numberOfLeadingZeros(n + leftOut);
            if (bits > MAX_LENGTH_BITS) {
                throw new CodecException("The JPEG 2000 frame is damaged: a length has " + bits + " bits.");
            }
            announced.add(new Announced(block.segments().getLast(), headers.bits(bits)));
        }
    }

    /** Table B.4. */
    private int passes() throws CodecException {
        if (headers.bit() == 0) {
            return 1;
        }
        if (headers.bit() == 0) {
            return 2;
        }
        int n = headers.bits(2);
        if (n < 3) {
            return 3 + n;
        }
        n = headers.bits(5);
        return n < 31 ? 6 + n : 37 + headers.bits(7);
    }
}
