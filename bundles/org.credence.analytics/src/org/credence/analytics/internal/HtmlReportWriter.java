package org.credence.analytics.internal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.credence.analytics.AnalyticsException;
import org.credence.analytics.Report;
import org.credence.analytics.spi.ReportWriter;
import org.osgi.service.component.annotations.Component;

/**
 * Writes {@code index.html}: one file with all that it shows, no script, nothing loaded from elsewhere, light or dark as
 * the reader's system is.
 */
@Component(property = "service.ranking:Integer=200")
public final class HtmlReportWriter implements ReportWriter {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    @Override
    public String format() {
        return "html";
    }

    @Override
    public Path write(Report report, Path folder) throws AnalyticsException {
        return ReportFile.write(folder, "index.html", new Page(report).html().getBytes(StandardCharsets.UTF_8));
    }

    /** One report on its way to HTML; numbers tables and figures as they come. */
    private static final class Page {

        private final Report report;
        private final StringBuilder out = new StringBuilder();
        private int figures;
        private int tables;

        Page(Report report) {
            this.report = report;
        }

        String html() {
            out.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                    .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                    .append("<meta name=\"color-scheme\" content=\"light dark\">")
                    .append("<title>")
                    .append(Svg.escape(report.title()))
                    .append("</title><style>")
                    .append(Stylesheet.CSS)
                    .append("</style></head>\n<body><main>\n");
            header();
            for (int s = 0; s < report.sections().size(); s++) {
                Report.Section section = report.sections().get(s);
                out.append("<section id=\"s").append(s + 1).append("\">");
                element("h2", section.title());
                section.blocks().forEach(this::block);
                out.append("</section>\n");
            }
            parameters();
            return out.append("</main></body></html>\n").toString();
        }

        private void header() {
            out.append("<header>");
            element("h1", report.title());
            out.append("<p class=\"date\">")
                    .append(DATE.format(report.created()))
                    .append("</p>");
            out.append(
                            report.synthetic()
                                    ? "<aside class=\"synthetic\" role=\"note\"><strong>Synthetic data.</strong> "
                                    : "<aside role=\"note\">")
                    .append(Svg.escape(report.statement()))
                    .append("</aside>");
            if (report.sections().size() > 2) {
                out.append("<nav aria-label=\"Sections\"><ol>");
                for (int s = 0; s < report.sections().size(); s++) {
                    out.append("<li><a href=\"#s")
                            .append(s + 1)
                            .append("\">")
                            .append(Svg.escape(report.sections().get(s).title()))
                            .append("</a></li>");
                }
                out.append("</ol></nav>");
            }
            out.append("</header>\n");
        }

        private void block(Report.Block block) {
            switch (block) {
                case Report.Text text -> element("p", text.text());
                case Report.Table table -> table(table);
                case Report.Pictures pictures -> pictures(pictures);
                case Report.Chart chart -> {
                    out.append("<figure>").append(SvgPlots.draw(chart.plot(), chart.description()));
                    caption("Figure", ++figures, chart.caption(), "figcaption");
                    out.append("</figure>\n");
                }
            }
        }

        private void table(Report.Table table) {
            out.append("<div class=\"table\"><table>");
            caption("Table", ++tables, table.caption(), "caption");
            out.append("<thead><tr>");
            for (int c = 0; c < table.columns().size(); c++) {
                Report.Column column = table.columns().get(c);
                out.append("<th scope=\"col\"").append(isNumeric(table, c) ? " class=\"n\">" : ">");
                out.append(Svg.escape(column.label()));
                if (!column.unit().isEmpty()) {
                    out.append("<span class=\"unit\">")
                            .append(Svg.escape(column.unit()))
                            .append("</span>");
                }
                out.append("</th>");
            }
            out.append("</tr></thead><tbody>");
            for (List<Report.Cell> row : table.rows()) {
                out.append("<tr>");
                for (int c = 0; c < row.size(); c++) {
                    cell(row.get(c), c == 0);
                }
                out.append("</tr>");
            }
            out.append("</tbody></table>");
            if (!table.note().isEmpty()) {
                out.append("<p class=\"note\">")
                        .append(Svg.escape(table.note()))
                        .append("</p>");
            }
            out.append("</div>\n");
        }

        private static boolean isNumeric(Report.Table table, int column) {
            return !table.rows().isEmpty()
                    && table.rows().stream().noneMatch(r -> r.get(column) instanceof Report.Words);
        }

        private void cell(Report.Cell cell, boolean heads) {
            switch (cell) {
                case Report.Words words ->
                    out.append(heads ? "<th scope=\"row\">" : "<td>")
                            .append(Svg.escape(words.text()))
                            .append(heads ? "</th>" : "</td>");
                case Report.Quantity quantity ->
                    out.append("<td class=\"n\">")
                            .append(Ticks.number(quantity.value(), quantity.decimals()))
                            .append("</td>");
                case Report.Range range -> {
                    out.append("<td class=\"n\">")
                            .append(Ticks.number(range.interval().estimate(), range.decimals()));
                    if (Double.isFinite(range.interval().low())) {
                        out.append(" <span class=\"ci\">(")
                                .append(Ticks.number(range.interval().low(), range.decimals()))
                                .append(" to ")
                                .append(Ticks.number(range.interval().high(), range.decimals()))
                                .append(")</span>");
                    }
                    out.append("</td>");
                }
            }
        }

        private void pictures(Report.Pictures pictures) {
            out.append("<figure class=\"wide\"><div class=\"pictures ")
                    .append(rows(pictures.pictures().size()))
                    .append("\">");
            for (Report.Picture p : pictures.pictures()) {
                out.append("<div><img width=\"")
                        .append(p.columns())
                        .append("\" height=\"")
                        .append(p.rows())
                        .append("\" alt=\"")
                        .append(Svg.escape(p.description()))
                        .append("\" src=\"data:image/png;base64,")
                        .append(Base64.getEncoder().encodeToString(p.png()))
                        .append("\"><span>")
                        .append(Svg.escape(p.label()))
                        .append("</span></div>");
            }
            out.append("</div>");
            if (!pictures.legend().isEmpty()) {
                out.append("<ul class=\"legend\">");
                for (Report.Key key : pictures.legend()) {
                    out.append("<li><i style=\"background:")
                            .append(Svg.color(key.rgb()))
                            .append("\"></i>")
                            .append(Svg.escape(key.label()))
                            .append("</li>");
                }
                out.append("</ul>");
            }
            caption("Figure", ++figures, pictures.caption(), "figcaption");
            out.append("</figure>\n");
        }

        /** Four or five pictures belong into one row, more into rows of three. */
        private static String rows(int pictures) {
            return pictures == 4 ? "four" : pictures == 5 ? "five" : "three";
        }

        private void parameters() {
            if (report.parameters().isEmpty()) {
                return;
            }
            out.append("<section id=\"method\"><h2>How the numbers were made</h2><dl>");
            for (Report.Parameter p : report.parameters()) {
                element("dt", p.name());
                element("dd", p.value());
            }
            out.append("</dl></section>\n");
        }

        private void caption(String kind, int number, String text, String tag) {
            out.append('<')
                    .append(tag)
                    .append("><b>")
                    .append(kind)
                    .append(' ')
                    .append(number)
                    .append(".</b> ");
            out.append(Svg.escape(text)).append("</").append(tag).append('>');
        }

        private void element(String tag, String text) {
            out.append('<')
                    .append(tag)
                    .append('>')
                    .append(Svg.escape(text))
                    .append("</")
                    .append(tag)
                    .append('>');
        }
    }
}
