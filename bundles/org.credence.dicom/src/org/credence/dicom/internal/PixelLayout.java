package org.credence.dicom.internal;

import java.util.Optional;
import java.util.Set;
import org.credence.dicom.DicomException;
import org.credence.dicom.codecs.FrameFormat;

/**
 * What a data set says about its pixels (PS3.3, C.7.6.3).
 *
 * @param rows (0028,0010)
 * @param columns (0028,0011)
 * @param samples (0028,0002)
 * @param photometric (0028,0004)
 * @param bitsAllocated (0028,0100): 1, 8, 16 or 32; 32 or 64 for real numbers; 16 where pixels are packed
 * @param bitsStored (0028,0101), at most bitsAllocated
 * @param highBit (0028,0102), at least bitsStored - 1
 * @param signed whether (0028,0103) says two's complement
 * @param planar whether (0028,0006) says one plane per sample
 * @param packed whether native pixels follow each other every 12 bits, as in files of before DICOM (ACR-NEMA 300)
 */
record PixelLayout(
        int rows,
        int columns,
        int samples,
        String photometric,
        int bitsAllocated,
        int bitsStored,
        int highBit,
        boolean signed,
        boolean planar,
        boolean packed) {

    private static final int PACKED_BITS = 12;

    private static final Set<String> GRAY = Set.of("MONOCHROME1", "MONOCHROME2");
    private static final Set<String> SUBSAMPLED = Set.of("YBR_FULL_422", "YBR_PARTIAL_422");

    /**
     * Reads and checks what a data set says.
     *
     * @throws DicomException if it says nothing, or something that cannot be
     */
    static PixelLayout of(DicomFile file) throws DicomException {
        DataSet d = file.dataSet();
        int rows = required(file, Tag.ROWS, 1, 65535);
        int columns = required(file, Tag.COLUMNS, 1, 65535);
        int samples = d.has(Tag.SAMPLES_PER_PIXEL) ? required(file, Tag.SAMPLES_PER_PIXEL, 1, 4) : 1;
        int allocated = required(file, Tag.BITS_ALLOCATED, 1, 64);
        if (d.element(Tag.PIXEL_DATA).isEmpty()) {
            Optional<PixelLayout> real = ofRealNumbers(d, rows, columns, samples, allocated);
            if (real.isPresent()) {
                return real.get();
            }
        }
        boolean packed = allocated == PACKED_BITS
                && samples == 1
                && !file.transferSyntax().encapsulated();
        if (packed) {
            allocated = 16;
        }
        if (allocated != 1 && allocated != 8 && allocated != 16 && allocated != 32) {
            throw new DicomException(
                    "File " + file.path() + " has " + allocated
                            + " bits allocated per sample; 1, 8, 16 and 32, and 12 in native pixels, can be read.",
                    Tag.BITS_ALLOCATED,
                    -1);
        }
        int most = packed ? PACKED_BITS : allocated;
        int stored = d.has(Tag.BITS_STORED) ? required(file, Tag.BITS_STORED, 1, most) : most;
        int high = d.integer(Tag.HIGH_BIT, stored - 1);
        if (high < stored - 1 || high >= most) {
            high = stored - 1;
        }
        String photometric = d.text(Tag.PHOTOMETRIC_INTERPRETATION);
        if (photometric.isEmpty()) {
            photometric = samples == 1 ? "MONOCHROME2" : "RGB";
        }
        return new PixelLayout(
                rows,
                columns,
                samples,
                photometric,
                allocated,
                stored,
                high,
                d.integer(Tag.PIXEL_REPRESENTATION, 0) == 1,
                samples > 1 && d.integer(Tag.PLANAR_CONFIGURATION, 0) == 1,
                packed);
    }

    private static Optional<PixelLayout> ofRealNumbers(DataSet d, int rows, int columns, int samples, int allocated) {
        boolean single = d.element(Tag.FLOAT_PIXEL_DATA).isPresent() && allocated == 32;
        boolean twice = d.element(Tag.DOUBLE_FLOAT_PIXEL_DATA).isPresent() && allocated == 64;
        return samples == 1 && (single || twice)
                ? Optional.of(new PixelLayout(
                        rows, columns, 1, "MONOCHROME2", allocated, allocated, allocated - 1, true, false, false))
                : Optional.empty();
    }

    boolean isGray() {
        return samples == 1 && GRAY.contains(photometric);
    }

    boolean isPalette() {
        return samples == 1 && photometric.equals("PALETTE COLOR");
    }

    /** Whether native pixels come as two luma samples followed by the two chroma samples that they share. */
    boolean isSubsampled() {
        return samples == 3 && bitsAllocated == 8 && SUBSAMPLED.contains(photometric);
    }

    long pixels() {
        return (long) rows * columns;
    }

    /** Bits that a frame of native pixels takes, when its chroma is subsampled or not. */
    long frameBits(boolean subsampled) {
        return subsampled
                ? (long) rows * ((columns + 1) / 2) * 32
                : pixels() * samples * (packed ? PACKED_BITS : bitsAllocated);
    }

    /**
     * Refuses pixels that cannot be written as their header says.
     *
     * @throws DicomException if they are packed
     */
    void checkWritable(DicomFile file) throws DicomException {
        if (packed) {
            throw new DicomException(
                    "File " + file.path()
                            + " has pixels of 12 bits without room between them, which DICOM no longer has;"
                            + " write secondary-capture.",
                    Tag.BITS_ALLOCATED,
                    -1);
        }
    }

    /** The samples of packed pixels, in 16 bits each, of which the first starts at a bit of {@code bytes}. */
    byte[] unpacked(byte[] bytes, long firstBit) {
        byte[] samples = new byte[(int) (2 * pixels())];
        long bit = firstBit;
        for (int i = 0; i < samples.length; i += 2, bit += PACKED_BITS) {
            int at = (int) (bit >> 3);
            int value = (bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8) >> (bit & 7);
            samples[i] = (byte) value;
            samples[i + 1] = (byte) (value >> 8 & 0xf);
        }
        return samples;
    }

    /** The stored bits of one sample, with their sign. */
    int value(byte[] samples, int index) {
        int container = switch (bitsAllocated) {
            case 16 -> samples[2 * index] & 0xff | (samples[2 * index + 1] & 0xff) << 8;
            case 32 ->
                samples[4 * index] & 0xff
                        | (samples[4 * index + 1] & 0xff) << 8
                        | (samples[4 * index + 2] & 0xff) << 16
                        | (samples[4 * index + 3] & 0xff) << 24;
            default -> samples[index] & 0xff;
        };
        int shifted = container << 31 - highBit;
        return signed ? shifted >> 32 - bitsStored : shifted >>> 32 - bitsStored;
    }

    /**
     * Brings values beyond the bits stored back to the nearest that these can hold, in place: compression with loss may
     * exceed the highest and lowest by a little, and without their high bits these would be the darkest and brightest.
     */
    void clamp(byte[] samples) {
        int width = bitsAllocated / 8;
        if (width < 1 || width > 2 || bitsStored == bitsAllocated || highBit != bitsStored - 1) {
            return;
        }
        // Codecs without signs give the bits of a negative value as they are, as a value of no more than the bits
        // stored.
        boolean extended = false;
        for (int i = width - 1; signed && i < samples.length; i += width) {
            extended |= samples[i] < 0;
        }
        int highest = (1 << (extended ? bitsStored - 1 : bitsStored)) - 1;
        int lowest = extended ? -highest - 1 : 0;
        for (int i = 0; i < samples.length; i += width) {
            int low = samples[i] & 0xff;
            int value = width == 1 ? low : low | (samples[i + 1] & 0xff) << 8;
            if (extended) {
                value = width == 1 ? (byte) value : (short) value;
            }
            int nearest = Math.clamp(value, lowest, highest);
            if (nearest != value) {
                samples[i] = (byte) nearest;
                if (width == 2) {
                    samples[i + 1] = (byte) (nearest >> 8);
                }
            }
        }
    }

    FrameFormat format() {
        return new FrameFormat(columns, rows, samples, bitsAllocated);
    }

    private static int required(DicomFile file, int tag, int min, int max) throws DicomException {
        int value = file.dataSet().integer(tag, Integer.MIN_VALUE);
        if (value < min || value > max) {
            String found = file.dataSet().has(tag)
                    ? "got: " + String.join("\\", file.dataSet().texts(tag))
                    : "which is missing";
            throw new DicomException(
                    "File " + file.path() + " needs " + Tag.describe(tag) + " from " + min + " to " + max + ", " + found
                            + ".",
                    tag,
                    -1);
        }
        return value;
    }
}
