package org.credence.analytics;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * A scientific report as data: what is said, not how it looks. A {@link org.credence.analytics.spi.ReportWriter} turns it
 * into a file. Immutable.
 *
 * @param title of the whole
 * @param synthetic whether any of the data is simulated; writers say so where nobody can miss it
 * @param statement what the data is and what the report can and cannot show, a few sentences
 * @param created when the report was made
 * @param sections in reading order
 * @param parameters seeds, thresholds, conventions, versions: all that is needed to make the numbers again
 */
public record Report(
        String title,
        boolean synthetic,
        String statement,
        Instant created,
        List<Section> sections,
        List<Parameter> parameters) {

    public Report {
        sections = List.copyOf(sections);
        parameters = List.copyOf(parameters);
        if (title.isBlank() || statement.isBlank()) {
            throw new IllegalArgumentException("A report needs a title and a statement about its data.");
        }
    }

    /** A chapter. */
    public record Section(String title, List<Block> blocks) {
        public Section {
            blocks = List.copyOf(blocks);
        }
    }

    /** A setting or convention by name. */
    public record Parameter(String name, String value) {}

    /** What a section consists of. */
    public sealed interface Block permits Text, Table, Pictures, Chart {}

    /** A paragraph of plain text. */
    public record Text(String text) implements Block {}

    /**
     * A table.
     *
     * @param caption a sentence
     * @param columns headings
     * @param rows each with one cell per column
     * @param note below the table: conventions, n; may be empty
     */
    public record Table(String caption, List<Column> columns, List<List<Cell>> rows, String note) implements Block {
        public Table {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
            for (List<Cell> row : rows) {
                if (row.size() != columns.size()) {
                    throw new IllegalArgumentException("A row of " + row.size() + " cells does not fit "
                            + columns.size() + " columns of table: " + caption);
                }
            }
        }
    }

    /**
     * A heading.
     *
     * @param label what it is
     * @param unit of the numbers below; empty where there is none
     */
    public record Column(String label, String unit) {}

    /** What stands in a table. */
    public sealed interface Cell permits Words, Quantity, Range {}

    /** A cell of text. */
    public record Words(String text) implements Cell {}

    /** A cell with a number; NaN is shown as a dash. */
    public record Quantity(double value, int decimals) implements Cell {}

    /** A cell with an estimate and its interval. */
    public record Range(Interval interval, int decimals) implements Cell {}

    /**
     * Images side by side.
     *
     * @param caption a sentence or two
     * @param pictures at least one
     * @param legend colours and what they mean
     */
    public record Pictures(String caption, List<Picture> pictures, List<Key> legend) implements Block {
        public Pictures {
            pictures = List.copyOf(pictures);
            legend = List.copyOf(legend);
        }
    }

    /**
     * An image.
     *
     * @param label a few words below it
     * @param description what is to be seen, for people who cannot see it
     * @param png the encoded image; not to be written
     * @param columns its width
     * @param rows its height
     */
    public record Picture(String label, String description, byte[] png, int columns, int rows) {

        /** An image, encoded without loss. */
        public static Picture of(String label, String description, BufferedImage image) {
            try {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                ImageIO.write(image, "png", bytes);
                return new Picture(label, description, bytes.toByteArray(), image.getWidth(), image.getHeight());
            } catch (IOException e) {
                throw new IllegalStateException("A PNG can always be written to memory.", e);
            }
        }
    }

    /** A colour and what it means. */
    public record Key(String label, int rgb) {}

    /**
     * A plot as a figure.
     *
     * @param caption a sentence or two
     * @param description what is to be seen, for people who cannot see it
     * @param plot the data
     */
    public record Chart(String caption, String description, Plot plot) implements Block {}
}
