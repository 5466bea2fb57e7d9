package org.credence.annotation.spi;

import java.util.List;
import java.util.Optional;
import org.credence.annotation.Brush;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.FramePixels;
import org.credence.annotation.PaintTarget;
import org.credence.annotation.Polyline;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A way of painting. Implemented by extenders and registered as an OSGi service. Stateless: what a gesture remembers
 * lives in its {@link PaintGesture}. Called on the thread that writes the annotation, once per movement of the pointer,
 * so it must be quick.
 */
@ConsumerType
public interface PaintTool {

    /** How the pointer drives a gesture. */
    enum Input {
        /** Pressed, moved, let go: {@code begin}, {@code to} at the place of pressing and of every movement, {@code finish}. */
        DRAG,
        /** One click: {@code begin}, {@code to}, {@code finish}. While the pointer hovers, {@link #preview} is drawn. */
        POINT,
        /**
         * Outlines of corners: {@code begin} and {@code corner} at the first click, {@code to} while the pointer moves,
         * {@code corner} at each click (or, for a line drawn by hand, at each movement of the pressed pointer), and
         * {@code close} at a double click, Enter, or a click on the first corner; {@code finish} once {@code close} says that
         * nothing is missing.
         */
        CORNERS
    }

    /** Unique and stable, such as {@code org.credence.brush}. */
    String id();

    /** For people, such as "Brush". */
    String label();

    /** How the pointer drives it. */
    Input input();

    /**
     * Begins a gesture, which paints nothing yet. Whoever leads the gesture ends the layer's editor after the gesture has
     * finished, or cancels it instead of finishing the gesture.
     *
     * @throws IllegalStateException if the tool looks at intensities and there are none
     */
    PaintGesture begin(PaintTarget target);

    /** What to draw while the pointer hovers over a frame and nothing is pressed; nothing by default. */
    default Optional<Preview> preview() {
        return Optional.empty();
    }

    /** Foretells what a click would paint. */
    @FunctionalInterface
    interface Preview {

        /**
         * The lines to draw, in image coordinates.
         *
         * @param pixels the frame shown
         * @param layer what is painted on it of the chosen segment
         * @param column of the pointer, in image coordinates, possibly outside the frame
         */
        List<Polyline> at(FramePixels pixels, ConfidenceLayer layer, Brush brush, double column, double row);
    }
}
