package org.credence.analytics.internal;

import java.util.Locale;

/** A drawing that grows from back to front; lengths in CSS pixels. All text is escaped. */
final class Svg {

    enum Anchor {
        START,
        MIDDLE,
        END
    }

    private final StringBuilder out = new StringBuilder();

    Svg(double width, double height, String description) {
        out.append(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" role=\"img\" aria-label=\"%s\">",
                width,
                height,
                width,
                escape(description)));
    }

    static String escape(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> {
                    if (c >= ' ' || c == '\n' || c == '\t') {
                        safe.appendCodePoint(c);
                    }
                }
            }
        });
        return safe.toString();
    }

    static String color(int rgb) {
        return rgb == 0 ? "var(--ink)" : String.format(Locale.ROOT, "#%06x", rgb & 0xffffff);
    }

    void line(String style, double x1, double y1, double x2, double y2) {
        out.append(String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                style,
                x1,
                y1,
                x2,
                y2));
    }

    /** A colored line, 2.5 wide. */
    void stroke(int rgb, double x1, double y1, double x2, double y2) {
        out.append(String.format(
                Locale.ROOT,
                "<line style=\"stroke:%s;stroke-width:2.5\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                color(rgb),
                x1,
                y1,
                x2,
                y2));
    }

    void circle(int rgb, double x, double y, double radius, String title) {
        out.append(String.format(
                Locale.ROOT,
                "<circle class=\"dot\" style=\"fill:%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"><title>%s</title></circle>",
                color(rgb),
                x,
                y,
                radius,
                escape(title)));
    }

    void bar(int rgb, double x, double y, double width, double height, String title) {
        out.append(String.format(
                Locale.ROOT,
                "<rect style=\"fill:%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s</title></rect>",
                color(rgb),
                x,
                y,
                Math.max(0, width),
                height,
                escape(title)));
    }

    void text(String style, Anchor anchor, double x, double y, String text) {
        out.append(String.format(
                Locale.ROOT,
                "<text class=\"%s\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                style,
                anchor.name().toLowerCase(Locale.ROOT),
                x,
                y,
                escape(text)));
    }

    /** Text that reads upwards, centred. */
    void upward(String style, double x, double y, String text) {
        out.append(String.format(
                Locale.ROOT,
                "<text class=\"%s\" text-anchor=\"middle\" transform=\"translate(%.1f %.1f) rotate(-90)\">%s</text>",
                style,
                x,
                y,
                escape(text)));
    }

    String end() {
        return out.append("</svg>").toString();
    }
}
