package org.credence.annotation.ui.internal;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.credence.annotation.Brush;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.PaintTools;
import org.credence.annotation.Segment;
import org.credence.annotation.spi.PaintTool;
import org.credence.annotation.ui.PaintPalette;
import org.credence.annotation.ui.WidgetIds;
import org.eclipse.e4.core.contexts.IEclipseContext;
import org.eclipse.e4.ui.di.Focus;
import org.eclipse.e4.ui.services.EContextService;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.custom.ScrolledComposite;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageGcDrawer;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Scale;
import org.eclipse.swt.widgets.Table;
import org.eclipse.swt.widgets.TableColumn;
import org.eclipse.swt.widgets.TableItem;

/**
 * The palette: what the next stroke paints. A view without ties to an editor; both work on the {@link PaintPalette}.
 */
public final class PaletteView {

    private static final String PAINTING = "org.credence.annotation.ui.painting";
    private static final int RADIUS_SCALE = 2;

    private final PaintPalette palette;
    private final PaintTools tools;
    private final Map<String, Button> toolButtons = new LinkedHashMap<>();
    private final Map<Brush.Mode, Button> modeButtons = new LinkedHashMap<>();
    private Runnable subscription;
    private LabelScheme listed;
    private Table segments;
    private Scale confidence;
    private Label confidenceValue;
    private ConfidenceRamp ramp;
    private Scale radius;
    private Label radiusValue;
    private Button thresholdOn;
    private Scale threshold;
    private Label thresholdValue;

    @Inject
    public PaletteView(PaintPalette palette, PaintTools tools) {
        this.palette = palette;
        this.tools = tools;
    }

    /** Builds the view. */
    @PostConstruct
    public void create(Composite parent, IEclipseContext context) {
        ScrolledComposite scrolled = new ScrolledComposite(parent, SWT.V_SCROLL);
        scrolled.setExpandHorizontal(true);
        scrolled.setExpandVertical(true);
        Composite content = new Composite(scrolled, SWT.NONE);
        GridLayout layout = new GridLayout(2, false);
        layout.marginWidth = 12;
        layout.marginHeight = 10;
        layout.verticalSpacing = 4;
        content.setLayout(layout);
        segments(content);
        confidence(content);
        tools(content);
        radius(content);
        modes(content);
        threshold(content);
        scrolled.setContent(content);
        scrolled.setMinHeight(content.computeSize(SWT.DEFAULT, SWT.DEFAULT).y);
        subscription = palette.listen(this::show);
        show();
        EContextService contexts = context.get(EContextService.class);
        if (contexts != null) {
            contexts.activateContext(PAINTING);
        }
    }

    /** Gives the keyboard to the segments. */
    @Focus
    public void focus() {
        segments.setFocus();
    }

    /** Ends listening to the palette. */
    @PreDestroy
    public void dispose() {
        if (subscription != null) {
            subscription.run();
        }
    }

    private void segments(Composite parent) {
        heading(parent, Messages.Palette_segments, false);
        segments = new Table(parent, SWT.SINGLE | SWT.FULL_SELECTION | SWT.NO_SCROLL);
        segments.setData(WidgetIds.KEY, WidgetIds.SEGMENTS);
        named(segments, Messages.Palette_segments);
        TableColumn name = new TableColumn(segments, SWT.LEFT);
        TableColumn key = new TableColumn(segments, SWT.RIGHT);
        segments.setLayoutData(wide());
        segments.addListener(SWT.Resize, e -> {
            int width = segments.getClientArea().width;
            key.setWidth(70);
            name.setWidth(Math.max(60, width - 74));
        });
        segments.addListener(
                SWT.Selection,
                e -> palette.chooseSegment(palette.scheme()
                        .segments()
                        .get(segments.getSelectionIndex())
                        .number()));
    }

    private void confidence(Composite parent) {
        confidenceValue = heading(parent, Messages.Palette_confidence, true);
        confidence = scale(parent, Messages.Palette_confidence, WidgetIds.CONFIDENCE, 1, 100);
        confidence.setPageIncrement(10);
        confidence.addListener(SWT.Selection, e -> palette.chooseConfidence(confidence.getSelection()));
        ramp = new ConfidenceRamp(parent, palette);
        GridData data = wide();
        data.heightHint = 30;
        ramp.canvas().setLayoutData(data);
    }

