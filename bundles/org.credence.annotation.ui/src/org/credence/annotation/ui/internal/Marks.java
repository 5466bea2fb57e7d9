package org.credence.annotation.ui.internal;

import java.util.List;
import org.credence.annotation.Polyline;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;

/** The marks that the editor draws over images. UI thread only. */
final class Marks {

    private static final Color SHADOW = new Color(0, 0, 0);
    private static final Color MEASURE = new Color(0xFF, 0xE0, 0x66);
    private static final int SHADOW_ALPHA = 130;

    private Marks() {}

    /** A circle around an image point, round on the screen only where pixels are square. */
    static Mark brush(double column, double row, double radius, int rgb) {
        return new Mark() {
            @Override
            public Rectangle bounds(FramePane pane) {
                Rectangle oval = oval(pane);
                return new Rectangle(oval.x - 3, oval.y - 3, oval.width + 6, oval.height + 6);
            }

            private Rectangle oval(FramePane pane) {
                Point a = pane.toCanvas(column - radius, row - radius);
                Point b = pane.toCanvas(column + radius, row + radius);
                return new Rectangle(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.abs(b.x - a.x), Math.abs(b.y - a.y));
            }

            @Override
            public void draw(GC gc, FramePane pane) {
                Rectangle b = oval(pane);
                shadowed(gc, color(rgb), () -> gc.drawOval(b.x, b.y, b.width, b.height));
            }
        };
    }

    /** A small cross with a gap in the middle. */
    static Mark cross(double column, double row, int rgb) {
        int reach = 14;
        int gap = 4;
        return new Mark() {
            @Override
            public Rectangle bounds(FramePane pane) {
                Point p = pane.toCanvas(column, row);
                return new Rectangle(p.x - reach, p.y - reach, 2 * reach, 2 * reach);
            }

            @Override
            public void draw(GC gc, FramePane pane) {
                Point p = pane.toCanvas(column, row);
                shadowed(gc, color(rgb), () -> {
                    gc.drawLine(p.x - reach, p.y, p.x - gap, p.y);
                    gc.drawLine(p.x + gap, p.y, p.x + reach, p.y);
                    gc.drawLine(p.x, p.y - reach, p.x, p.y - gap);
                    gc.drawLine(p.x, p.y + gap, p.x, p.y + reach);
                });
            }
        };
    }

    /** A circle with a plus or a minus around an image point. */
    static Mark sign(double column, double row, boolean plus, int rgb) {
        int radius = 7;
        int reach = 4;
        return new Mark() {
            @Override
            public Rectangle bounds(FramePane pane) {
                Point p = pane.toCanvas(column, row);
                return new Rectangle(p.x - radius - 2, p.y - radius - 2, 2 * radius + 4, 2 * radius + 4);
            }

            @Override
            public void draw(GC gc, FramePane pane) {
                Point p = pane.toCanvas(column, row);
                shadowed(gc, color(rgb), () -> {
                    gc.drawOval(p.x - radius, p.y - radius, 2 * radius, 2 * radius);
                    gc.drawLine(p.x - reach, p.y, p.x + reach, p.y);
                    if (plus) {
                        gc.drawLine(p.x, p.y - reach, p.x, p.y + reach);
                    }
                });
            }
        };
    }

    /** A line under way, with a handle at its first point. */
    static Mark outline(Polyline line, int rgb) {
        return new Mark() {
            @Override
            public Rectangle bounds(FramePane pane) {
                return around(canvas(pane), 5);
            }

            private int[] canvas(FramePane pane) {
                int[] xy = new int[2 * line.points().size()];
                for (int i = 0; i < line.points().size(); i++) {
                    Point p = pane.toCanvas(
                            line.points().get(i).column(), line.points().get(i).row());
                    xy[2 * i] = p.x;
                    xy[2 * i + 1] = p.y;
                }
                return xy;
            }

            @Override
            public void draw(GC gc, FramePane pane) {
                int[] xy = canvas(pane);
                if (xy.length == 0) {
                    return;
                }
                shadowed(gc, color(rgb), () -> {
                    if (line.closed()) {
                        gc.drawPolygon(xy);
                    } else {
                        gc.drawPolyline(xy);
                        gc.drawOval(xy[0] - 3, xy[1] - 3, 6, 6);
                    }
                });
            }
        };
    }

