package org.credence.annotation.ui.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.credence.annotation.Brush;
import org.credence.annotation.PaintTools;
import org.credence.annotation.spi.PaintTool;
import org.credence.annotation.ui.PaintPalette;
import org.credence.annotation.ui.WidgetIds;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Button;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Spinner;

/** What else the chosen tool wants to know: only what it uses is shown. UI thread only. */
final class ToolSettings {

    private static final Set<String> WITH_TOLERANCE =
            Set.of("org.credence.flood-fill", "org.credence.level-tracing", "org.credence.threshold-brush");
    private static final String RAMP_TOOL = "org.credence.boundary-ramp";
    private static final Set<String> WITHOUT_EDGE = Set.of(PaintPalette.TAKE_OVER, PaintPalette.PROMPT, RAMP_TOOL);
    private static final int RAMP_DIGITS = 1;

    private final PaintPalette palette;
    private final PaintTools tools;
    private final Runnable onResize;
    private final Composite area;
    private final Spinner softness;
    private final Spinner tolerance;
    private final Spinner ramp;
    private final Button limited;
    private final Composite levels;
    private final Spinner darkest;
    private final Spinner brightest;
    private final List<Control> softnessRow = new ArrayList<>();
    private final List<Control> toleranceRow = new ArrayList<>();
    private final List<Control> rampRow = new ArrayList<>();

    /** @param onResize told when more or less is to be seen */
    ToolSettings(Composite parent, PaintPalette palette, PaintTools tools, Runnable onResize) {
        this.onResize = onResize;
        this.palette = palette;
        this.tools = tools;
        area = new Composite(parent, SWT.NONE);
        area.setLayoutData(PaletteView.wide());
        GridLayout layout = new GridLayout(3, false);
        layout.marginWidth = 0;
        layout.marginHeight = 2;
        area.setLayout(layout);
        softness = spinner(
                softnessRow, Messages.Palette_softness, WidgetIds.SOFTNESS, 0, 100, 0, Messages.Palette_percentUnit);
        softness.addListener(SWT.Selection, e -> palette.chooseSoftness(softness.getSelection() / 100.0));
        tolerance = spinner(toleranceRow, Messages.Palette_tolerance, WidgetIds.TOLERANCE, 0, 255, 0, "");
        tolerance.addListener(SWT.Selection, e -> palette.chooseTolerance(tolerance.getSelection()));
        ramp = spinner(rampRow, Messages.Palette_ramp, WidgetIds.TOOL_RAMP, 0, 500, RAMP_DIGITS, Messages.Palette_mm);
        ramp.addListener(SWT.Selection, e -> palette.chooseRamp(ramp.getSelection() / 10.0));
        limited = new Button(area, SWT.CHECK);
        limited.setText(Messages.Palette_intensity);
        limited.setToolTipText(Messages.Palette_intensityToolTip);
        limited.setData(WidgetIds.KEY, WidgetIds.INTENSITY_ON);
        limited.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false, 3, 1));
        levels = new Composite(area, SWT.NONE);
        levels.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false, 3, 1));
        GridLayout pair = new GridLayout(2, true);
        pair.marginWidth = 0;
        pair.marginHeight = 0;
        levels.setLayout(pair);
        darkest = level(Messages.Palette_darkest);
        brightest = level(Messages.Palette_brightest);
        brightest.setSelection(Brush.IntensityRange.around(255, 0).high());
        limited.addListener(SWT.Selection, e -> chooseIntensity());
        darkest.addListener(SWT.Selection, e -> chooseIntensity());
        brightest.addListener(SWT.Selection, e -> chooseIntensity());
    }

    /** Shows what the palette says. */
    void show() {
        Optional<PaintTool> tool = tools.tool(palette.tool());
        String id = palette.tool();
        boolean fills = tool.filter(t -> t.input() != PaintTool.Input.DRAG || id.equals(PaintPalette.LASSO))
                .isPresent();
        boolean changed = visible(softnessRow, !fills && !WITHOUT_EDGE.contains(id));
        changed |= visible(toleranceRow, WITH_TOLERANCE.contains(id));
        changed |= visible(rampRow, fills || id.equals(RAMP_TOOL));
        set(softness, (int) Math.round(100 * palette.softness()));
        set(tolerance, palette.tolerance());
        set(ramp, (int) Math.round(10 * palette.rampMm()));
        limited.setSelection(palette.intensity().isPresent());
        palette.intensity().ifPresent(range -> {
            set(darkest, range.low());
            set(brightest, range.high());
        });
        changed |= visible(List.of(levels), limited.getSelection());
        if (changed) {
            area.requestLayout();
            onResize.run();
        }
    }

    private void chooseIntensity() {
        int low = Math.min(darkest.getSelection(), brightest.getSelection());
        int high = Math.max(darkest.getSelection(), brightest.getSelection());
        palette.chooseIntensity(
                limited.getSelection() ? Optional.of(new Brush.IntensityRange(low, high)) : Optional.empty());
    }

    private Spinner spinner(List<Control> row, String text, String id, int least, int most, int digits, String unit) {
        Label label = new Label(area, SWT.NONE);
        label.setText(text);
        label.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        Spinner spinner = new Spinner(area, SWT.BORDER);
        spinner.setValues(least, least, most, digits, 1, 10);
        spinner.setData(WidgetIds.KEY, id);
        spinner.setLayoutData(new GridData(SWT.RIGHT, SWT.CENTER, false, false));
        PaletteView.named(spinner, text);
        Label units = new Label(area, SWT.NONE);
        units.setText(unit);
        GridData data = new GridData(SWT.LEFT, SWT.CENTER, false, false);
        data.widthHint = 24;
        units.setLayoutData(data);
        row.addAll(List.of(label, spinner, units));
        return spinner;
    }

    private Spinner level(String name) {
        Spinner level = new Spinner(levels, SWT.BORDER);
        level.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        level.setValues(0, 0, 255, 0, 1, 10);
        level.setToolTipText(name);
        PaletteView.named(level, name);
        return level;
    }

    private static boolean visible(List<Control> row, boolean now) {
        boolean changed = false;
        for (Control control : row) {
            GridData data = (GridData) control.getLayoutData();
            if (data.exclude == now) {
                changed = true;
                data.exclude = !now;
                control.setVisible(now);
            }
        }
        return changed;
    }

    private static void set(Spinner spinner, int value) {
        if (spinner.getSelection() != value) {
            spinner.setSelection(value);
        }
    }
}
