package org.credence.headless.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.credence.imaging.DeidentificationReport;
import org.credence.imaging.DeidentificationReport.Change;
import org.credence.imaging.PixelRect;
import org.credence.imaging.WholeFile;

/**
 * What was removed from all files of a run, as JSON, CSV or HTML. It holds no removed value and no name of an original,
 * but for files that were not copied, which a person has to find.
 */
final class DeidentifySummary {

    /** An input that has no copy. */
    private record Failure(Path file, String reason) {}

    private record Element(String path, String keyword, String action) {}

    private static final String NOTE = "Files that were not copied are named with their paths, which may name patients:"
            + " keep this report with the originals.";

    private final List<String> options;
    private final Path out;
    private final List<DeidentificationReport> done = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
    private final Map<String, Element> elements = new TreeMap<>();
    private final Map<String, int[]> counts = new TreeMap<>();

    /**
     * @param options how it was done, for people
     * @param out the folder of the copies, whose names are told from there
     */
    DeidentifySummary(List<String> options, Path out) {
        this.options = options;
        this.out = out;
    }

    void add(DeidentificationReport report) {
        // What the elements were is kept as counts, or a large run would not fit.
        done.add(new DeidentificationReport(report.target(), List.of(), report.masked(), report.warnings()));
        TreeSet<String> here = new TreeSet<>();
        for (Change change : report.changes()) {
            String action = change.action().name().toLowerCase(Locale.ROOT);
            String key = change.path() + " " + action;
            elements.putIfAbsent(key, new Element(change.path(), change.keyword(), action));
            int[] n = counts.computeIfAbsent(key, k -> new int[2]);
            n[0] += change.count();
            n[1] += here.add(key) ? 1 : 0;
        }
    }

    void fail(Path file, String reason) {
        failures.add(new Failure(file, reason));
    }

    int copies() {
        return done.size();
    }

    int failed() {
        return failures.size();
    }

    /** Warnings and how many files have them. */
    Map<String, Integer> warnings() {
        Map<String, Integer> all = new TreeMap<>();
        done.forEach(r -> r.warnings().forEach(w -> all.merge(w, 1, Integer::sum)));
        return all;
    }

    /** Writes the report in the format that the file's name says. */
    void write(Path file) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        String text = name.endsWith(".json") ? json() : name.endsWith(".csv") ? csv() : html();
        WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private String json() throws IOException {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode root = mapper.createObjectNode();
        root.put("profile", "DICOM PS3.15 2024e, Basic Application Level Confidentiality Profile");
        options.forEach(root.putArray("options")::add);
        root.put("copies", done.size()).put("notCopied", failures.size());
        ArrayNode changed = root.putArray("elements");
        elements.forEach((key, e) -> changed.addObject()
                .put("path", e.path())
                .put("keyword", e.keyword())
                .put("action", e.action())
                .put("elements", counts.get(key)[0])
                .put("files", counts.get(key)[1]));
        ArrayNode files = root.putArray("files");
        for (DeidentificationReport report : done) {
            ObjectNode node = files.addObject().put("copy", name(report));
            ArrayNode masks = node.putArray("masked");
            for (PixelRect r : report.masked()) {
                masks.addArray().add(r.column()).add(r.row()).add(r.width()).add(r.height());
            }
            report.warnings().forEach(node.putArray("warnings")::add);
        }
        if (!failures.isEmpty()) {
            root.put("note", NOTE);
        }
        ArrayNode failed = root.putArray("failures");
        failures.forEach(
                f -> failed.addObject().put("file", f.file().toString()).put("reason", f.reason()));
        return mapper.writeValueAsString(root) + "\n";
    }

    private String csv() {
        StringBuilder text = new StringBuilder("kind,what,keyword,action,elements,files\r\n");
        elements.forEach((key, e) -> row(
                text, "element", e.path(), e.keyword(), e.action(), "" + counts.get(key)[0], "" + counts.get(key)[1]));
        for (DeidentificationReport report : done) {
            row(text, "copy", name(report), "", "written", "", "1");
            report.masked().forEach(r -> row(text, "mask", name(report), masked(r), "blackened", "", "1"));
            report.warnings().forEach(w -> row(text, "warning", name(report), w, "", "", "1"));
        }
        failures.forEach(f -> row(text, "not copied", f.file().toString(), f.reason(), "", "", "1"));
        return text.toString();
    }

    private static void row(StringBuilder text, String... cells) {
        for (int i = 0; i < cells.length; i++) {
            String cell = cells[i];
            // Spreadsheets take these for formulas.
            cell = !cell.isEmpty() && "=+-@".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
            text.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(cell.replace("\"", "\"\""))
                    .append('"');
        }
        text.append("\r\n");
    }

    private String html() {
        StringBuilder h = new StringBuilder("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<title>De-identification</title><style>body{font:14px sans-serif;margin:2em;max-width:70em}"
                + "table{border-collapse:collapse}td,th{border:1px solid #999;padding:2px 8px;text-align:left}"
                + "td.n{text-align:right}</style></head><body><h1>De-identification</h1>");
        h.append("<p>DICOM PS3.15 2024e, Basic Application Level Confidentiality Profile. ")
                .append(escaped(String.join("; ", options)))
                .append("</p><p>")
                .append(done.size())
                .append(" copies, ")
                .append(failures.size())
                .append(" files not copied.</p>");
        if (!failures.isEmpty()) {
            h.append("<h2>Not copied</h2><p>").append(NOTE).append("</p><table><tr><th>File</th><th>Why</th></tr>");
            failures.forEach(f -> cells(h, f.file().toString(), f.reason()));
            h.append("</table>");
        }
        h.append("<h2>To look at</h2><table><tr><th>Warning</th><th>Files</th></tr>");
        warnings().forEach((w, n) -> cells(h, w, "" + n));
        h.append("</table><h2>Elements</h2><table><tr><th>Path</th><th>Name</th><th>Action</th><th>Elements</th>"
                + "<th>Files</th></tr>");
        elements.forEach((key, e) ->
                cells(h, e.path(), e.keyword(), e.action(), "" + counts.get(key)[0], "" + counts.get(key)[1]));
        h.append("</table><h2>Copies</h2><table><tr><th>Copy</th><th>Blackened (column, row, width, height)</th>"
                + "<th>Warnings</th></tr>");
        for (DeidentificationReport r : done) {
            List<String> masks =
                    r.masked().stream().map(DeidentifySummary::masked).toList();
            cells(h, name(r), String.join("; ", masks), "" + r.warnings().size());
        }
        return h.append("</table></body></html>\n").toString();
    }

    private static void cells(StringBuilder h, String... cells) {
        h.append("<tr>");
        for (String cell : cells) {
            h.append(cell.matches("\\d+") ? "<td class=\"n\">" : "<td>")
                    .append(escaped(cell))
                    .append("</td>");
        }
        h.append("</tr>");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String masked(PixelRect r) {
        return r.column() + ", " + r.row() + ", " + r.width() + ", " + r.height();
    }

    private String name(DeidentificationReport report) {
        return out.relativize(report.target()).toString().replace('\\', '/');
    }
}
