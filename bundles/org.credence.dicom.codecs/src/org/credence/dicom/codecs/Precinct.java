package org.credence.dicom.codecs;

/** The code-blocks of one resolution whose packets come together (ISO/IEC 15444-1, B.6). Not thread-safe. */
final class Precinct {

    /** What lies in one sub-band. */
    static final class Part {

        final TileComponent.Subband band;
        final int across;
        final int down;
        final CodeBlock[] blocks;
        final TagTree inclusion;
        final TagTree missingPlanes;
        private final int[] area;
        private final int firstColumn;
        private final int firstRow;
        private final int widthLog;
        private final int heightLog;
        private final int style;

        private Part(TileComponent.Subband band, int[] area, int widthLog, int heightLog, int style) {
            this.band = band;
            this.area = area;
            this.widthLog = widthLog;
            this.heightLog = heightLog;
            this.style = style;
            this.firstColumn = area[0] >> widthLog;
            this.firstRow = area[1] >> heightLog;
            boolean empty = area[2] <= area[0] || area[3] <= area[1];
            this.across = empty ? 0 : (int) TileComponent.up(area[2], widthLog) - firstColumn;
            this.down = empty ? 0 : (int) TileComponent.up(area[3], heightLog) - firstRow;
            this.blocks = new CodeBlock[across * down];
            this.inclusion = empty ? null : new TagTree(across, down);
            this.missingPlanes = empty ? null : new TagTree(across, down);
        }

        /** A code-block that a packet includes for the first time. */
        CodeBlock create(int column, int row, int missing) {
            int x0 = Math.max(area[0], firstColumn + column << widthLog);
            int y0 = Math.max(area[1], firstRow + row << heightLog);
            int x1 = (int) Math.min(area[2], (long) (firstColumn + column + 1) << widthLog);
            int y1 = (int) Math.min(area[3], (long) (firstRow + row + 1) << heightLog);
            CodeBlock block = new CodeBlock(x0 - band.x0, y0 - band.y0, x1 - x0, y1 - y0, band.planes - missing, style);
            blocks[row * across + column] = block;
            return block;
        }
    }

    private static final Part[] NO_PARTS = {};

    final int component;
    final int resolution;
    final int index;

    /** Where progressions by position meet it, on the reference grid. */
    final long x;

    final long y;
    private final TileComponent owner;
    private Part[] parts;

    /** Layers that have been read. */
    int layers;

    /** A precinct, counted along the lines of its resolution. */
    Precinct(TileComponent component, int resolution, int index, CodeStream.Tile tile) {
        this.owner = component;
        this.component = component.index;
        this.resolution = resolution;
        this.index = index;
        CodingParameters.Style style = component.style;
        TileComponent.Resolution r = component.resolutions[resolution];
        int widthLog = style.precinctWidthLog(resolution);
        int heightLog = style.precinctHeightLog(resolution);
        long left = (r.x0 >> widthLog) + index % r.precinctsAcross << widthLog;
        long top = (r.y0 >> heightLog) + index / r.precinctsAcross << heightLog;
        int level = style.levels() - resolution;
        this.x = left < r.x0 ? tile.x0 : left << level;
        this.y = top < r.y0 ? tile.y0 : top << level;
    }

    /** What lies in each sub-band; nothing as long as all of its packets are empty. */
    Part[] parts() {
        return parts == null ? NO_PARTS : parts;
    }

    /** The same, made if need be: many precincts never hold anything. */
    Part[] create() {
        if (parts != null) {
            return parts;
        }
        CodingParameters.Style style = owner.style;
        TileComponent.Resolution r = owner.resolutions[resolution];
        int widthLog = style.precinctWidthLog(resolution);
        int heightLog = style.precinctHeightLog(resolution);
        long left = (r.x0 >> widthLog) + index % r.precinctsAcross << widthLog;
        long top = (r.y0 >> heightLog) + index / r.precinctsAcross << heightLog;
        int halved = resolution == 0 ? 0 : 1;
        parts = new Part[r.bands.length];
        for (int i = 0; i < parts.length; i++) {
            TileComponent.Subband band = r.bands[i];
            int[] area = {
                (int) Math.max(band.x0, left >> halved),
                (int) Math.max(band.y0, top >> halved),
                (int) Math.min(band.x1, left + (1L << widthLog) >> halved),
                (int) Math.min(band.y1, top + (1L << heightLog) >> halved)
            };
            parts[i] = new Part(
                    band,
                    area,
                    Math.min(style.blockWidthLog(), widthLog - halved),
                    Math.min(style.blockHeightLog(), heightLog - halved),
                    style.blockStyle());
        }
        return parts;
    }
}
