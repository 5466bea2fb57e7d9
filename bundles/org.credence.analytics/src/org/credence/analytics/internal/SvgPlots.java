package org.credence.analytics.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import org.credence.analytics.Calibration;
import org.credence.analytics.Interval;
import org.credence.analytics.Plot;

/** Draws plots as SVG. Series are labelled where they are, not in a legend far away. */
final class SvgPlots {

    private static final double WIDTH = 680;
    private static final double BOTTOM = 52;
    private static final double TOP = 16;

    /** Width of a character at the labels' size in a wide system font; text cannot be measured before it is shown. */
    private static final double CHARACTER = 7.5;

    private SvgPlots() {}

    static String draw(Plot plot, String description) {
        return switch (plot) {
            case Plot.Scatter scatter -> scatter(scatter, description);
            case Plot.Forest forest -> forest(forest, description);
            case Plot.Reliability reliability -> reliability(reliability, description);
            case Plot.Bars bars -> bars(bars, description);
        };
    }

    /** A straight map from data to drawing. */
    private record Scale(Ticks ticks, double from, double to) {
        double at(double value) {
            return from + (value - ticks.low()) / (ticks.high() - ticks.low()) * (to - from);
        }
    }

    private static String scatter(Plot.Scatter plot, String description) {
        List<Plot.Point> points = plot.series().stream()
                .flatMap(s -> s.points().stream())
                .filter(p -> Double.isFinite(p.x()) && Double.isFinite(p.y()))
                .toList();
        DoubleStream xs = points.stream().mapToDouble(Plot.Point::x);
        DoubleStream ys = points.stream().mapToDouble(Plot.Point::y);
        Ticks x;
        Ticks y;
        if (plot.identity()) {
            x = ticks(DoubleStream.concat(xs, ys).toArray(), 5);
            y = x;
        } else {
            x = ticks(xs.toArray(), 6);
            y = ticks(ys.toArray(), 5);
        }
        double left = 66;
        double room = plot.series().size() > 1
                ? beside(plot.series().stream().map(Plot.Series::label).toList())
                : 40;
        double width = Math.min(plot.identity() ? 420 : 560, WIDTH - left - room);
        double side = plot.identity() ? width : 320;
        double right = left + width;
        Svg svg = new Svg(WIDTH, side + TOP + BOTTOM, description);
        Scale h = new Scale(x, left, right);
        Scale v = new Scale(y, TOP + side, TOP);
        axes(svg, h, v, plot.x(), plot.y());
        if (plot.identity()) {
            svg.line("guide", left, TOP + side, right, TOP);
            svg.text("faint", Svg.Anchor.START, right + 8, TOP + 4, "y = x");
        }
        List<Mark> marks = new ArrayList<>();
        for (Plot.Series series : plot.series()) {
            double lastX = Double.NEGATIVE_INFINITY;
            double lastY = 0;
            for (Plot.Point p : series.points()) {
                if (!Double.isFinite(p.x()) || !Double.isFinite(p.y())) {
                    continue;
                }
                String title = p.label() + ": " + Ticks.number(p.x(), x.decimals() + 1) + ", "
                        + Ticks.number(p.y(), y.decimals() + 1);
                svg.circle(series.rgb(), h.at(p.x()), v.at(p.y()), 4.5, title);
                if (p.x() > lastX) {
                    lastX = p.x();
                    lastY = v.at(p.y());
                }
            }
            if (Double.isFinite(lastX)) {
                marks.add(new Mark(series.label(), series.rgb(), lastY));
            }
        }
        if (plot.series().size() > 1) {
            label(svg, marks, right + 28, TOP + side);
        }
        return svg.end();
    }

