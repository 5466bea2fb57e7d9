package org.credence.analytics.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.credence.analytics.AnalyticsException;
import org.credence.analytics.Calibration;
import org.credence.analytics.Interval;
import org.credence.analytics.Plot;
import org.credence.analytics.Report;
import org.credence.analytics.spi.ReportWriter;
import org.osgi.service.component.annotations.Component;

/**
 * Writes {@code report.json}: every number of the report with its interval, n and seed, unrounded; {@code null} where a
 * number does not exist. Pictures are named, their pixels left to the HTML.
 */
@Component(property = "service.ranking:Integer=100")
public final class JsonReportWriter implements ReportWriter {

    private static final int VERSION = 1;

    private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Override
    public String format() {
        return "json";
    }

    @Override
    public Path write(Report report, Path folder) throws AnalyticsException {
        try {
            return ReportFile.write(folder, "report.json", mapper.writeValueAsBytes(tree(report)));
        } catch (JsonProcessingException e) {
            throw new AnalyticsException("The report " + report.title() + " cannot be written as JSON.", e);
        }
    }

    private ObjectNode tree(Report report) {
        ObjectNode root = mapper.createObjectNode();
        root.put("format", "credence-report");
        root.put("version", VERSION);
        root.put("title", report.title());
        root.put("synthetic", report.synthetic());
        root.put("statement", report.statement());
        root.put("created", report.created().toString());
        ObjectNode parameters = root.putObject("parameters");
        report.parameters().forEach(p -> parameters.put(p.name(), p.value()));
        ArrayNode sections = root.putArray("sections");
        for (Report.Section section : report.sections()) {
            ObjectNode node = sections.addObject();
            node.put("title", section.title());
            ArrayNode blocks = node.putArray("blocks");
            section.blocks().forEach(b -> block(blocks.addObject(), b));
        }
        return root;
    }

    private void block(ObjectNode node, Report.Block block) {
        switch (block) {
            case Report.Text text -> {
                node.put("kind", "text");
                node.put("text", text.text());
            }
            case Report.Table table -> table(node, table);
            case Report.Pictures pictures -> {
                node.put("kind", "pictures");
                node.put("caption", pictures.caption());
                ArrayNode list = node.putArray("pictures");
                pictures.pictures().forEach(p -> {
                    ObjectNode picture = list.addObject();
                    picture.put("label", p.label());
                    picture.put("description", p.description());
                });
            }
            case Report.Chart chart -> {
                node.put("kind", "chart");
                node.put("caption", chart.caption());
                node.put("description", chart.description());
                plot(node, chart.plot());
            }
        }
    }

    private void table(ObjectNode node, Report.Table table) {
        node.put("kind", "table");
        node.put("caption", table.caption());
        node.put("note", table.note());
        ArrayNode columns = node.putArray("columns");
        table.columns().forEach(c -> {
            ObjectNode column = columns.addObject();
            column.put("label", c.label());
            column.put("unit", c.unit());
        });
        ArrayNode rows = node.putArray("rows");
        table.rows().forEach(r -> {
            ArrayNode row = rows.addArray();
            r.forEach(cell -> {
                switch (cell) {
                    case Report.Words words -> row.add(words.text());
                    case Report.Quantity quantity -> {
                        if (Double.isFinite(quantity.value())) {
                            row.add(quantity.value());
                        } else {
                            row.addNull();
                        }
                    }
                    case Report.Range range -> interval(row.addObject(), range.interval());
                }
            });
        });
    }

    private void plot(ObjectNode node, Plot plot) {
        switch (plot) {
            case Plot.Scatter scatter -> {
                node.put("plot", "scatter");
                axis(node.putObject("x"), scatter.x());
                axis(node.putObject("y"), scatter.y());
                ArrayNode series = node.putArray("series");
                scatter.series().forEach(s -> {
                    ObjectNode one = series.addObject();
                    one.put("label", s.label());
                    ArrayNode points = one.putArray("points");
                    s.points().forEach(p -> {
                        ObjectNode point = points.addObject();
                        point.put("label", p.label());
                        number(point, "x", p.x());
                        number(point, "y", p.y());
                    });
                });
            }
            case Plot.Forest forest -> {
                node.put("plot", "forest");
                axis(node.putObject("x"), forest.x());
                number(node, "reference", forest.reference());
                ArrayNode rows = node.putArray("rows");
                forest.rows().forEach(r -> {
                    ObjectNode row = rows.addObject();
                    row.put("label", r.label());
                    interval(row.putObject("interval"), r.interval());
                });
            }
            case Plot.Reliability reliability -> {
                node.put("plot", "reliability");
                ArrayNode curves = node.putArray("curves");
                reliability.curves().forEach(c -> {
                    ObjectNode curve = curves.addObject();
                    curve.put("label", c.label());
                    calibration(curve, c.calibration());
                });
            }
            case Plot.Bars bars -> {
                node.put("plot", "bars");
                axis(node.putObject("x"), bars.x());
                ArrayNode list = node.putArray("bars");
                bars.bars().forEach(b -> {
                    ObjectNode bar = list.addObject();
                    bar.put("label", b.label());
                    number(bar, "value", b.value());
                });
            }
        }
    }

    private static void axis(ObjectNode node, Plot.Axis axis) {
        node.put("label", axis.label());
        node.put("unit", axis.unit());
    }

    private static void interval(ObjectNode node, Interval interval) {
        number(node, "estimate", interval.estimate());
        number(node, "low", interval.low());
        number(node, "high", interval.high());
        node.put("level", interval.level());
        node.put("clusters", interval.clusters());
        node.put("resamples", interval.resamples());
        node.put("degenerate", interval.degenerate());
        node.put("seed", interval.seed());
    }

    private static void calibration(ObjectNode node, Calibration calibration) {
        number(node, "ece", calibration.ece());
        number(node, "mce", calibration.mce());
        number(node, "brier", calibration.brier());
        node.put("n", calibration.n());
        ArrayNode bins = node.putArray("bins");
        calibration.bins().forEach(b -> {
            ObjectNode bin = bins.addObject();
            bin.put("from", b.from());
            bin.put("to", b.to());
            bin.put("n", b.n());
            number(bin, "confidence", b.confidence());
            number(bin, "truth", b.truth());
        });
    }

    private static void number(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }
}
