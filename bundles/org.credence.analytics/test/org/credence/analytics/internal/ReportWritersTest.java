package org.credence.analytics.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.credence.analytics.AnalyticsException;
import org.credence.analytics.Calibration;
import org.credence.analytics.Interval;
import org.credence.analytics.Plot;
import org.credence.analytics.Report;
import org.credence.analytics.ReportWriters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ReportWritersTest {

    private static final String NASTY = "<script>alert('1 & \"2\"')</script>";

    private final ReportWriters writers = new ReportWriters(List.of(new HtmlReportWriter(), new JsonReportWriter()));

    @TempDir
    private Path folder;

    private static Report report(boolean synthetic) {
        Interval interval = new Interval(.7123456789, -.1, .8, .95, 24, 1990, 10, 42);
        Interval none = new Interval(Double.NaN, Double.NaN, Double.NaN, .95, 24, 0, 2000, 42);
        Calibration calibration = Calibration.of(new double[] {.2, .9}, new double[] {0, 1}, 5);
        Plot.Axis axis = new Plot.Axis(NASTY, NASTY);
        return new Report(
                NASTY,
                synthetic,
                NASTY,
                Instant.parse("2026-01-02T03:04:05Z"),
                List.of(
                        new Report.Section(
                                NASTY,
                                List.of(
                                        new Report.Text(NASTY),
                                        new Report.Table(
                                                NASTY,
                                                List.of(
                                                        new Report.Column(NASTY, NASTY),
                                                        new Report.Column("a", ""),
                                                        new Report.Column("b", "")),
                                                List.of(List.of(
                                                        new Report.Words(NASTY),
                                                        new Report.Quantity(-1.25, 1),
                                                        new Report.Range(interval, 2))),
                                                NASTY),
                                        new Report.Pictures(
                                                NASTY,
                                                List.of(Report.Picture.of(NASTY, NASTY, new BufferedImage(3, 2, 1))),
                                                List.of(new Report.Key(NASTY, 0xE69F00))))),
                        new Report.Section(
                                "Plots",
                                List.of(
                                        new Report.Chart(
                                                NASTY,
                                                NASTY,
                                                new Plot.Scatter(
                                                        axis,
                                                        axis,
                                                        List.of(new Plot.Series(
                                                                NASTY,
                                                                0,
                                                                List.of(
                                                                        new Plot.Point(NASTY, 1, 2),
                                                                        new Plot.Point("gap", Double.NaN, 2)))),
                                                        true)),
                                        new Report.Chart(
                                                NASTY,
                                                NASTY,
                                                new Plot.Forest(
                                                        axis,
                                                        List.of(
                                                                new Plot.Row(NASTY, interval, 1),
                                                                new Plot.Row("none", none, 2)),
                                                        0,
                                                        2)),
                                        new Report.Chart(
                                                NASTY,
                                                NASTY,
                                                new Plot.Reliability(List.of(new Plot.Curve(NASTY, 1, calibration)))),
                                        new Report.Chart(
                                                NASTY,
                                                NASTY,
                                                new Plot.Bars(
                                                        axis,
                                                        List.of(
                                                                new Plot.Bar(NASTY, 2, 1),
                                                                new Plot.Bar("x", Double.NaN, 1)),
                                                        1))))),
                List.of(new Report.Parameter(NASTY, NASTY)));
    }

    @Test
    void all_formats_are_written_and_nothing_else_is_left_behind() throws Exception {
        List<Path> files = writers.writeAll(report(true), folder.resolve("new"));

        assertEquals(List.of("html", "json"), writers.formats());
        try (var there = Files.list(folder.resolve("new"))) {
            assertEquals(files.stream().sorted().toList(), there.sorted().toList());
        }
    }

    @Test
    void text_from_outside_is_never_markup() throws Exception {
        String html = Files.readString(writers.write(report(true), "html", folder));

        assertFalse(html.contains("<script"), "unescaped text");
        assertTrue(html.contains("&lt;script&gt;alert(&#39;1 &amp; &quot;2&quot;&#39;)&lt;/script&gt;"));
    }

    @Test
    void the_page_needs_nothing_from_elsewhere() throws Exception {
        String html = Files.readString(writers.write(report(true), "html", folder));

        assertFalse(html.matches("(?s).*(https?:)?//[a-z].*"), "a link to elsewhere");
        assertFalse(html.contains("@import") || html.contains("<link"));
        assertTrue(html.contains("data:image/png;base64,"));
        assertTrue(html.contains("prefers-color-scheme: dark"));
    }

    @Test
    void the_drawings_are_well_formed_and_described() throws Exception {
        String html = Files.readString(writers.write(report(true), "html", folder));
        int drawings = 0;
        for (int from = html.indexOf("<svg"); from >= 0; from = html.indexOf("<svg", from + 1)) {
            String svg = html.substring(from, html.indexOf("</svg>", from) + 6);
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
            assertTrue(svg.contains("aria-label"));
            assertFalse(svg.contains("NaN"), svg);
            drawings++;
        }
        assertEquals(4, drawings);
    }

    @Test
    void synthetic_data_is_called_so_and_real_data_is_not() throws Exception {
        assertTrue(Files.readString(writers.write(report(true), "html", folder)).contains("Synthetic data."));
        assertFalse(
                Files.readString(writers.write(report(false), "html", folder)).contains("Synthetic data."));
    }

    @Test
    void json_holds_every_number_unrounded_with_its_interval() throws Exception {
        JsonNode json = new ObjectMapper()
                .readTree(writers.write(report(true), "json", folder).toFile());

        assertTrue(json.at("/synthetic").asBoolean());
        JsonNode cell = json.at("/sections/0/blocks/1/rows/0/2");
        assertEquals(.7123456789, cell.at("/estimate").asDouble(), 0);
        assertEquals(24, cell.at("/clusters").asInt());
        assertEquals(10, cell.at("/degenerate").asInt());
        assertEquals(42, cell.at("/seed").asLong());
        assertTrue(json.at("/sections/1/blocks/1/rows/1/interval/estimate").isNull());
        assertEquals(2, json.at("/sections/1/blocks/2/curves/0/n").asInt());
    }

    @Test
    void a_folder_that_cannot_be_written_is_named() throws Exception {
        Path file = Files.createFile(folder.resolve("taken"));

        AnalyticsException e = assertThrows(AnalyticsException.class, () -> writers.write(report(true), "html", file));
        assertTrue(e.getMessage().contains("taken"), e.getMessage());
        e = assertThrows(AnalyticsException.class, () -> writers.write(report(true), "pdf", folder));
        assertTrue(e.getMessage().contains("pdf") && e.getMessage().contains("html"), e.getMessage());
    }

    @Test
    void axes_have_round_ticks() {
        assertEquals(
                List.of(0.0, 100.0, 200.0, 300.0), Ticks.spanning(3, 290, 4).values());
        assertEquals("0.25", Ticks.spanning(0, .2, 8).label(.25).substring(0, 4));
        assertEquals("\u22121.3", Ticks.number(-1.3, 1));
        assertEquals("0.0", Ticks.number(-0.01, 1));
        assertEquals("1\u202f071\u202f825.5", Ticks.number(1071825.5, 1));
        assertEquals("9999", Ticks.number(9999, 0));
        assertEquals("\u2013", Ticks.number(Double.NaN, 1));
    }
}