    /** A measure and what it says. */
    static Mark measure(Measure measure, String text) {
        List<Measure.Point> outline = measure.outline();
        return new Mark() {
            @Override
            public Rectangle bounds(FramePane pane) {
                Rectangle lines = around(canvas(pane), 6);
                // The text stands beside the last point; how wide it is is known only when it is drawn.
                return lines.union(
                        new Rectangle(lines.x, lines.y - 24, lines.width + 12 + 9 * text.length(), lines.height + 48));
            }

            private int[] canvas(FramePane pane) {
                int[] xy = new int[2 * outline.size()];
                for (int i = 0; i < outline.size(); i++) {
                    Point p = pane.toCanvas(
                            outline.get(i).column(), outline.get(i).row());
                    xy[2 * i] = p.x;
                    xy[2 * i + 1] = p.y;
                }
                return xy;
            }

            @Override
            public void draw(GC gc, FramePane pane) {
                int[] xy = canvas(pane);
                shadowed(gc, MEASURE, () -> {
                    if (measure.kind() == Measure.Kind.RULER) {
                        gc.drawLine(xy[0], xy[1], xy[2], xy[3]);
                        end(gc, xy[0], xy[1], xy);
                        end(gc, xy[2], xy[3], xy);
                    } else {
                        gc.drawPolygon(xy);
                    }
                });
                int rightmost = 0;
                for (int i = 2; i < xy.length; i += 2) {
                    rightmost = xy[i] > xy[rightmost] ? i : rightmost;
                }
                Point size = gc.textExtent(text);
                int x = xy[rightmost] + 8;
                int y = xy[rightmost + 1] - size.y / 2;
                gc.setAlpha(170);
                gc.setBackground(SHADOW);
                gc.fillRoundRectangle(x - 3, y - 1, size.x + 6, size.y + 2, 5, 5);
                gc.setAlpha(255);
                gc.setForeground(MEASURE);
                gc.drawText(text, x, y, SWT.DRAW_TRANSPARENT);
            }
        };
    }

    private static void end(GC gc, int x, int y, int[] line) {
        double angle = Math.atan2((double) line[3] - line[1], (double) line[2] - line[0]) + Math.PI / 2;
        int dx = (int) Math.round(5 * Math.cos(angle));
        int dy = (int) Math.round(5 * Math.sin(angle));
        gc.drawLine(x - dx, y - dy, x + dx, y + dy);
    }

    /** Draws something dark and wide, then bright and thin, so that it is seen on any image. */
    private static void shadowed(GC gc, Color bright, Runnable drawing) {
        gc.setAntialias(SWT.ON);
        gc.setLineWidth(3);
        gc.setAlpha(SHADOW_ALPHA);
        gc.setForeground(SHADOW);
        drawing.run();
        gc.setLineWidth(1);
        gc.setAlpha(255);
        gc.setForeground(bright);
        drawing.run();
    }

    private static Rectangle around(int[] xy, int margin) {
        if (xy.length == 0) {
            return new Rectangle(0, 0, 0, 0);
        }
        int left = xy[0];
        int top = xy[1];
        int right = left;
        int bottom = top;
        for (int i = 0; i < xy.length; i += 2) {
            left = Math.min(left, xy[i]);
            right = Math.max(right, xy[i]);
            top = Math.min(top, xy[i + 1]);
            bottom = Math.max(bottom, xy[i + 1]);
        }
        return new Rectangle(left - margin, top - margin, right - left + 2 * margin, bottom - top + 2 * margin);
    }

    private static Color color(int rgb) {
        return new Color(rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff);
    }
}
