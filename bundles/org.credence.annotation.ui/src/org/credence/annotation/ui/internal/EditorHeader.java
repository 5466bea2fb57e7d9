package org.credence.annotation.ui.internal;

import java.util.Optional;
import org.credence.annotation.ui.LayerStyle;
import org.credence.annotation.ui.WidgetIds;
import org.credence.imaging.Frame;
import org.eclipse.osgi.util.NLS;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.ToolBar;
import org.eclipse.swt.widgets.ToolItem;

/** The line above the panes: whose images these are, and what changes how they are shown. UI thread only. */
final class EditorHeader {

    private static final int[][] LAYOUTS = {{1, 1}, {2, 1}, {1, 2}, {2, 2}, {3, 2}, {3, 3}, {4, 4}};

    private final EditorBody body;
    private final Label speed;

    EditorHeader(Composite parent, EditorIcons icons, EditorBody body, String text) {
        this.body = body;
        Composite header = EditorBody.row(parent, 3);
        Label caption = new Label(header, SWT.NONE);
        caption.setLayoutData(new GridData(SWT.FILL, SWT.CENTER, true, false));
        caption.setText(text);
        speed = new Label(header, SWT.RIGHT);
        GridData speedData = new GridData(SWT.RIGHT, SWT.CENTER, false, false);
        speedData.widthHint = 110;
        speed.setLayoutData(speedData);
        ToolBar bar = new ToolBar(header, SWT.FLAT);
        menu(bar, icons, "layout", Messages.Header_layout, WidgetIds.LAYOUT, this::layouts);
        menu(bar, icons, "show", Messages.Header_show, WidgetIds.SHOW, menu -> new ContentMenu(body).fill(menu));
        menu(bar, icons, "style", Messages.Header_style, WidgetIds.STYLE, this::styles);
        ToolItem measure = new ToolItem(bar, SWT.DROP_DOWN);
        measure.setImage(icons.get("measure"));
        measure.setToolTipText(Messages.Header_measure);
        measure.setData(WidgetIds.KEY, WidgetIds.MEASURE);
        measure.addListener(SWT.Selection, e -> {
            if (e.detail == SWT.ARROW) {
                Menus.below(measure, this::measures);
            } else {
                body.hands().toggleMeasuring();
            }
        });
        menu(bar, icons, "turn", Messages.Header_turn, WidgetIds.TURN, this::turns);
        push(bar, icons, "fit", Messages.Header_fit, body::fit);
        push(bar, icons, "actual", Messages.Header_actual, body::actualSize);
        ToolItem window = new ToolItem(bar, SWT.DROP_DOWN);
        window.setImage(icons.get("window"));
        window.setToolTipText(Messages.Header_window);
        window.setData(WidgetIds.KEY, WidgetIds.WINDOW);
        window.addListener(SWT.Selection, e -> window(window, e));
    }

    /** Says how fast the cine plays; nothing if it does not. */
    void speed(double framesPerSecond) {
        String text = framesPerSecond > 0 ? NLS.bind(Messages.Header_cine, Math.round(framesPerSecond)) : "";
        if (!speed.getText().equals(text)) {
            speed.setText(text);
        }
    }

    private void layouts(Menu menu) {
        for (int[] l : LAYOUTS) {
            Menus.radio(
                    menu,
                    NLS.bind(Messages.Layout_panes, l[0], l[1]),
                    body.grid().across() == l[0] && body.grid().down() == l[1],
                    () -> body.layout(l[0], l[1]));
        }
        Menus.line(menu);
        for (PaneLinks.Link link : PaneLinks.Link.values()) {
            String text = switch (link) {
                case FRAMES -> Messages.Link_frames;
                case VIEW -> Messages.Link_view;
                case WINDOW -> Messages.Link_window;
                case CURSOR -> Messages.Link_cursor;
            };
            Menus.check(menu, text, body.grid().links().isOn(link), () -> body.toggleLink(link));
        }
    }

    private void styles(Menu menu) {
        for (LayerStyle style : LayerStyle.values()) {
            String text = switch (style) {
                case OPACITY -> Messages.Style_opacity;
                case COLOR -> Messages.Style_color;
                case OUTLINES -> Messages.Style_outlines;
                case THRESHOLD -> Messages.Style_threshold;
            };
            Menus.radio(
                    menu,
                    text,
                    body.palette().style() == style,
                    () -> body.palette().chooseStyle(style));
        }
    }

    private void measures(Menu menu) {
        for (Measure.Kind kind : Measure.Kind.values()) {
            String text = switch (kind) {
                case RULER -> Messages.Measure_ruler;
                case ELLIPSE -> Messages.Measure_ellipseTool;
                case AREA -> Messages.Measure_areaTool;
            };
            Menus.radio(
                    menu,
                    text,
                    body.hands().measuring().filter(kind::equals).isPresent(),
                    () -> body.hands().measure(kind));
        }
        Menus.line(menu);
        Menus.push(
                menu,
                Messages.Measure_remove,
                () -> body.hands()
                        .removeMeasure(body.grid().active(), body.grid().panes()));
        Menus.push(
                menu,
                Messages.Measure_copy,
                () -> body.hands().copyMeasures(body.grid().active()));
    }

    private void turns(Menu menu) {
        Menus.push(menu, Messages.Turn_right, () -> body.turn(o -> o.turned(1)));
        Menus.push(menu, Messages.Turn_left, () -> body.turn(o -> o.turned(-1)));
        Menus.push(menu, Messages.Turn_flipAcross, () -> body.turn(Orientation::flippedAcross));
        Menus.push(menu, Messages.Turn_flipDown, () -> body.turn(Orientation::flippedDown));
        Menus.line(menu);
        Menus.push(menu, Messages.Turn_upright, () -> body.turn(o -> Orientation.UPRIGHT));
    }

    private void window(ToolItem item, Event event) {
        if (event.detail != SWT.ARROW) {
            body.resetWindow();
            body.takeFocus();
            return;
        }
        Menus.below(item, menu -> {
            WindowMenu.fill(menu, 0, body.windowChoices(), body.window(), body::chooseWindow);
            Optional<Frame> frame = body.visible();
            if (frame.filter(f -> !f.isColor()).isPresent()) {
                Menus.line(menu);
                Menus.check(menu, Messages.Window_invert, body.isInverted(), body::toggleInverted);
            }
            if (frame.filter(f -> !f.overlays().isEmpty()).isPresent()) {
                Menus.check(menu, Messages.Window_drawings, DrawingsCommand.shown(), DrawingsCommand::toggle);
            }
        });
    }

    private static void menu(
            ToolBar bar,
            EditorIcons icons,
            String icon,
            String toolTip,
            String id,
            java.util.function.Consumer<Menu> fill) {
        ToolItem item = new ToolItem(bar, SWT.DROP_DOWN);
        item.setImage(icons.get(icon));
        item.setToolTipText(toolTip);
        item.setData(WidgetIds.KEY, id);
        item.addListener(SWT.Selection, e -> Menus.below(item, fill));
    }

    private void push(ToolBar bar, EditorIcons icons, String icon, String toolTip, Runnable action) {
        ToolItem item = new ToolItem(bar, SWT.PUSH);
        item.setImage(icons.get(icon));
        item.setToolTipText(toolTip);
        item.addListener(SWT.Selection, e -> {
            action.run();
            body.takeFocus();
        });
    }
}
