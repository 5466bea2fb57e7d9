package org.credence.dicom.codecs;

import java.util.ArrayList;
import java.util.List;

/**
 * What the markers COD, COC, QCD, QCC, RGN and POC of one header say (ISO/IEC 15444-1, A.6). A tile's parameters fall back to
 * those of the main header. Written while headers are read, only read later.
 */
final class CodingParameters {

    private static final int MAX_LEVELS = 32;

    // From DCO to ATK: other offsets, wavelets and transforms of components and samples.
    private static final int PART_2_FIRST = 0xff70;
    private static final int PART_2_LAST = 0xff79;

    /** How one component of a tile is coded. */
    record Style(
            int levels, int blockWidthLog, int blockHeightLog, int blockStyle, boolean reversible, int[] precincts) {

        int precinctWidthLog(int resolution) {
            return precincts[resolution] & 15;
        }

        int precinctHeightLog(int resolution) {
            return precincts[resolution] >> 4;
        }
    }

    /** What COD says of all components: progression order, layers, component transform, markers between packets. */
    record Order(int progression, int layers, boolean transformed) {}

    /** One progression of POC: resolutions and components up to an end that does not belong to it. */
    record Volume(int progression, int resolution, int resolutionEnd, int component, int componentEnd, int layerEnd) {}

    /** Quantization of the sub-bands of a component. */
    static final class Quantization {

        private final int style;
        private final int guardBits;
        private final int[] steps;

        private Quantization(int style, int guardBits, int[] steps) {
            this.style = style;
            this.guardBits = guardBits;
            this.steps = steps;
        }

        boolean isReversible() {
            return style == 0;
        }

        /**
         * Exponent of a sub-band's step.
         *
         * @param band from 0 for LL; then HL, LH, HH of each resolution
         */
        int exponent(int band) throws CodecException {
            if (style == 1) {
                return (steps[0] >> 11) - (band == 0 ? 0 : (band - 1) / 3);
            }
            return style == 0 ? step(band) >> 3 : step(band) >> 11;
        }

        int mantissa(int band) throws CodecException {
            return style == 0 ? 0 : style == 1 ? steps[0] & 0x7ff : step(band) & 0x7ff;
        }

        private int step(int band) throws CodecException {
            if (band >= steps.length) {
                throw new CodecException(
                        "The JPEG 2000 frame lacks the quantization of its sub-band " + (band + 1) + ".");
            }
            return steps[band];
        }

        int guardBits() {
            return guardBits;
        }
    }

    private final CodingParameters main;
    private final int components;
    private Order order;
    private Style style;
    private final Style[] styles;
    private Quantization quantization;
    private final Quantization[] quantizations;
    private final int[] shifts;
    private final List<Volume> volumes = new ArrayList<>();

    /** Parameters of the main header, or of a tile that falls back to it. */
    CodingParameters(CodingParameters main, int components) {
        this.main = main;
        this.components = components;
        this.styles = new Style[components];
        this.quantizations = new Quantization[components];
        this.shifts = new int[components];
    }

    Order order() throws CodecException {
        if (order == null && main == null) {
            throw new CodecException("The JPEG 2000 frame does not say how it is coded; its marker COD is missing.");
        }
        return order != null ? order : main.order();
    }

    Style style(int component) throws CodecException {
        Style own = styles[component] != null ? styles[component] : style;
        if (own == null && main == null) {
            throw new CodecException("The JPEG 2000 frame does not say how it is coded; its marker COD is missing.");
        }
        return own != null ? own : main.style(component);
    }

    Quantization quantization(int component) throws CodecException {
        Quantization own = quantizations[component] != null ? quantizations[component] : quantization;
        if (own == null && main == null) {
            throw new CodecException(
                    "The JPEG 2000 frame does not say how it is quantized; its marker QCD is missing.");
        }
        return own != null ? own : main.quantization(component);
    }

    /** Bit-planes that a region of interest is shifted up by. */
    int shift(int component) {
        return shifts[component] > 0 || main == null ? shifts[component] : main.shift(component);
    }

    /** Progressions that replace the one of {@link #order}; empty if none do. */
    List<Volume> volumes() {
        return volumes.isEmpty() && main != null ? main.volumes() : volumes;
    }