    private void tools(Composite parent) {
        heading(parent, Messages.Palette_tool, false);
        Composite row = buttonRow(parent, 2);
        for (PaintTool tool : sorted(tools)) {
            Button button = new Button(row, SWT.RADIO);
            button.setText(tool.label());
            button.setData(WidgetIds.KEY, WidgetIds.TOOL_PREFIX + tool.id());
            button.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
            button.addListener(SWT.Selection, e -> chosen(button, () -> palette.chooseTool(tool.id())));
            toolButtons.put(tool.id(), button);
        }
    }

    /** Brush and eraser first, whatever else is installed; the pane draws no outlines yet. */
    private static List<PaintTool> sorted(PaintTools tools) {
        return tools.all().stream()
                .filter(t -> t.input() != PaintTool.Input.CORNERS)
                .sorted(Comparator.comparing((PaintTool t) -> !t.id().equals(PaintPalette.BRUSH))
                        .thenComparing(t -> !t.id().equals(PaintPalette.ERASER)))
                .toList();
    }

    private void radius(Composite parent) {
        radiusValue = heading(parent, Messages.Palette_brushSize, true);
        radius = scale(
                parent,
                Messages.Palette_brushSize,
                WidgetIds.RADIUS,
                (int) (PaintPalette.SMALLEST_RADIUS * RADIUS_SCALE),
                64 * RADIUS_SCALE);
        radius.setPageIncrement(8);
        radius.addListener(SWT.Selection, e -> palette.chooseRadius((double) radius.getSelection() / RADIUS_SCALE));
    }

    private void modes(Composite parent) {
        heading(parent, Messages.Palette_mode, false);
        Composite row = buttonRow(parent, 3);
        for (Brush.Mode mode : Brush.Mode.values()) {
            Button button = new Button(row, SWT.RADIO);
            button.setData(WidgetIds.KEY, WidgetIds.MODE_PREFIX + mode);
            switch (mode) {
                case SET -> label(button, Messages.Palette_modeSet, Messages.Palette_modeSetToolTip);
                case RAISE -> label(button, Messages.Palette_modeRaise, Messages.Palette_modeRaiseToolTip);
                case LOWER -> label(button, Messages.Palette_modeLower, Messages.Palette_modeLowerToolTip);
                case ADD -> label(button, Messages.Palette_modeAdd, Messages.Palette_modeAddToolTip);
                case BLEND -> label(button, Messages.Palette_modeBlend, Messages.Palette_modeBlendToolTip);
            }
            button.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
            button.addListener(SWT.Selection, e -> chosen(button, () -> palette.chooseMode(mode)));
            modeButtons.put(mode, button);
        }
    }

    private void threshold(Composite parent) {
        Label gap = new Label(parent, SWT.NONE);
        gap.setLayoutData(wide());
        thresholdOn = new Button(parent, SWT.CHECK);
        thresholdOn.setData(WidgetIds.KEY, WidgetIds.THRESHOLD_ON);
        label(thresholdOn, Messages.Palette_threshold, Messages.Palette_thresholdToolTip);
        thresholdOn.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        thresholdOn.addListener(SWT.Selection, e -> palette.showThreshold(thresholdOn.getSelection()));
        thresholdValue = value(parent);
        threshold = scale(parent, Messages.Palette_threshold, WidgetIds.THRESHOLD, 1, 100);
        threshold.setPageIncrement(10);
        threshold.addListener(SWT.Selection, e -> palette.chooseThreshold(threshold.getSelection()));
    }

