package org.credence.annotation.ui.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.credence.imaging.ImageGeometry;
import org.eclipse.osgi.util.NLS;

/**
 * Something measured on a frame, in image coordinates. Needs no display.
 *
 * @param kind what it is
 * @param points two for a ruler (its ends) and an ellipse (corners of the rectangle around it), three or more for an area
 */
record Measure(Kind kind, List<Point> points) {

    /** What can be measured. */
    enum Kind {
        RULER,
        ELLIPSE,
        AREA
    }

    /** A place on a frame, in image coordinates. */
    record Point(double column, double row) {}

    private static final int ELLIPSE_SIDES = 72;
    private static final double MM2_PER_CM2 = 100;

    Measure {
        points = List.copyOf(points);
        if (points.size() < 2) {
            throw new IllegalArgumentException("A measure has at least two points, got: " + points);
        }
    }

    /** Whether it is more than a click. */
    boolean isReal() {
        return switch (kind) {
            case RULER -> Math.hypot(width(), height()) >= 1;
            case ELLIPSE -> Math.abs(width()) >= 1 && Math.abs(height()) >= 1;
            case AREA -> points.size() >= 3;
        };
    }

    /** The line to draw; closed for all but the ruler. */
    List<Point> outline() {
        if (kind != Kind.ELLIPSE) {
            return points;
        }
        List<Point> outline = new ArrayList<>();
        Point a = points.get(0);
        Point b = points.get(1);
        for (int i = 0; i < ELLIPSE_SIDES; i++) {
            double angle = 2 * Math.PI * i / ELLIPSE_SIDES;
            outline.add(new Point(
                    (a.column() + b.column() + width() * Math.cos(angle)) / 2,
                    (a.row() + b.row() + height() * Math.sin(angle)) / 2));
        }
        return outline;
    }

    /** What it measures, in words. */
    String text(ImageGeometry geometry) {
        MeasureScale scale = MeasureScale.at(
                geometry,
                points.stream().map(p -> new double[] {p.column(), p.row()}).toList());
        double across = width() * scale.perColumn();
        double down = height() * scale.perRow();
        if (!scale.isLength()) {
            return NLS.bind(
                    Messages.Measure_axes,
                    new Object[] {number(Math.abs(across)), scale.unitX(), number(Math.abs(down)), scale.unitY()});
        }
        return switch (kind) {
            case RULER -> NLS.bind(Messages.Measure_value, number(Math.hypot(across, down)), scale.unitX());
            case ELLIPSE -> {
                String area = area(Math.PI / 4 * Math.abs(across * down), scale);
                yield NLS.bind(
                        Messages.Measure_ellipse,
                        new Object[] {area, number(Math.abs(across)), number(Math.abs(down)), scale.unitX()});
            }
            case AREA -> area(shoelace() * scale.perColumn() * scale.perRow(), scale);
        };
    }

    private static String area(double size, MeasureScale scale) {
        return scale.isMillimetres() ? areaText(size) : NLS.bind(Messages.Measure_pixelArea, Math.round(size));
    }

    /** An area of so many mm², in mm² or cm². */
    static String areaText(double mm2) {
        return mm2 < MM2_PER_CM2
                ? NLS.bind(Messages.Measure_mm2, number(mm2))
                : NLS.bind(Messages.Measure_cm2, number(mm2 / MM2_PER_CM2));
    }

    private static String number(double value) {
        return String.format(Locale.getDefault(), value < 10 ? "%.2f" : "%.1f", value);
    }

    private double shoelace() {
        double twice = 0;
        for (int i = 0; i < points.size(); i++) {
            Point p = points.get(i);
            Point q = points.get((i + 1) % points.size());
            twice += p.column() * q.row() - q.column() * p.row();
        }
        return Math.abs(twice) / 2;
    }

    private double width() {
        return points.get(1).column() - points.get(0).column();
    }

    private double height() {
        return points.get(1).row() - points.get(0).row();
    }
}
