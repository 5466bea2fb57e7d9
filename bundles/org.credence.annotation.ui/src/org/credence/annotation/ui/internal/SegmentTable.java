package org.credence.annotation.ui.internal;

import org.credence.annotation.LabelScheme;
import org.credence.annotation.Segment;
import org.credence.annotation.ui.PaintPalette;
import org.credence.annotation.ui.WidgetIds;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageGcDrawer;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableColumn;
import org.eclipse.swt.widgets.TableItem;

/** The segments of the scheme: which one is painted, which are shown, which are locked. UI thread only. */
final class SegmentTable {

    private static final int NAME = 0;
    private static final int SHOWN = 1;
    private static final int LOCKED = 2;
    private static final int KEY = 3;

    private final PaintPalette palette;
    private final EditorIcons icons;
    private final Table table;
    private LabelScheme listed;

    SegmentTable(Composite parent, PaintPalette palette) {
        this.palette = palette;
        table = new Table(parent, SWT.SINGLE | SWT.FULL_SELECTION | SWT.NO_SCROLL);
        icons = new EditorIcons(table);
        table.setData(WidgetIds.KEY, WidgetIds.SEGMENTS);
        TableColumn[] columns = new TableColumn[4];
        for (int c = 0; c < columns.length; c++) {
            columns[c] = new TableColumn(table, c == KEY ? SWT.RIGHT : SWT.LEFT);
        }
        table.addListener(SWT.Resize, e -> {
            int width = table.getClientArea().width;
            columns[SHOWN].setWidth(28);
            columns[LOCKED].setWidth(28);
            columns[KEY].setWidth(62);
            columns[NAME].setWidth(Math.max(60, width - 122));
        });
        table.addListener(
                SWT.Selection,
                e -> palette.chooseSegment(palette.scheme()
                        .segments()
                        .get(table.getSelectionIndex())
                        .number()));
        table.addListener(SWT.MouseDown, this::press);
        table.setToolTipText(Messages.Palette_segmentsToolTip);
    }

    Table table() {
        return table;
    }

    /** Shows what the palette says. */
    void show() {
        if (!palette.scheme().equals(listed)) {
            listed = palette.scheme();
            list();
        }
        int chosen = listed.segments().indexOf(palette.segment());
        if (table.getSelectionIndex() != chosen) {
            table.setSelection(chosen);
        }
        for (int i = 0; i < listed.segments().size(); i++) {
            int number = listed.segments().get(i).number();
            TableItem item = table.getItem(i);
            set(item, SHOWN, icons.get(palette.isVisible(number) ? "show" : "hidden"));
            set(item, LOCKED, icons.get(palette.isLocked(number) ? "locked" : "unlocked"));
        }
    }

    private static void set(TableItem item, int column, Image image) {
        if (item.getImage(column) != image) {
            item.setImage(column, image);
        }
    }

    private void press(Event event) {
        TableItem item = table.getItem(new Point(event.x, event.y));
        if (item == null || event.button != 1) {
            return;
        }
        int number = listed.segments().get(table.indexOf(item)).number();
        if (item.getBounds(SHOWN).contains(event.x, event.y)) {
            palette.show(number, !palette.isVisible(number));
        } else if (item.getBounds(LOCKED).contains(event.x, event.y)) {
            palette.lock(number, !palette.isLocked(number));
        }
    }

    private void list() {
        table.removeAll();
        for (Segment segment : listed.segments()) {
            TableItem item = new TableItem(table, SWT.NONE);
            Image swatch = swatch(segment.rgb());
            item.setImage(NAME, swatch);
            item.addDisposeListener(e -> swatch.dispose());
            item.setText(NAME, segment.label());
            var key = palette.keyOf(segment);
            item.setText(KEY, key.isPresent() ? NLS.bind(Messages.Palette_segmentKey, key.getAsInt()) : "");
        }
        table.requestLayout();
    }

    private Image swatch(int rgb) {
        // A drawn image follows the screen's zoom, which a plain one would not.
        return new Image(
                table.getDisplay(),
                new ImageGcDrawer() {
                    @Override
                    public void drawOn(GC gc, int width, int height) {
                        gc.setAntialias(SWT.ON);
                        gc.setBackground(new Color(rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff));
                        gc.fillRoundRectangle(1, 1, width - 2, height - 2, 6, 6);
                    }

                    @Override
                    public int getGcStyle() {
                        return SWT.TRANSPARENT;
                    }
                },
                16,
                16);
    }
}
