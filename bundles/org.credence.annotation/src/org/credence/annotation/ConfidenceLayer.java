package org.credence.annotation;

import java.util.Arrays;
import org.credence.imaging.PixelRect;

/**
 * One segment on one frame: a whole percent per pixel, in tiles of 64 by 64 that are shared until they change.
 *
 * <p>Immutable: changing a layer gives a new one that shares all untouched tiles. Pixels of an absent tile are 0.
 */
public final class ConfidenceLayer {

    /** Pixels along the side of a tile. */
    public static final int TILE = 64;

    private final int columns;
    private final int rows;
    private final int tileColumns;
    private final byte[][] tiles;

    private ConfidenceLayer(int columns, int rows, byte[][] tiles) {
        this.columns = columns;
        this.rows = rows;
        this.tileColumns = (columns + TILE - 1) / TILE;
        this.tiles = tiles;
    }

    /** A layer on which nothing is painted. */
    public static ConfidenceLayer empty(int columns, int rows) {
        if (columns < 1 || rows < 1) {
            throw new IllegalArgumentException("A layer has at least one pixel, got: " + columns + " x " + rows);
        }
        int count = (columns + TILE - 1) / TILE * ((rows + TILE - 1) / TILE);
        return new ConfidenceLayer(columns, rows, new byte[count][]);
    }

    /**
     * A layer with these percents.
     *
     * @param percent columns x rows values from 0 to 100, row by row; copied
     */
    public static ConfidenceLayer of(int columns, int rows, byte[] percent) {
        ConfidenceLayer layer = empty(columns, rows);
        if (percent.length != columns * rows) {
            throw new IllegalArgumentException(
                    "A layer of " + columns + " x " + rows + " pixels got " + percent.length + " values");
        }
        // Most of a frame is not painted, and is passed over many pixels at a time.
        byte[] nothing = new byte[columns];
        for (int y = 0; y < rows; y++) {
            int row = y * columns;
            for (int x = layer.painted(percent, row, 0, nothing); x < columns; ) {
                int end = Math.min(columns, x - x % TILE + TILE);
                int t = layer.tileIndex(x, y);
                if (layer.tiles[t] == null) {
                    layer.tiles[t] = new byte[TILE * TILE];
                }
                for (int i = x; i < end; i++) {
                    layer.tiles[t][offset(i, y)] = (byte) Confidence.check(percent[row + i]);
                }
                x = layer.painted(percent, row, end, nothing);
            }
        }
        return layer;
    }

    /** The first column from {@code column} on that is not 0 in the row that starts at {@code row}, else the last plus 1. */
    private int painted(byte[] percent, int row, int column, byte[] nothing) {
        int n = columns - column;
        int first = Arrays.mismatch(percent, row + column, row + columns, nothing, 0, n);
        return first < 0 ? columns : column + first;
    }

    public int columns() {
        return columns;
    }

    public int rows() {
        return rows;
    }

    /** The confidence at a pixel, 0 to 100. */
    public int confidence(int column, int row) {
        if (column < 0 || row < 0 || column >= columns || row >= rows) {
            throw new IndexOutOfBoundsException(
                    "Pixel (" + column + ", " + row + ") lies outside " + columns + " x " + rows);
        }
        byte[] tile = tiles[tileIndex(column, row)];
        return tile == null ? 0 : tile[offset(column, row)];
    }

    /** All percents, row by row, in a new array. */
    public byte[] percents() {
        byte[] percent = new byte[columns * rows];
        copyTiles(percent);
        return percent;
    }

    /**
     * Writes all percents, row by row, into an array that is used again.
     *
     * @param target columns x rows bytes
     */
    public void percents(byte[] target) {
        if (target.length != columns * rows) {
            throw new IllegalArgumentException(
                    "A layer of " + columns + " x " + rows + " pixels got room for " + target.length);
        }
        Arrays.fill(target, (byte) 0);
        copyTiles(target);
    }

    /** Copies what is painted. */
    private void copyTiles(byte[] percent) {
        for (int t = 0; t < tiles.length; t++) {
            if (tiles[t] == null) {
                continue;
            }
            int left = t % tileColumns * TILE;
            int top = t / tileColumns * TILE;
            int width = Math.min(TILE, columns - left);
            for (int y = top; y < Math.min(rows, top + TILE); y++) {
                System.arraycopy(tiles[t], (y - top) * TILE, percent, y * columns + left, width);
            }
        }
    }

