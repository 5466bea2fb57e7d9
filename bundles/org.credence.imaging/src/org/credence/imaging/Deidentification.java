package org.credence.imaging;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * How to remove what identifies a patient (DICOM PS3.15, annex E).
 *
 * <p>The key makes replacements consistent: with the same key, the same patient, study and image get the same new
 * identities and the same shift of dates in every file and on every day; without the key they cannot be traced back.
 */
public final class Deidentification {

    /** What may be kept or done beyond the basic profile. */
    public enum Option {
        /** Dates and times are shifted by one number of days per patient in place of being removed. */
        SHIFT_DATES,
        /** Dates and times stay as they are. */
        RETAIN_DATES,
        /** Age, sex, size, weight and the like stay. */
        RETAIN_PATIENT_CHARACTERISTICS,
        /** Names and serial numbers of devices stay. */
        RETAIN_DEVICE,
        /** Institution names and addresses stay. */
        RETAIN_INSTITUTION,
        /** Identifiers of studies, series and images stay. */
        RETAIN_UIDS,
        /** Descriptions and comments stay; they may name people. */
        RETAIN_DESCRIPTIONS,
        /** Private elements that are known to be harmless stay. */
        RETAIN_SAFE_PRIVATE,
        /** Everything outside of the calibrated regions of an ultrasound image is blackened. */
        MASK_BANNERS
    }

    private static final int LEAST_KEY_BYTES = 16;

    private final byte[] key;
    private final Set<Option> options;
    private final List<PixelRect> masks;

    /**
     * @param key a secret of at least 16 bytes, copied
     * @param options what to keep
     * @param masks parts of every image to blacken, in pixels
     */
    public Deidentification(byte[] key, Set<Option> options, List<PixelRect> masks) {
        if (key.length < LEAST_KEY_BYTES) {
            throw new IllegalArgumentException(
                    "A key has at least " + LEAST_KEY_BYTES + " bytes, got: " + key.length + " bytes");
        }
        if (options.contains(Option.SHIFT_DATES) && options.contains(Option.RETAIN_DATES)) {
            throw new IllegalArgumentException("Dates are either shifted or retained, got both options");
        }
        this.key = key.clone();
        this.options = Set.copyOf(options);
        this.masks = List.copyOf(masks);
    }

    /** The secret, a new array. */
    public byte[] key() {
        return Arrays.copyOf(key, key.length);
    }

    public Set<Option> options() {
        return options;
    }

    /** Parts of every image to blacken, in pixels. */
    public List<PixelRect> masks() {
        return masks;
    }
}
