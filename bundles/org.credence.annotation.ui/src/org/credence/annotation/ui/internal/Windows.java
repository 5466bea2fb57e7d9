package org.credence.annotation.ui.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.credence.annotation.ui.WindowChoice;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.GrayValues;
import org.credence.imaging.PresentationState;
import org.credence.imaging.ToneCurve;
import org.credence.imaging.Window;
import org.eclipse.osgi.util.NLS;

/** The windows that a frame can be shown under, and what they are called. Needs no display. */
final class Windows {

    private Windows() {}

    /** The file's windows, the full range, and what presentations say of this frame; in this order. */
    static List<WindowChoice> choices(Frame frame, FrameRef reference, List<PresentationState> presentations) {
        List<WindowChoice> choices = new ArrayList<>();
        if (!frame.isColor()) {
            for (GrayValues.Preset preset : frame.grayValues().windows()) {
                String numbers = describe(preset.window(), false);
                choices.add(new WindowChoice(
                        preset.name().isBlank()
                                ? numbers
                                : NLS.bind(Messages.Window_named, preset.name().strip(), numbers),
                        preset.window(),
                        Optional.empty()));
            }
        }
        choices.add(new WindowChoice(Messages.Window_full, frame.fullWindow(), Optional.empty()));
        for (PresentationState state : presentations) {
            if (state.images().contains(reference.sopInstanceUid())) {
                choices.add(new WindowChoice(
                        NLS.bind(Messages.Window_presentation, state.label()),
                        state.window(reference).orElse(frame.defaultWindow()),
                        Optional.of(state)));
            }
        }
        return choices;
    }

    /** Width, level, and whatever else is not as usual. */
    static String describe(Window window, boolean inverted) {
        String text = NLS.bind(Messages.Readout_window, Numbers.text(window.width()), Numbers.text(window.center()));
        String curve = curve(window.curve());
        if (!curve.isEmpty()) {
            text = NLS.bind(Messages.Readout_more, text, curve);
        }
        return inverted ? NLS.bind(Messages.Readout_more, text, Messages.Window_inverted) : text;
    }

    private static String curve(ToneCurve curve) {
        return switch (curve) {
            case ToneCurve.Linear linear -> "";
            case ToneCurve.LinearExact exact -> "";
            case ToneCurve.Sigmoid sigmoid -> Messages.Window_sigmoid;
            case ToneCurve.Table table -> Messages.Window_table;
        };
    }
}