    /** Copies the percents of one row, from {@code column} on, into {@code target}; as many as fit both. */
    public void copyRow(int row, int column, byte[] target) {
        int n = Math.min(target.length, columns - column);
        for (int x = column; x < column + n; ) {
            int run = Math.min(TILE - x % TILE, column + n - x);
            byte[] tile = tiles[tileIndex(x, row)];
            if (tile == null) {
                Arrays.fill(target, x - column, x - column + run, (byte) 0);
            } else {
                System.arraycopy(tile, offset(x, row), target, x - column, run);
            }
            x += run;
        }
    }

    /** Whether no pixel is painted; looks no further than the first that is. */
    public boolean isEmpty() {
        for (byte[] tile : tiles) {
            if (isPainted(tile)) {
                return false;
            }
        }
        return true;
    }

    /** A rectangle outside of which nothing is painted, along the borders of tiles; looks at no pixel. */
    public PixelRect painted() {
        PixelRect painted = PixelRect.EMPTY;
        for (int t = 0; t < tiles.length; t++) {
            if (tiles[t] != null) {
                painted = painted.union(new PixelRect(t % tileColumns * TILE, t / tileColumns * TILE, TILE, TILE));
            }
        }
        return painted.intersection(bounds());
    }

    /** Bytes of memory that the painted tiles take. */
    public long sizeBytes() {
        long painted = 0;
        for (byte[] tile : tiles) {
            painted += tile == null ? 0 : tile.length;
        }
        return painted + 8L * tiles.length;
    }

    /** The number of pixels whose confidence is at least {@code percent}; the area of the label binarised there. */
    public int count(int percent) {
        if (percent <= 0) {
            return columns * rows;
        }
        int n = 0;
        for (byte[] tile : tiles) {
            if (tile != null) {
                for (byte p : tile) {
                    if (p >= percent) {
                        n++;
                    }
                }
            }
        }
        return n;
    }

    /** The whole layer as a rectangle. */
    public PixelRect bounds() {
        return new PixelRect(0, 0, columns, rows);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfidenceLayer l && l.columns == columns && l.rows == rows && sameTiles(l);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(percents());
    }

    int tileCount() {
        return tiles.length;
    }

    /** The tile itself, or null where nothing was ever painted; never to be written. */
    byte[] tile(int index) {
        return tiles[index];
    }

    /** This layer with some tiles replaced; null in {@code replacements} means "as it is", an empty array "absent". */
    ConfidenceLayer withTiles(byte[][] replacements) {
        byte[][] next = tiles.clone();
        for (int t = 0; t < next.length; t++) {
            if (replacements[t] != null) {
                next[t] = replacements[t].length == 0 ? null : replacements[t];
            }
        }
        return new ConfidenceLayer(columns, rows, next);
    }

    /** Whether a tile is the same in another layer of the same size; absent and unpainted are. */
    boolean sameTile(int index, ConfidenceLayer other) {
        byte[] mine = tiles[index];
        byte[] its = other.tiles[index];
        if (mine == its) {
            return true;
        }
        return mine == null ? !isPainted(its) : its == null ? !isPainted(mine) : Arrays.equals(mine, its);
    }

    /** Whether a layer of the same size has the same percents; looks at no pixel of tiles that both share. */
    boolean sameTiles(ConfidenceLayer other) {
        for (int t = 0; t < tiles.length; t++) {
            if (!sameTile(t, other)) {
                return false;
            }
        }
        return true;
    }

    /** The pixels of a tile. */
    PixelRect tileBounds(int index) {
        PixelRect tile = new PixelRect(index % tileColumns * TILE, index / tileColumns * TILE, TILE, TILE);
        return tile.intersection(bounds());
    }

    /** Whether a tile, null if absent, has a painted pixel; looks no further than the first. */
    static boolean isPainted(byte[] tile) {
        if (tile != null) {
            for (byte p : tile) {
                if (p != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    int tileIndex(int column, int row) {
        return row / TILE * tileColumns + column / TILE;
    }

    static int offset(int column, int row) {
        return row % TILE * TILE + column % TILE;
    }
}
