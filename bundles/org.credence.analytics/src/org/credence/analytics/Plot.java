package org.credence.analytics;

import java.util.List;

/** The data of a plot. Colours are {@code 0xRRGGBB}; take them from Okabe and Ito's set, which everyone can tell apart. */
public sealed interface Plot permits Plot.Scatter, Plot.Forest, Plot.Reliability, Plot.Bars {

    /** Okabe and Ito's colours without black: blue, vermillion, green, orange, sky blue, purple, yellow. */
    List<Integer> COLORS = List.of(0x0072B2, 0xD55E00, 0x009E73, 0xE69F00, 0x56B4E9, 0xCC79A7, 0xF0E442);

    /**
     * Points.
     *
     * @param x the horizontal axis
     * @param y the vertical axis
     * @param series at least one
     * @param identity whether both axes are the same and the line y = x is drawn
     */
    record Scatter(Axis x, Axis y, List<Series> series, boolean identity) implements Plot {
        public Scatter {
            series = List.copyOf(series);
        }
    }

    /** An axis' label and unit; the unit may be empty. */
    record Axis(String label, String unit) {}

    /** Points of one colour. */
    record Series(String label, int rgb, List<Point> points) {
        public Series {
            points = List.copyOf(points);
        }
    }

    /** A point and whom it stands for. */
    record Point(String label, double x, double y) {}

    /**
     * Intervals below one another.
     *
     * @param x the axis
     * @param rows from top to bottom
     * @param reference where a vertical line is drawn, such as 0 for differences; NaN for none
     * @param decimals of the numbers printed beside the intervals
     */
    record Forest(Axis x, List<Row> rows, double reference, int decimals) implements Plot {
        public Forest {
            rows = List.copyOf(rows);
        }
    }

    /** One interval. */
    record Row(String label, Interval interval, int rgb) {}

    /** Reliability diagrams over each other: mean truth against mean confidence, per bin, with the diagonal. */
    record Reliability(List<Curve> curves) implements Plot {
        public Reliability {
            curves = List.copyOf(curves);
        }
    }

    /** One reliability curve. */
    record Curve(String label, int rgb, Calibration calibration) {}

    /** Horizontal bars from 0. */
    record Bars(Axis x, List<Bar> bars, int decimals) implements Plot {
        public Bars {
            bars = List.copyOf(bars);
        }
    }

    /** One bar. */
    record Bar(String label, double value, int rgb) {}
}