    private void show() {
        if (segments.isDisposed()) {
            return;
        }
        if (!palette.scheme().equals(listed)) {
            listed = palette.scheme();
            list();
        }
        int chosen = palette.scheme().segments().indexOf(palette.segment());
        if (segments.getSelectionIndex() != chosen) {
            segments.setSelection(chosen);
        }
        confidence.setSelection(palette.confidence());
        set(confidenceValue, NLS.bind(Messages.Palette_percent, palette.confidence()));
        ramp.canvas().redraw();
        radius.setSelection((int) Math.round(palette.radiusPixels() * RADIUS_SCALE));
        double pixels = palette.radiusPixels();
        set(
                radiusValue,
                NLS.bind(
                        Messages.Palette_pixels,
                        pixels == Math.rint(pixels) ? Long.toString((long) pixels) : Double.toString(pixels)));
        toolButtons.forEach((id, button) -> button.setSelection(id.equals(palette.tool())));
        modeButtons.forEach((mode, button) -> button.setSelection(mode == palette.mode()));
        boolean shown = palette.shownThreshold().isPresent();
        thresholdOn.setSelection(shown);
        threshold.setSelection(palette.threshold());
        threshold.setEnabled(shown);
        set(thresholdValue, NLS.bind(Messages.Palette_percent, palette.threshold()));
    }

    private void list() {
        segments.removeAll();
        int key = 1;
        for (Segment segment : listed.segments()) {
            TableItem item = new TableItem(segments, SWT.NONE);
            Image swatch = swatch(segment.rgb());
            item.setImage(swatch);
            item.addDisposeListener(e -> swatch.dispose());
            item.setText(0, segment.label());
            item.setText(1, key <= 9 ? NLS.bind(Messages.Palette_segmentKey, key) : "");
            key++;
        }
        segments.requestLayout();
    }

    private Image swatch(int rgb) {
        // A drawn image follows the screen's zoom, which a plain one would not.
        return new Image(
                segments.getDisplay(),
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

    private static Label heading(Composite parent, String text, boolean withValue) {
        Label heading = new Label(parent, SWT.NONE);
        heading.setText(text);
        GridData data = withValue ? new GridData(SWT.FILL, SWT.CENTER, true, false) : wide();
        data.verticalIndent = parent.getChildren().length > 1 ? 12 : 0;
        heading.setLayoutData(data);
        if (!withValue) {
            return heading;
        }
        Label value = value(parent);
        ((GridData) value.getLayoutData()).verticalIndent = data.verticalIndent;
        return value;
    }

    private static Label value(Composite parent) {
        Label value = new Label(parent, SWT.RIGHT);
        GridData data = new GridData(SWT.RIGHT, SWT.CENTER, false, false);
        data.widthHint = 56;
        value.setLayoutData(data);
        return value;
    }

    private static Composite buttonRow(Composite parent, int columns) {
        Composite row = new Composite(parent, SWT.NONE);
        GridLayout layout = new GridLayout(columns, true);
        layout.marginWidth = 0;
        layout.marginHeight = 0;
        layout.horizontalSpacing = 4;
        row.setLayout(layout);
        row.setLayoutData(wide());
        return row;
    }

    private static Scale scale(Composite parent, String name, String id, int smallest, int largest) {
        Scale scale = new Scale(parent, SWT.HORIZONTAL);
        scale.setMinimum(smallest);
        scale.setMaximum(largest);
        scale.setIncrement(1);
        scale.setData(WidgetIds.KEY, id);
        named(scale, name);
        scale.setLayoutData(wide());
        return scale;
    }

    /** A radio button tells about losing its mark too. */
    private static void chosen(Button button, Runnable action) {
        if (button.getSelection()) {
            action.run();
        }
    }

    private static void label(Button button, String text, String toolTip) {
        button.setText(text);
        button.setToolTipText(toolTip);
    }

    private static void named(Control control, String name) {
        control.getAccessible().addAccessibleListener(new AccessibleAdapter() {
            @Override
            public void getName(AccessibleEvent event) {
                event.result = name;
            }
        });
    }

    private static void set(Label label, String text) {
        if (!label.getText().equals(text)) {
            label.setText(text);
        }
    }

    private static GridData wide() {
        GridData data = new GridData(SWT.FILL, SWT.CENTER, true, false);
        data.horizontalSpan = 2;
        return data;
    }
}