    /**
     * Takes up a marker segment, if it tells how samples are coded.
     *
     * @throws CodecException if it is damaged, or asks for something that is not decoded here
     */
    void read(int marker, Segment in) throws CodecException {
        switch (marker) {
            case 0xff52 -> {
                int coding = in.u8();
                int progression = in.u8();
                int layers = in.u16();
                int transform = in.u8();
                if (progression > 4 || layers < 1 || transform > 1) {
                    throw new CodecException("JPEG 2000 with progression order " + progression + ", " + layers
                            + " layers and component transform " + transform + " is not decoded here.");
                }
                order = new Order(progression, layers, transform == 1);
                style = style(in, (coding & 1) != 0);
            }
            case 0xff53 -> {
                int c = component(in);
                styles[c] = style(in, (in.u8() & 1) != 0);
            }
            case 0xff5c -> quantization = quantization(in);
            case 0xff5d -> quantizations[component(in)] = quantization(in);
            case 0xff5e -> {
                int c = component(in);
                int kind = in.u8();
                int shift = in.u8();
                if (kind != 0 || shift > BlockDecoder.MAX_PLANES) {
                    throw new CodecException("JPEG 2000 with a region of interest of kind " + kind + ", shifted by "
                            + shift + " bits, is not decoded here.");
                }
                shifts[c] = shift;
            }
            case 0xff5f -> {
                while (in.remaining() > 0) {
                    volumes.add(volume(in));
                }
            }
            default -> {
                if (marker >= PART_2_FIRST && marker <= PART_2_LAST) {
                    throw new CodecException("JPEG 2000 with the marker FF " + Integer.toHexString(marker & 0xff)
                            + " of ISO/IEC 15444-2 is not decoded here.");
                }
                // Capabilities, lengths and comments do not matter to the samples.
            }
        }
    }

    private int component(Segment in) throws CodecException {
        int c = components < 257 ? in.u8() : in.u16();
        if (c >= components) {
            throw new CodecException("A JPEG 2000 marker names component " + (c + 1) + " of " + components + ".");
        }
        return c;
    }

    private static Style style(Segment in, boolean ownPrecincts) throws CodecException {
        int levels = in.u8();
        int width = in.u8() + 2;
        int height = in.u8() + 2;
        int blockStyle = in.u8();
        int transform = in.u8();
        if (levels > MAX_LEVELS || width > 10 || height > 10 || width + height > 12 || transform > 1) {
            throw new CodecException("JPEG 2000 with " + levels + " levels, code-blocks of 2^" + width + " x 2^"
                    + height + " and wavelet " + transform + " is not decoded here.");
        }
        if (blockStyle > 63 && (blockStyle & ~CodeBlock.VERTICALLY_CAUSAL) != CodeBlock.HIGH_THROUGHPUT) {
            throw new CodecException("JPEG 2000 with code-block style " + blockStyle + " is not decoded here.");
        }
        int[] precincts = new int[levels + 1];
        for (int r = 0; r <= levels; r++) {
            precincts[r] = ownPrecincts ? in.u8() : 0xff;
            if (r > 0 && ((precincts[r] & 15) == 0 || precincts[r] >> 4 == 0)) {
                throw new CodecException(
                        "JPEG 2000 allows precincts one sample wide or high only without detail bands.");
            }
        }
        return new Style(levels, width, height, blockStyle, transform == 1, precincts);
    }

    private static Quantization quantization(Segment in) throws CodecException {
        int coding = in.u8();
        int style = coding & 31;
        if (style > 2) {
            throw new CodecException("JPEG 2000 has quantization styles 0 to 2, got: " + style + ".");
        }
        int n = style == 0 ? in.remaining() : style == 1 ? 1 : in.remaining() / 2;
        if (n < 1) {
            throw new CodecException("The JPEG 2000 frame has a quantization without a step.");
        }
        int[] steps = new int[n];
        for (int i = 0; i < n; i++) {
            steps[i] = style == 0 ? in.u8() : in.u16();
        }
        return new Quantization(style, coding >> 5, steps);
    }

    private Volume volume(Segment in) throws CodecException {
        int resolution = in.u8();
        int component = components < 257 ? in.u8() : in.u16();
        int layerEnd = in.u16();
        int resolutionEnd = in.u8();
        int componentEnd = components < 257 ? in.u8() : in.u16();
        int progression = in.u8();
        if (progression > 4) {
            throw new CodecException("JPEG 2000 has progression orders 0 to 4, got: " + progression + ".");
        }
        // With one byte, 0 stands for 256.
        return new Volume(
                progression, resolution, resolutionEnd, component, componentEnd == 0 ? 256 : componentEnd, layerEnd);
    }

    /** The parameters in one marker segment, big-endian. */
    static final class Segment {

        private final byte[] data;
        private final int end;
        private int at;

        Segment(byte[] data, int start, int end) {
            this.data = data;
            this.at = start;
            this.end = end;
        }

        int at() {
            return at;
        }

        int remaining() {
            return end - at;
        }

        int u8() throws CodecException {
            if (at >= end) {
                throw new CodecException("The JPEG 2000 marker segment that ends at byte " + end + " is too short.");
            }
            return data[at++] & 0xff;
        }

        int u16() throws CodecException {
            return u8() << 8 | u8();
        }

        long u32() throws CodecException {
            return (long) u16() << 16 | u16();
        }
    }
}
