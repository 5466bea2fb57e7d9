package org.credence.annotation.ui.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.credence.annotation.ui.WindowChoice;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameRef;
import org.credence.imaging.GrayValues;
import org.credence.imaging.PresentationState;
import org.credence.imaging.SeriesInfo;
import org.credence.imaging.ToneCurve;
import org.credence.imaging.Window;
import org.junit.jupiter.api.Test;

class WindowingTest {

    private static final FrameRef FIRST = new FrameRef("1.1", 1);
    private static final FrameRef SECOND = new FrameRef("1.2", 1);
    private static final Window LUNG = new Window(-600, 1200);
    private static final Window BONE = new Window(300, 1500, ToneCurve.SIGMOID);
    private static final SeriesInfo SERIES = new SeriesInfo("P", "", "1", "", "", "1.9", 1, "", "PR");

    private final Frame frame = Frame.gray(
            2,
            1,
            new short[] {-1000, 1000},
            new GrayValues(
                    true,
                    1,
                    0,
                    false,
                    Optional.empty(),
                    List.of(new GrayValues.Preset("LUNG", LUNG), new GrayValues.Preset("", BONE))));
    private final PresentationState state = new PresentationState(
            Path.of("state.dcm"),
            SERIES,
            "LESION",
            List.of(
                    new PresentationState.Setting(new Window(40, 80), Set.of("1.1"), Set.of()),
                    new PresentationState.Setting(new Window(50, 90), Set.of("1.2"), Set.of())),
            true,
            Set.of("1.1", "1.2"));

    @Test
    void offersTheFilesWindowsTheFullRangeAndPresentationsOfTheFrame() {
        PresentationState ofOthers =
                new PresentationState(Path.of("other.dcm"), SERIES, "OTHER", List.of(), false, Set.of("7.7"));
        List<WindowChoice> choices = new Windowing(List.of(ofOthers, state)).choices(frame, FIRST);
        assertEquals(
                List.of("LUNG  (W 1200  L -600)", "W 1500  L 300, sigmoid", "Full range", "Presentation: LESION"),
                choices.stream().map(WindowChoice::label).toList());
        assertEquals(
                List.of(LUNG, BONE, Window.spanning(-1000, 1000), new Window(40, 80)),
                choices.stream().map(WindowChoice::window).toList());
    }

    @Test
    void aPresentationHoldsForEveryFrameInItsOwnWayUntilTheWindowIsMoved() {
        Windowing windowing = new Windowing(List.of(state));
        assertTrue(windowing.enter(frame, FIRST));
        assertEquals(Optional.of(LUNG), windowing.window());
        windowing.choose(windowing.choices(frame, FIRST).get(3), frame);
        assertEquals(Optional.of(new Window(40, 80)), windowing.window());
        assertTrue(windowing.isInverted(), "the presentation asks for it");
        assertTrue(windowing.enter(frame, SECOND));
        assertEquals(Optional.of(new Window(50, 90)), windowing.window());
        windowing.set(new Window(60, 70));
        assertFalse(windowing.enter(frame, FIRST));
        assertEquals(Optional.of(new Window(60, 70)), windowing.window());
    }

    @Test
    void anInversePresentationOfAnInverseImageIsShownAsItIs() {
        Windowing windowing = new Windowing(List.of(state));
        Frame inverse = frame.inverted();
        windowing.enter(inverse, FIRST);
        windowing.choose(windowing.choices(inverse, FIRST).get(3), inverse);
        assertFalse(windowing.isInverted());
    }

    @Test
    void goesRoundAllWindows() {
        Windowing windowing = new Windowing(List.of(state));
        windowing.enter(frame, FIRST);
        for (Window expected : List.of(BONE, Window.spanning(-1000, 1000), new Window(40, 80), LUNG)) {
            windowing.choose(windowing.next(frame, FIRST), frame);
            assertEquals(Optional.of(expected), windowing.window());
        }
        assertFalse(windowing.isInverted(), "leaving the presentation leaves its inversion too");
    }

    @Test
    void resettingTakesBackWindowAndInversion() {
        Windowing windowing = new Windowing(List.of());
        windowing.enter(frame, FIRST);
        windowing.set(new Window(1, 2));
        windowing.toggleInverted();
        windowing.reset(frame);
        assertEquals(Optional.of(LUNG), windowing.window());
        assertFalse(windowing.isInverted());
    }

    @Test
    void aColorFrameHasTheFullRangeOnly() {
        Frame color = Frame.color(1, 1, new byte[3]);
        List<WindowChoice> choices = new Windowing(List.of()).choices(color, FIRST);
        assertEquals(
                List.of(Window.spanning(0, 255)),
                choices.stream().map(WindowChoice::window).toList());
    }
}