    private static String reliability(Plot.Reliability plot, String description) {
        double left = 66;
        List<String> labels = plot.curves().stream().map(SvgPlots::curveLabel).toList();
        double side = Math.min(420, WIDTH - left - beside(labels));
        double right = left + side;
        Svg svg = new Svg(WIDTH, side + TOP + BOTTOM, description);
        Ticks ticks = Ticks.spanning(0, 1, 5);
        Scale h = new Scale(ticks, left, right);
        Scale v = new Scale(ticks, TOP + side, TOP);
        axes(svg, h, v, new Plot.Axis("Stated confidence", ""), new Plot.Axis("True share", ""));
        svg.line("guide", left, TOP + side, right, TOP);
        List<Mark> marks = new ArrayList<>();
        for (Plot.Curve curve : plot.curves()) {
            Calibration calibration = curve.calibration();
            List<Calibration.Bin> bins =
                    calibration.bins().stream().filter(b -> b.n() > 0).toList();
            for (int i = 1; i < bins.size(); i++) {
                svg.stroke(
                        curve.rgb(),
                        h.at(bins.get(i - 1).confidence()),
                        v.at(bins.get(i - 1).truth()),
                        h.at(bins.get(i).confidence()),
                        v.at(bins.get(i).truth()));
            }
            for (Calibration.Bin bin : bins) {
                double radius = 3 + 9 * Math.sqrt(bin.n() / (double) Math.max(1, calibration.n()));
                svg.circle(
                        curve.rgb(),
                        h.at(bin.confidence()),
                        v.at(bin.truth()),
                        radius,
                        curve.label() + ": stated " + Ticks.number(bin.confidence(), 2) + ", true "
                                + Ticks.number(bin.truth(), 2) + ", n = " + bin.n());
            }
            if (!bins.isEmpty()) {
                marks.add(new Mark(
                        curveLabel(curve),
                        curve.rgb(),
                        v.at(bins.get(bins.size() - 1).truth())));
            }
        }
        svg.text("faint", Svg.Anchor.START, h.at(0.12), v.at(0.9), "sees more than it states");
        svg.text("faint", Svg.Anchor.END, h.at(0.96), v.at(0.06), "states more than is there");
        label(svg, marks, right + 28, TOP + side);
        return svg.end();
    }

    private static String curveLabel(Plot.Curve curve) {
        return curve.label() + ", ECE " + Ticks.number(curve.calibration().ece(), 3);
    }

    /** What labels beside a plot need, with their dots; at most as much as leaves a plot to speak of. */
    private static double beside(List<String> labels) {
        return Math.min(330, 44 + CHARACTER * longest(labels));
    }

    private static String forest(Plot.Forest plot, String description) {
        double rowHeight = 30;
        double left = Math.min(
                340,
                14
                        + CHARACTER
                                * longest(plot.rows().stream()
                                        .map(Plot.Row::label)
                                        .toList()));
        double values = CHARACTER
                * longest(plot.rows().stream()
                        .map(r -> range(r.interval(), plot.decimals()))
                        .toList());
        double right = WIDTH - 14 - values;
        double height = rowHeight * plot.rows().size();
        double[] ends = plot.rows().stream()
                .map(Plot.Row::interval)
                .flatMapToDouble(i -> DoubleStream.of(i.estimate(), i.low(), i.high()))
                .toArray();
        Ticks ticks = ticks(
                DoubleStream.concat(DoubleStream.of(ends), DoubleStream.of(plot.reference()))
                        .toArray(),
                right - left < 260 ? 3 : 5);
        Svg svg = new Svg(WIDTH, height + TOP + BOTTOM, description);
        Scale h = new Scale(ticks, left, right);
        horizontal(svg, h, plot.x(), TOP, TOP + height);
        if (Double.isFinite(plot.reference())) {
            svg.line("guide", h.at(plot.reference()), TOP, h.at(plot.reference()), TOP + height);
        }
        for (int r = 0; r < plot.rows().size(); r++) {
            Plot.Row row = plot.rows().get(r);
            Interval i = row.interval();
            double y = TOP + rowHeight * (r + 0.5);
            svg.text("label", Svg.Anchor.END, left - 12, y + 4, row.label());
            if (Double.isFinite(i.low()) && Double.isFinite(i.high())) {
                svg.stroke(row.rgb(), h.at(i.low()), y, h.at(i.high()), y);
            }
            if (Double.isFinite(i.estimate())) {
                svg.circle(row.rgb(), h.at(i.estimate()), y, 5.5, row.label() + ": " + range(i, plot.decimals()));
            }
            svg.text("value", Svg.Anchor.START, right + 14, y + 4, range(i, plot.decimals()));
        }
        return svg.end();
    }

