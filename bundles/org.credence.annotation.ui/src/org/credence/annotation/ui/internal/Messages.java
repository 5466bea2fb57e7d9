package org.credence.annotation.ui.internal;

import org.eclipse.osgi.util.NLS;

/** The texts of this bundle, from messages.properties. */
public final class Messages extends NLS {

    public static String Cine_pause;
    public static String Cine_play;
    public static String Complete_again;
    public static String Complete_label;
    public static String Complete_mark;
    public static String Complete_toolTip;
    public static String Header_actual;
    public static String Header_cine;
    public static String Header_fit;
    public static String Header_frame;
    public static String Header_reader;
    public static String Header_series;
    public static String Header_window;
    public static String Input_name;
    public static String Input_toolTip;
    public static String Loader_job;
    public static String Loader_unexpected;
    public static String Menu_redo;
    public static String Menu_redoNothing;
    public static String Menu_undo;
    public static String Menu_undoNothing;
    public static String Numbers_none;
    public static String Palette_brushSize;
    public static String Palette_confidence;
    public static String Palette_mode;
    public static String Palette_modeLower;
    public static String Palette_modeLowerToolTip;
    public static String Palette_modeAdd;
    public static String Palette_modeAddToolTip;
    public static String Palette_modeBlend;
    public static String Palette_modeBlendToolTip;
    public static String Palette_modeRaise;
    public static String Palette_modeRaiseToolTip;
    public static String Palette_modeSet;
    public static String Palette_modeSetToolTip;
    public static String Palette_percent;
    public static String Palette_pixels;
    public static String Palette_rampToolTip;
    public static String Palette_segmentKey;
    public static String Palette_segments;
    public static String Palette_threshold;
    public static String Palette_thresholdToolTip;
    public static String Palette_tool;
    public static String Pane_accessible;
    public static String Pane_decoding;
    public static String Pane_failed;
    public static String Pane_proposal;
    public static String Readout_atDetector;
    public static String Readout_changed;
    public static String Readout_millimetres;
    public static String Readout_more;
    public static String Readout_noSpacing;
    public static String Readout_pixel;
    public static String Readout_proposed;
    public static String Readout_saved;
    public static String Readout_saving;
    public static String Readout_segment;
    public static String Readout_separator;
    public static String Readout_unchanged;
    public static String Readout_window;
    public static String Recovered_damaged;
    public static String Recovered_many;
    public static String Recovered_one;
    public static String Region_mMode;
    public static String Region_position;
    public static String Region_value;
    public static String Save_failed;
    public static String Save_folder;
    public static String Save_task;
    public static String Scrubber_toolTip;
    public static String Window_drawings;
    public static String Window_full;
    public static String Window_invert;
    public static String Window_inverted;
    public static String Window_named;
    public static String Window_none;
    public static String Window_presentation;
    public static String Window_sigmoid;
    public static String Window_table;

    static {
        NLS.initializeMessages("org.credence.annotation.ui.internal.messages", Messages.class);
    }

    private Messages() {}
}
