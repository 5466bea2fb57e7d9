package org.credence.dicom.codecs;

import java.util.ArrayList;
import java.util.List;

/** Decodes one tile: packets, code-blocks, dequantization and wavelet, then the component transform. Not thread-safe. */
final class TileDecoder {

    // A precinct takes some hundred bytes, but its packets perhaps a single one.
    private static final int MAX_PRECINCTS = 1 << 18;

    private final CodeStream.Tile tile;
    private final CodeStream.Component[] components;
    private final int width;
    private final int height;
    private final BlockDecoder blocks = new BlockDecoder();
    private final QuadDecoder quads = new QuadDecoder();

    TileDecoder(CodeStream.Tile tile, CodeStream.Component[] components) {
        this.tile = tile;
        this.components = components;
        this.width = tile.x1 - tile.x0;
        this.height = tile.y1 - tile.y0;
    }

    /**
     * Decodes the tile.
     *
     * @return a plane per component, line by line, in the range of its precision
     * @throws CodecException if it is damaged, cut off or not decoded here
     */
    int[][] decode() throws CodecException {
        byte[] body = tile.body();
        TileComponent[] parts = new TileComponent[components.length];
        for (int c = 0; c < parts.length; c++) {
            parts[c] = new TileComponent(c, tile, components[c]);
        }
        List<Precinct> precincts = precincts(parts, body.length);
        new PacketReader(tile, body, precincts).read();
        int[][] planes = new int[parts.length][];
        float[][] reals = new float[parts.length][];
        for (int c = 0; c < parts.length; c++) {
            List<Precinct> own = new ArrayList<>();
            for (Precinct p : precincts) {
                if (p.component == c) {
                    own.add(p);
                }
            }
            if (parts[c].style.reversible()) {
                planes[c] = reversible(parts[c], own, body);
            } else {
                reals[c] = irreversible(parts[c], own, body);
            }
        }
        if (tile.parameters.order().transformed()) {
            transform(planes, reals);
        }
        for (int c = 0; c < parts.length; c++) {
            if (planes[c] == null) {
                planes[c] = rounded(reals[c]);
                reals[c] = null;
            }
            finish(planes[c], components[c]);
        }
        return planes;
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

    private int[] reversible(TileComponent part, List<Precinct> precincts, byte[] body) throws CodecException {
        int[] plane = new int[width * height];
        for (Precinct precinct : precincts) {
            for (Precinct.Part p : precinct.parts) {
                for (CodeBlock block : p.blocks) {
                    if (block == null) {
                        continue;
                    }
                    int[] values = values(block, body, p.band, part.shift);
                    int to = (p.band.row + block.y) * width + p.band.column + block.x;
                    for (int y = 0, i = 0; y < block.height; y++, to += width) {
                        for (int x = 0; x < block.width; x++, i++) {
                            plane[to + x] = values[i] / 2;
                        }
                    }
                }
            }
        }
        Wavelet wavelet = new Wavelet(true, Math.max(width, height));
        for (int r = 1; r < part.resolutions.length; r++) {
            TileComponent.Resolution n = part.resolutions[r];
            if (n.x1 > n.x0 && n.y1 > n.y0) {
                wavelet.inverse(plane, width, n.x1 - n.x0, n.y1 - n.y0, (n.x0 & 1) == 1, (n.y0 & 1) == 1);
            }
        }
        return plane;
    }

    private float[] irreversible(TileComponent part, List<Precinct> precincts, byte[] body) throws CodecException {
        float[] plane = new float[width * height];
        for (Precinct precinct : precincts) {
            for (Precinct.Part p : precinct.parts) {
                float half = p.band.step / 2;
                for (CodeBlock block : p.blocks) {
                    if (block == null) {
                        continue;
                    }
                    int[] values = values(block, body, p.band, part.shift);
                    int to = (p.band.row + block.y) * width + p.band.column + block.x;
                    for (int y = 0, i = 0; y < block.height; y++, to += width) {
                        for (int x = 0; x < block.width; x++, i++) {
                            plane[to + x] = values[i] * half;
                        }
                    }
                }
            }
        }
        Wavelet wavelet = new Wavelet(false, Math.max(width, height));
        for (int r = 1; r < part.resolutions.length; r++) {
            TileComponent.Resolution n = part.resolutions[r];
            if (n.x1 > n.x0 && n.y1 > n.y0) {
                wavelet.inverse(plane, width, n.x1 - n.x0, n.y1 - n.y0, (n.x0 & 1) == 1, (n.y0 & 1) == 1);
            }
        }
        return plane;
    }

    /** Twice the coefficients of a block, a region of interest shifted back down (Annex H). */
    private int[] values(CodeBlock block, byte[] body, TileComponent.Subband band, int shift) throws CodecException {
        int[] values = block.has(CodeBlock.HIGH_THROUGHPUT)
                ? quads.decode(block, body, band.planes)
                : blocks.decode(block, body, band.kind);
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

    /** Annex G.2 and G.3: the first three components become what they were before they were decorrelated. */
    private static void transform(int[][] planes, float[][] reals) throws CodecException {
        if (planes.length < 3
                || (planes[0] == null) != (planes[1] == null)
                || (planes[0] == null) != (planes[2] == null)) {
            throw new CodecException("The JPEG 2000 frame transforms three components together, but has "
                    + planes.length + ", or different wavelets for them.");
        }
        if (planes[0] != null) {
            for (int i = 0; i < planes[0].length; i++) {
                int u = planes[1][i];
                int v = planes[2][i];
                int green = planes[0][i] - (u + v >> 2);
                planes[0][i] = v + green;
                planes[1][i] = green;
                planes[2][i] = u + green;
            }
        } else {
            for (int i = 0; i < reals[0].length; i++) {
                float y = reals[0][i];
                float blue = reals[1][i];
                float red = reals[2][i];
                reals[0][i] = y + 1.402f * red;
                reals[1][i] = y - 0.344136f * blue - 0.714136f * red;
                reals[2][i] = y + 1.772f * blue;
            }
        }
    }

    private static int[] rounded(float[] reals) {
        int[] plane = new int[reals.length];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = (int) Math.rint(reals[i]);
        }
        return plane;
    }

    /** Shifts unsigned samples back up (G.1), and keeps all within their precision. */
    private static void finish(int[] plane, CodeStream.Component component) {
        int half = 1 << component.bits() - 1;
        int offset = component.signed() ? 0 : half;
        for (int i = 0; i < plane.length; i++) {
            plane[i] = Math.max(-half, Math.min(half - 1, plane[i])) + offset;
        }
    }
}
