package org.credence.dicom.codecs;

import java.util.Arrays;

/**
 * Decodes one frame of JPEG with a discrete cosine transform and Huffman coding (T.81, Annexes F and G). A frame that comes
 * in one sequential scan is transformed block by block and leaves row by row; of any other, all coefficients are kept until
 * the last scan was read. Used by one thread.
 */
final class JpegDct implements JpegScans.ScanDecoder {

    private final FrameFormat format;
    private final JpegHeader header;
    private final JpegCodec.RowWriter writer;
    private final JpegScans scans;
    private final JpegTransform transform;
    private final int[] block = new int[64];
    private final byte[] out;
    private JpegPlane[] planes;
    private JpegRows rows;
    private int mcusAcross;
    private int mcusDown;

    /** A frame of data that may be long enough for it, whose header was checked against the format. */
    JpegDct(byte[] data, int length, FrameFormat format, JpegHeader header, JpegCodec.RowWriter writer)
            throws CodecException {
        this.format = format;
        this.header = header;
        this.writer = writer;
        this.scans = new JpegScans(data, length, format);
        this.transform = JpegTransform.of(header.precision());
        this.out = new byte[format.arrayLength()];
    }

    byte[] decode() throws CodecException {
        scans.read(this);
        if (planes[0].keepsCoefficients()) {
            if (header.process() == 2) {
                checkComplete();
            }
            for (int row = 0; row < mcusDown; row++) {
                for (JpegPlane p : planes) {
                    int end = Math.min(p.down, (row + 1) * p.vertical);
                    for (int y = row * p.vertical; y < end; y++) {
                        p.transformRow(transform, block, y);
                    }
                }
                rows.put(row + 1);
            }
        }
        return out;
    }

    private void checkComplete() throws CodecException {
        for (int c = 0; c < planes.length; c++) {
            if (!planes[c].isComplete()) {
                throw new CodecException(
                        "The JPEG frame is cut off: its scans do not bring all bits of component " + (c + 1) + ".");
            }
        }
    }

    @Override
    public void decode(JpegScans.Scan scan, JpegBits bits) throws CodecException {
        if (planes == null) {
            start(scan);
        }
        for (int c : scan.components()) {
            int[] table = scans.quantization(scans.components()[c].quantization());
            if (table == null) {
                throw new CodecException(
                        "A quantization table of component " + (c + 1) + " of the JPEG frame is missing.");
            }
            planes[c].quantize(table);
        }
        new Blocks(scan, bits).decode();
        bits.endOfData();
    }

    /** Lays out the components, and keeps their coefficients unless this scan brings them all. */
    private void start(JpegScans.Scan scan) throws CodecException {
        JpegScans.Component[] components = scans.components();
        JpegPlane[] found = new JpegPlane[components.length];
        int horizontal = 1;
        int vertical = 1;
        if (found.length > 1) {
            for (JpegScans.Component c : components) {
                horizontal = Math.max(horizontal, c.horizontal());
                vertical = Math.max(vertical, c.vertical());
            }
        }
        for (int c = 0; c < found.length; c++) {
            // A component by itself comes block by block, whatever its factors are.
            int h = found.length > 1 ? components[c].horizontal() : 1;
            int v = found.length > 1 ? components[c].vertical() : 1;
            found[c] = new JpegPlane(
                    h,
                    v,
                    (format.columns() * h + horizontal - 1) / horizontal,
                    (format.rows() * v + vertical - 1) / vertical);
            if (header.process() == 2 || scan.components().length < found.length) {
                found[c].keepCoefficients();
            }
        }
        mcusAcross = (format.columns() + 8 * horizontal - 1) / (8 * horizontal);
        mcusDown = (format.rows() + 8 * vertical - 1) / (8 * vertical);
        rows = new JpegRows(found, horizontal, vertical, format, writer, out);
        planes = found;
    }

    /** The blocks of one scan, in which its components take turns. */
    private final class Blocks {

        private final JpegScans.Scan scan;
        private final JpegBits bits;
        private final JpegProgression progression;
        private final JpegPlane[] turns;
        private final boolean keeps;

        /** Takes in blocks that lie outside of the frame. */
        private final short[] outside = new short[64];

        Blocks(JpegScans.Scan scan, JpegBits bits) throws CodecException {
            this.scan = scan;
            this.bits = bits;
            this.progression = header.process() == 2 ? new JpegProgression(scan, bits) : null;
            this.keeps = planes[0].keepsCoefficients();
            this.turns = new JpegPlane[scan.components().length];
            for (int i = 0; i < turns.length; i++) {
                turns[i] = planes[scan.components()[i]];
                turns[i].prediction = 0;
                if (progression != null) {
                    turns[i].refine(scan.start(), scan.end(), scan.high(), scan.low());
                }
                if ((progression == null || scan.start() > 0) && scan.ac()[i] == null) {
                    throw new CodecException(
                            "A table of component " + (scan.components()[i] + 1) + " of the JPEG frame is missing.");
                }
            }
        }

        void decode() throws CodecException {
            boolean alone = turns.length == 1;
            int across = alone ? turns[0].across : mcusAcross;
            int down = alone ? turns[0].down : mcusDown;
            int untilRestart = scan.restartInterval();
            int restarts = 0;
            for (int y = 0; y < down; y++) {
                for (int x = 0; x < across; x++) {
                    if (scan.restartInterval() > 0 && untilRestart-- == 0) {
                        restart(restarts++ % 8);
                        untilRestart = scan.restartInterval() - 1;
                    }
                    if (alone) {
                        block(0, x, y);
                    } else {
                        mcu(x, y);
                    }
                }
                if (!keeps) {
                    for (JpegPlane p : turns) {
                        p.finishRow();
                    }
                    rows.put(y + 1);
                }
            }
        }

        private void mcu(int column, int row) throws CodecException {
            for (int i = 0; i < turns.length; i++) {
                int across = turns[i].horizontal;
                int down = turns[i].vertical;
                for (int y = row * down; y < (row + 1) * down; y++) {
                    for (int x = column * across; x < (column + 1) * across; x++) {
                        block(i, x, y);
                    }
                }
            }
        }

        private void block(int i, int x, int y) throws CodecException {
            JpegPlane p = turns[i];
            if (progression == null) {
                sequential(p, scan.dc()[i], scan.ac()[i], x, y);
            } else if (p.holds(x, y)) {
                progression.block(scan.dc()[i], scan.ac()[i], p, p.coefficients(), p.block(x, y));
            } else {
                progression.block(scan.dc()[i], scan.ac()[i], p, outside, 0);
            }
        }

        private void sequential(JpegPlane p, HuffmanTable dc, HuffmanTable ac, int x, int y) throws CodecException {
            int[] steps = p.steps();
            int[] to = block;
            long written = bits.block(dc, ac, steps, to);
            p.prediction += to[0];
            // As other decoders hold them, in 16 bits.
            to[0] = (short) p.prediction * (steps[0] >> 6);
            if (!p.holds(x, y)) {
                Arrays.fill(to, 0);
            } else if (keeps) {
                p.keep(to, x, y);
            } else {
                p.transform(transform, to, written, x, y);
            }
        }

        private void restart(int number) throws CodecException {
            bits.endOfData();
            bits.restart(number);
            for (JpegPlane p : turns) {
                p.prediction = 0;
            }
            if (progression != null) {
                progression.restart();
            }
        }
    }
}
