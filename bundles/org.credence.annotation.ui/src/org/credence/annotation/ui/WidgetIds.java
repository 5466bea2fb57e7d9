package org.credence.annotation.ui;

/** The ids under which tests find widgets: {@code widget.getData(WidgetIds.KEY)}. */
public final class WidgetIds {

    /** The key of a widget's data. */
    public static final String KEY = "org.credence.test.id";

    /** The canvas that shows the frame; left drag paints. */
    public static final String CANVAS = "editor.canvas";

    /** The button that offers layouts of panes. */
    public static final String LAYOUT = "editor.layout";

    /** The button that offers what the active pane can show. */
    public static final String SHOW = "editor.show";

    /** The button that offers how confidence is shown. */
    public static final String STYLE = "editor.style";

    /** The button that measures; its arrow offers what. */
    public static final String MEASURE = "editor.measure";

    /** The button that turns the image. */
    public static final String TURN = "editor.turn";

    /** The button that goes back to the file's window; its arrow offers others. */
    public static final String WINDOW = "editor.window";

    /** The strip of frames below the canvas. */
    public static final String SCRUBBER = "editor.scrubber";

    /** The button that plays and pauses. */
    public static final String PLAY = "editor.play";

    /** The button that marks the frame as complete. */
    public static final String COMPLETE = "editor.complete";

    /** The line of text at the bottom of the editor; its data {@code "text"} is what it says. */
    public static final String READOUT = "editor.readout";

    /** The table of keys. */
    public static final String KEYS = "keys.table";

    /** The table of segments. */
    public static final String SEGMENTS = "palette.segments";

    /** The scale of confidence, 1 to 100. */
    public static final String CONFIDENCE = "palette.confidence";

    /** The strip of ten confidences to click on. */
    public static final String RAMP = "palette.ramp";

    /** The scale of the brush's radius. */
    public static final String RADIUS = "palette.radius";

    /** How soft the brush is, in percent. */
    public static final String SOFTNESS = "palette.softness";

    /** How far intensities may differ. */
    public static final String TOLERANCE = "palette.tolerance";

    /** Over how many mm areas rise from their edge, in tenths. */
    public static final String TOOL_RAMP = "palette.tool.ramp";

    /** The check box that keeps tools to some intensities. */
    public static final String INTENSITY_ON = "palette.intensity.on";

    /** The choice of how confidence is shown. */
    public static final String STYLES = "palette.styles";

    /** The percents at which lines are drawn. */
    public static final String OUTLINES = "palette.outlines";

    /** A tool's button is this prefix and the tool's id. */
    public static final String TOOL_PREFIX = "palette.tool.";

    /** A mode's button is this prefix and the mode's name, such as {@code SET}. */
    public static final String MODE_PREFIX = "palette.mode.";

    /** The check box that shows labels as they are at a threshold. */
    public static final String THRESHOLD_ON = "palette.threshold.on";

    /** The scale of that threshold. */
    public static final String THRESHOLD = "palette.threshold";

    private WidgetIds() {}
}
