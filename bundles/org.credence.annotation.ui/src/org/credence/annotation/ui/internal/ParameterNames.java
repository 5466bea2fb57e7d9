package org.credence.annotation.ui.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.core.commands.IParameterValues;
import org.eclipse.osgi.util.NLS;

/** What the parameters of the editor's commands can be, and what people call that: for lists of keys. */
public abstract class ParameterNames implements IParameterValues {

    private final Map<String, String> valueByName = new LinkedHashMap<>();

    final void put(String name, String value) {
        valueByName.put(name, value);
    }

    @Override
    public final Map<String, String> getParameterValues() {
        return Map.copyOf(valueByName);
    }

    /** What can be changed of the palette. */
    public static final class Palette extends ParameterNames {
        public Palette() {
            for (int percent = 10; percent <= 100; percent += 10) {
                put(NLS.bind(Messages.Keys_confidence, percent), "confidence:" + percent);
            }
            for (int digit = 0; digit <= 9; digit++) {
                put(NLS.bind(Messages.Keys_segment, digit), "segment:" + digit);
            }
            put(Messages.Keys_larger, "radius:1");
            put(Messages.Keys_smaller, "radius:-1");
            put(Messages.Keys_threshold, "threshold:toggle");
            put(Messages.Keys_brush, "tool:org.credence.brush");
            put(Messages.Keys_eraser, "tool:org.credence.eraser");
            put(Messages.Keys_polygon, "tool:org.credence.polygon");
            put(Messages.Keys_lasso, "tool:org.credence.lasso");
            put(Messages.Keys_fill, "tool:org.credence.flood-fill");
            put(Messages.Keys_tracing, "tool:org.credence.level-tracing");
            put(Messages.Keys_thresholdBrush, "tool:org.credence.threshold-brush");
            put(Messages.Keys_smooth, "tool:org.credence.smooth");
            put(Messages.Keys_twoContours, "tool:org.credence.two-contour");
            put(Messages.Keys_ramp, "tool:org.credence.boundary-ramp");
            put(Messages.Keys_takeOver, "tool:org.credence.take-over");
            put(Messages.Keys_prompt, "tool:org.credence.prompt");
        }
    }

    /** Which frames can be gone to. */
    public static final class Frames extends ParameterNames {
        public Frames() {
            put(Messages.Keys_next, "next");
            put(Messages.Keys_previous, "previous");
            put(Messages.Keys_first, "first");
            put(Messages.Keys_last, "last");
        }
    }

    /** How can be zoomed. */
    public static final class Zooms extends ParameterNames {
        public Zooms() {
            put(Messages.Keys_in, "in");
            put(Messages.Keys_out, "out");
            put(Messages.Keys_fit, "fit");
            put(Messages.Keys_actual, "actual");
        }
    }
}
