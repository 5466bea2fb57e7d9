package org.credence.training;

import java.util.Random;

/**
 * A random change of a case that leaves its label true: lungs have no left and right in a single frame, and gain and
 * brightness are knobs of the scanner.
 *
 * @param mirrored whether left and right are swapped, in image and label
 * @param gain factor on gray values
 * @param offset added to gray values, 0 to 255, after the factor
 */
public record Augmentation(boolean mirrored, float gain, float offset) {

    /** Changes nothing. */
    public static final Augmentation NONE = new Augmentation(false, 1, 0);

    /** Draws one: mirrored every second time, gain 0.8 to 1.25, brightness by up to 20 gray levels. */
    public static Augmentation draw(Random random) {
        boolean mirrored = random.nextBoolean();
        float gain = (float) Math.pow(1.25, 2 * random.nextDouble() - 1);
        return new Augmentation(mirrored, gain, 40 * random.nextFloat() - 20);
    }

    /** A gray image after the change, in a new array; black stays black. */
    public byte[] applyToImage(byte[] gray, int columns) {
        byte[] changed = mirrored(gray, columns);
        if (gain != 1 || offset != 0) {
            for (int i = 0; i < changed.length; i++) {
                int v = changed[i] & 0xff;
                // Echo-free black has no brightness to vary, and neither has the margin around the frame.
                float brighter = v * gain + offset * Math.min(1, v / 32f);
                changed[i] = (byte) Math.min(255, Math.max(0, Math.round(brighter)));
            }
        }
        return changed;
    }

    /** A label after the change, in a new array. */
    public byte[] applyToLabel(byte[] percent, int columns) {
        return mirrored(percent, columns);
    }

    private byte[] mirrored(byte[] plane, int columns) {
        byte[] copy = plane.clone();
        if (mirrored) {
            for (int i = 0; i < plane.length; i++) {
                int x = i % columns;
                copy[i] = plane[i - x + columns - 1 - x];
            }
        }
        return copy;
    }
}
