package org.credence.segmentation;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.credence.imaging.Frame;
import org.credence.imaging.Progress;
import org.credence.segmentation.spi.InferenceSession;

/**
 * Frames at the spacing that the network was trained on, over which it goes in tiles. What it says about a pixel is taken
 * from tiles in whose inside the pixel lies, so that wherever a network's view reaches no further than 3/8 of the overlap,
 * the whole is bit for bit what one pass over all of the frame would give.
 */
final class TiledFrames extends Batch {

    private final ByteBuffer gray;
    private final FloatBuffer statistics;
    private final Answers answers;
    private final Sheet[] sheets;
    private final int atOnce;
    private final float[] tile;

    /** A frame with what is said about it, on the grid of all its tiles. */
    private static final class Sheet {
        private final TileGrid grid;
        private final Fitting fitting;
        private final byte[] fitted;
        private final float[][] said;
        /** Per segment, a row of tiles under way. */
        private final float[][] strips;

        Sheet(TileGrid grid, int segments) {
            this.grid = grid;
            Placement box = grid.box();
            fitting = new Fitting(box);
            fitted = new byte[box.columns() * box.rows()];
            said = new float[segments][fitted.length];
            strips = new float[segments][box.columns() * grid.down().size()];
        }
    }

    /** @param atOnce how many tiles one call of the session should have */
    TiledFrames(ModelCard card, int most, int atOnce) {
        super(card, most);
        this.atOnce = atOnce;
        gray = ByteBuffer.allocateDirect(atOnce * card.pixels());
        statistics = card.input().statistics() == null ? null : WholeFrames.floats(2 * atOnce);
        answers = new Answers(card, atOnce);
        sheets = new Sheet[most];
        tile = new float[card.pixels()];
    }

    @Override
    void put(int place, Frame frame, byte[] shown) throws SegmentationException {
        TileGrid grid = TileGrid.of(card(), frame);
        if (sheets[place] == null || !sheets[place].grid.equals(grid)) {
            sheets[place] = new Sheet(grid, card().segments().size());
        }
        Sheet sheet = sheets[place];
        Arrays.fill(sheet.fitted, (byte) 0);
        sheet.fitting.fit(shown, sheet.fitted, room());
    }

    @Override
    void run(int frames, InferenceSession session, Progress progress) throws SegmentationException {
        for (int place = 0; place < frames; place++) {
            Sheet sheet = sheets[place];
            int all = sheet.grid.across().count() * sheet.grid.down().count();
            for (int begin = 0; begin < all; begin += atOnce) {
                progress.checkCancelled();
                run(place, begin, Math.min(atOnce, all - begin), session, progress);
            }
        }
    }

    private void run(int place, int begin, int some, InferenceSession session, Progress progress)
            throws SegmentationException {
        Sheet sheet = sheets[place];
        int across = sheet.grid.across().count();
        for (int n = 0; n < some; n++) {
            cut(sheet, (begin + n) % across, (begin + n) / across, n);
            if (statistics != null) {
                statistics.put(2 * n, statistics(place));
            }
        }
        session.run(some, gray, statistics, answers.bytes(), progress);
        for (int s = 0; s < sheet.said.length; s++) {
            for (int n = 0; n < some; n++) {
                answers.take(n, s, tile);
                int i = (begin + n) % across;
                int j = (begin + n) / across;
                join(sheet, s, i);
                if (i == across - 1) {
                    stack(sheet, s, j);
                }
            }
        }
    }

    private void cut(Sheet sheet, int i, int j, int n) {
        int columns = sheet.grid.across().size();
        int rows = sheet.grid.down().size();
        int from = sheet.grid.down().start(j) * sheet.grid.box().columns()
                + sheet.grid.across().start(i);
        for (int y = 0; y < rows; y++) {
            gray.put(
                    (n * rows + y) * columns,
                    sheet.fitted,
                    from + y * sheet.grid.box().columns(),
                    columns);
        }
    }

    /** Puts the tile beside those on its left. */
    private void join(Sheet sheet, int segment, int i) {
        TileGrid.Axis axis = sheet.grid.across();
        float[] strip = sheet.strips[segment];
        int width = sheet.grid.box().columns();
        for (int x = 0; x < axis.size(); x++) {
            float weight = i == 0 ? 1 : axis.weight(x);
            for (int y = 0; y < sheet.grid.down().size(); y++) {
                int at = y * width + axis.start(i) + x;
                strip[at] = faded(strip[at], tile[y * axis.size() + x], weight);
            }
        }
    }

    /** Puts a row of tiles below those above. */
    private static void stack(Sheet sheet, int segment, int j) {
        TileGrid.Axis axis = sheet.grid.down();
        float[] strip = sheet.strips[segment];
        float[] said = sheet.said[segment];
        int width = sheet.grid.box().columns();
        for (int y = 0; y < axis.size(); y++) {
            float weight = j == 0 ? 1 : axis.weight(y);
            for (int x = 0; x < width; x++) {
                int at = (axis.start(j) + y) * width + x;
                said[at] = faded(said[at], strip[y * width + x], weight);
            }
        }
    }

    /** In this form equal values stay what they are. */
    private static float faded(float before, float after, float weight) {
        return weight == 1 ? after : weight == 0 ? before : before + weight * (after - before);
    }

    @Override
    Fitting fitting(int place) {
        return sheets[place].fitting;
    }

    @Override
    float[] plane(int place, int segment, Lane lane) {
        return sheets[place].said[segment];
    }
}
