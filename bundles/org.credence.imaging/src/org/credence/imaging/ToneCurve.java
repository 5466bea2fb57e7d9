package org.credence.imaging;

/** How a window turns modality values into gray levels (PS3.3, C.11.2). */
public sealed interface ToneCurve {

    /** A straight line over whole values, DICOM's LINEAR: with a width of 2 there are a black and a white value. */
    ToneCurve LINEAR = new Linear();

    /** A straight line over real values, DICOM's LINEAR_EXACT. */
    ToneCurve LINEAR_EXACT = new LinearExact();

    /** A logistic curve whose slope at the centre is that of the line, DICOM's SIGMOID. */
    ToneCurve SIGMOID = new Sigmoid();

    /** The smallest width that a window of this curve may have; a width of 0 is none. */
    double leastWidth();

    /** The level from 0 to 255 that shows a value under a window of this curve. */
    int level(double value, double center, double width);

    /** {@link #LINEAR}. */
    record Linear() implements ToneCurve {
        @Override
        public double leastWidth() {
            return 1;
        }

        @Override
        public int level(double value, double center, double width) {
            double low = center - 0.5 - (width - 1) / 2;
            double high = center - 0.5 + (width - 1) / 2;
            if (value <= low) {
                return 0;
            }
            if (value > high) {
                return 255;
            }
            return (int) Math.round(((value - (center - 0.5)) / (width - 1) + 0.5) * 255);
        }
    }

    /** {@link #LINEAR_EXACT}. */
    record LinearExact() implements ToneCurve {
        @Override
        public double leastWidth() {
            return Double.MIN_NORMAL;
        }

        @Override
        public int level(double value, double center, double width) {
            if (value <= center - width / 2) {
                return 0;
            }
            if (value > center + width / 2) {
                return 255;
            }
            return (int) Math.round(((value - center) / width + 0.5) * 255);
        }
    }

    /** {@link #SIGMOID}. */
    record Sigmoid() implements ToneCurve {
        @Override
        public double leastWidth() {
            return Double.MIN_NORMAL;
        }

        @Override
        public int level(double value, double center, double width) {
            return (int) Math.round(255 / (1 + Math.exp(-4 * (value - center) / width)));
        }
    }

    /**
     * Levels from a table (a VOI LUT). The window says which values the table spans, so that moving or widening the window
     * moves and stretches the table. Immutable.
     */
    final class Table implements ToneCurve {

        private final byte[] levels;

        /** @param levels from 0 to 255, for the lowest value to the highest; not empty, copied */
        public Table(byte[] levels) {
            if (levels.length == 0) {
                throw new IllegalArgumentException("A table of levels has at least one entry");
            }
            this.levels = levels.clone();
        }

        /** The window under which each whole value from {@code first} on takes the table's next entry. */
        public Window from(double first) {
            return new Window(first + levels.length / 2.0, levels.length, this);
        }

        @Override
        public double leastWidth() {
            return Double.MIN_NORMAL;
        }

        @Override
        public int level(double value, double center, double width) {
            double at = Math.floor((value - (center - width / 2)) * levels.length / width);
            return levels[(int) Math.clamp(at, 0, levels.length - 1.0)] & 0xff;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Table t && java.util.Arrays.equals(levels, t.levels);
        }

        @Override
        public int hashCode() {
            return java.util.Arrays.hashCode(levels);
        }

        @Override
        public String toString() {
            return "table of " + levels.length + " levels";
        }
    }
}