    private static String bars(Plot.Bars plot, String description) {
        double rowHeight = 30;
        double left = Math.min(
                340,
                14
                        + CHARACTER
                                * longest(plot.bars().stream()
                                        .map(Plot.Bar::label)
                                        .toList()));
        double right = WIDTH - 70;
        double height = rowHeight * plot.bars().size();
        Ticks ticks = ticks(
                DoubleStream.concat(DoubleStream.of(0), plot.bars().stream().mapToDouble(Plot.Bar::value))
                        .toArray(),
                5);
        Svg svg = new Svg(WIDTH, height + TOP + BOTTOM, description);
        Scale h = new Scale(ticks, left, right);
        horizontal(svg, h, plot.x(), TOP, TOP + height);
        for (int r = 0; r < plot.bars().size(); r++) {
            Plot.Bar bar = plot.bars().get(r);
            double y = TOP + rowHeight * r;
            String value = Ticks.number(bar.value(), plot.decimals());
            svg.text("label", Svg.Anchor.END, left - 12, y + 19, bar.label());
            double end = h.at(0);
            if (Double.isFinite(bar.value())) {
                end = h.at(bar.value());
                svg.bar(
                        bar.rgb(),
                        Math.min(end, h.at(0)),
                        y + 6,
                        Math.abs(end - h.at(0)),
                        rowHeight - 12,
                        bar.label() + ": " + value);
            }
            svg.text("value", Svg.Anchor.START, Math.max(end, h.at(0)) + 8, y + 19, value);
        }
        return svg.end();
    }

    /** "0.71 (0.62 to 0.79)". */
    static String range(Interval interval, int decimals) {
        String estimate = Ticks.number(interval.estimate(), decimals);
        return Double.isFinite(interval.low())
                ? estimate + " (" + Ticks.number(interval.low(), decimals) + " to "
                        + Ticks.number(interval.high(), decimals) + ")"
                : estimate;
    }

    private record Mark(String text, int rgb, double y) {}

    /** Labels beside the plot at their series' height, pushed apart where they would overlap. */
    private static void label(Svg svg, List<Mark> marks, double x, double bottom) {
        double apart = 19;
        List<Mark> sorted = new ArrayList<>(marks);
        sorted.sort(Comparator.comparingDouble(Mark::y));
        double[] y = new double[sorted.size()];
        for (int i = 0; i < y.length; i++) {
            y[i] = i == 0
                    ? Math.max(TOP + 6, sorted.get(i).y())
                    : Math.max(sorted.get(i).y(), y[i - 1] + apart);
        }
        for (int i = y.length - 1; i >= 0; i--) {
            double limit = i == y.length - 1 ? bottom - 4 : y[i + 1] - apart;
            y[i] = Math.min(y[i], limit);
        }
        for (int i = 0; i < y.length; i++) {
            svg.circle(sorted.get(i).rgb(), x, y[i], 4.5, sorted.get(i).text());
            svg.text("label", Svg.Anchor.START, x + 10, y[i] + 4, sorted.get(i).text());
        }
    }

    private static void axes(Svg svg, Scale h, Scale v, Plot.Axis x, Plot.Axis y) {
        horizontal(svg, h, x, v.to(), v.from());
        for (double tick : v.ticks().values()) {
            svg.line("grid", h.from(), v.at(tick), h.to(), v.at(tick));
            svg.text(
                    "tick",
                    Svg.Anchor.END,
                    h.from() - 8,
                    v.at(tick) + 4,
                    v.ticks().label(tick));
        }
        svg.upward("axis", 16, (v.from() + v.to()) / 2, named(y));
    }

    private static void horizontal(Svg svg, Scale h, Plot.Axis axis, double top, double bottom) {
        for (double tick : h.ticks().values()) {
            svg.line("grid", h.at(tick), top, h.at(tick), bottom);
            svg.text(
                    "tick",
                    Svg.Anchor.MIDDLE,
                    h.at(tick),
                    bottom + 18,
                    h.ticks().label(tick));
        }
        svg.line("base", h.from(), bottom, h.to(), bottom);
        svg.text("axis", Svg.Anchor.MIDDLE, (h.from() + h.to()) / 2, bottom + 42, named(axis));
    }

    private static String named(Plot.Axis axis) {
        return axis.unit().isEmpty() ? axis.label() : axis.label() + " (" + axis.unit() + ")";
    }

    private static Ticks ticks(double[] values, int count) {
        double[] finite = DoubleStream.of(values).filter(Double::isFinite).toArray();
        double low = DoubleStream.of(finite).min().orElse(0);
        double high = DoubleStream.of(finite).max().orElse(1);
        return Ticks.spanning(low, high, count);
    }

    private static int longest(List<String> labels) {
        return labels.stream().mapToInt(String::length).max().orElse(0);
    }
}
