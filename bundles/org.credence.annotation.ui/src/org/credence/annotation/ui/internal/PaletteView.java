package org.credence.annotation.ui.internal;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.credence.annotation.Brush;
import org.credence.annotation.PaintTools;
import org.credence.annotation.spi.PaintTool;
import org.credence.annotation.ui.LayerStyle;
import org.credence.annotation.ui.PaintPalette;
import org.credence.annotation.ui.PromptedModel;
import org.credence.annotation.ui.WidgetIds;
import org.eclipse.e4.core.contexts.IEclipseContext;
import org.eclipse.e4.ui.di.Focus;
import org.eclipse.e4.ui.services.EContextService;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.custom.ScrolledComposite;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Combo;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Scale;
import org.eclipse.swt.widgets.Text;

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
    private ScrolledComposite scrolled;
    private Runnable subscription;
    private SegmentTable segments;
    private ToolSettings settings;
    private Scale confidence;
    private Label confidenceValue;
    private ConfidenceRamp ramp;
    private Scale radius;
    private Label radiusValue;
    private Combo styles;
    private Text outlines;
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
        scrolled = new ScrolledComposite(parent, SWT.V_SCROLL);
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
        tools(content, context.get(PromptedModel.class) != null);
        radius(content);
        modes(content);
        display(content);
        scrolled.setContent(content);
        resized();
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
        segments.table().setFocus();
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
        segments = new SegmentTable(parent, palette);
        named(segments.table(), Messages.Palette_segments);
        segments.table().setLayoutData(wide());
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

    private void tools(Composite parent, boolean prompts) {
        heading(parent, Messages.Palette_tool, false);
        Composite row = buttonRow(parent, 2);
        for (PaintTool tool : sorted(tools)) {
            toolButton(row, tool.id(), tool.label());
        }
        toolButton(row, PaintPalette.TAKE_OVER, Messages.Palette_takeOver)
                .setToolTipText(Messages.Palette_takeOverToolTip);
        if (prompts) {
            toolButton(row, PaintPalette.PROMPT, Messages.Palette_prompt)
                    .setToolTipText(Messages.Palette_promptToolTip);
        }
        settings = new ToolSettings(parent, palette, tools, this::resized);
    }

    private Button toolButton(Composite row, String id, String label) {
        Button button = new Button(row, SWT.RADIO);
        button.setText(label);
        button.setData(WidgetIds.KEY, WidgetIds.TOOL_PREFIX + id);
        button.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        button.addListener(SWT.Selection, e -> chosen(button, () -> palette.chooseTool(id)));
        toolButtons.put(id, button);
        return button;
    }

    /** Brush and eraser first, whatever else is installed. */
    private static List<PaintTool> sorted(PaintTools tools) {
        return tools.all().stream()
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

    private void display(Composite parent) {
        heading(parent, Messages.Palette_display, false);
        styles = new Combo(parent, SWT.READ_ONLY);
        styles.setItems(
                plain(Messages.Style_opacity),
                plain(Messages.Style_color),
                plain(Messages.Style_outlines),
                plain(Messages.Style_threshold));
        styles.setData(WidgetIds.KEY, WidgetIds.STYLES);
        named(styles, Messages.Palette_display);
        styles.setLayoutData(wide());
        styles.addListener(SWT.Selection, e -> palette.chooseStyle(LayerStyle.values()[styles.getSelectionIndex()]));
        outlines = new Text(parent, SWT.BORDER);
        outlines.setData(WidgetIds.KEY, WidgetIds.OUTLINES);
        outlines.setToolTipText(Messages.Palette_outlinesToolTip);
        named(outlines, Messages.Palette_outlinesToolTip);
        outlines.setLayoutData(wide());
        outlines.addListener(SWT.DefaultSelection, e -> chooseOutlines());
        outlines.addListener(SWT.FocusOut, e -> chooseOutlines());
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

    /** Takes the percents that were typed; what is none is typed over with those that hold. */
    private void chooseOutlines() {
        try {
            List<Integer> percents = Arrays.stream(outlines.getText().trim().split("[^0-9]+"))
                    .map(Integer::valueOf)
                    .toList();
            if (!percents.equals(palette.outlinePercents())) {
                palette.chooseOutlines(percents);
            }
        } catch (IllegalArgumentException e) {
            outlines.getDisplay().beep();
        }
        show();
    }

    private static String plain(String menuText) {
        return menuText.replace("&", "");
    }

    /** Lets all of the view be scrolled to. */
    private void resized() {
        if (scrolled.getContent() != null) {
            scrolled.setMinHeight(scrolled.getContent().computeSize(SWT.DEFAULT, SWT.DEFAULT).y);
        }
    }

    private void show() {
        if (segments.table().isDisposed()) {
            return;
        }
        segments.show();
        settings.show();
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
        if (styles.getSelectionIndex() != palette.style().ordinal()) {
            styles.select(palette.style().ordinal());
        }
        String percents =
                palette.outlinePercents().stream().map(String::valueOf).collect(Collectors.joining(", "));
        if (!outlines.isFocusControl() && !outlines.getText().equals(percents)) {
            outlines.setText(percents);
        }
        outlines.setEnabled(palette.style() == LayerStyle.OUTLINES);
        set(thresholdValue, NLS.bind(Messages.Palette_percent, palette.threshold()));
    }

    static Label heading(Composite parent, String text, boolean withValue) {
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

    static Label value(Composite parent) {
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

    static Scale scale(Composite parent, String name, String id, int smallest, int largest) {
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

    static void named(Control control, String name) {
        control.getAccessible().addAccessibleListener(new AccessibleAdapter() {
            @Override
            public void getName(AccessibleEvent event) {
                event.result = name;
            }
        });
    }

    static void set(Label label, String text) {
        if (!label.getText().equals(text)) {
            label.setText(text);
        }
    }

    static GridData wide() {
        GridData data = new GridData(SWT.FILL, SWT.CENTER, true, false);
        data.horizontalSpan = 2;
        return data;
    }
}
