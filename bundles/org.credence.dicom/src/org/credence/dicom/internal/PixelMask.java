package org.credence.dicom.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.credence.dicom.DicomException;
import org.credence.imaging.ImageRegion;
import org.credence.imaging.PixelRect;

/**
 * Blackens parts of every frame of a file. Frames are decoded, changed and written one by one without compression, as the
 * samples they are: black is the darkest value that they can have.
 */
final class PixelMask {

    /** Transfer syntaxes that always lose something; the others say so in the data set. */
    private static final Set<String> LOSSY =
            Set.of("1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.81");

    private final DicomFile file;
    private final PixelData pixels;
    private final PixelLayout layout;
    private final BitSet black;
    private final List<PixelRect> rectangles;
    private final String photometric;

    private PixelMask(DicomFile file, PixelData pixels, BitSet black, List<PixelRect> rectangles)
            throws DicomException {
        this.file = file;
        this.pixels = pixels;
        this.layout = pixels.layout();
        this.black = black;
        this.rectangles = rectangles;
        this.photometric = photometric(pixels.stored(0).photometric());
    }

    /**
     * A mask for a file.
     *
     * @param masks parts to blacken; what lies outside of the image is left out
     * @param banners whether to blacken everything outside of the calibrated regions too
     * @throws DicomException if there are no such regions, or the pixels cannot be decoded
     */
    static PixelMask of(DicomFile file, List<PixelRect> masks, boolean banners) throws DicomException {
        PixelData pixels = PixelData.of(file);
        PixelLayout layout = pixels.layout();
        layout.checkWritable(file);
        if (layout.samples() != 1 && layout.samples() != 3 || pixels.isReal()) {
            throw new DicomException("The pixels of file " + file.path() + " cannot be masked: they are "
                    + (pixels.isReal() ? "real numbers" : layout.photometric() + " of " + layout.samples() + " samples")
                    + ", and black is not known there; leave the file out or de-identify it without a mask.");
        }
        if (layout.pixels() > Integer.MAX_VALUE / 8) {
            throw new DicomException("The pixels of file " + file.path() + " cannot be masked: a frame of "
                    + layout.columns() + " x " + layout.rows() + " is too large; mask it in another tool.");
        }
        PixelRect whole = new PixelRect(0, 0, layout.columns(), layout.rows());
        BitSet black = new BitSet((int) layout.pixels());
        List<PixelRect> done = new ArrayList<>();
        if (banners) {
            List<PixelRect> shown = new ArrayList<>();
            for (ImageRegion region : UltrasoundRegions.of(file.dataSet())) {
                PixelRect inside = region.bounds().intersection(whole);
                if (isImage(region.kind()) && !inside.isEmpty()) {
                    shown.add(inside);
                }
            }
            if (shown.isEmpty()) {
                throw new DicomException("File " + file.path()
                        + " has no calibrated regions that would tell its banners from its image; name the banners as"
                        + " rectangles (--mask column,row,width,height).");
            }
            black.set(0, (int) layout.pixels());
            shown.forEach(r -> fill(black, layout.columns(), r, false));
            done.addAll(outside(black, layout.columns(), layout.rows()));
        }
        for (PixelRect mask : masks) {
            PixelRect inside = mask.intersection(whole);
            if (!inside.isEmpty()) {
                fill(black, layout.columns(), inside, true);
                done.add(inside);
            }
        }
        return new PixelMask(file, pixels, black, done);
    }

    private static boolean isImage(ImageRegion.Kind kind) {
        return switch (kind) {
            case TWO_DIMENSIONAL, M_MODE, SPECTRAL -> true;
            case WAVEFORM, GRAPHICS, OTHER -> false;
        };
    }

    private static void fill(BitSet bits, int columns, PixelRect r, boolean value) {
        for (int y = r.row(); y < r.row() + r.height(); y++) {
            bits.set(y * columns + r.column(), y * columns + r.column() + r.width(), value);
        }
    }

    /** The blackened parts as rectangles: runs of each row, joined with the same run of the row above. */
    private static List<PixelRect> outside(BitSet black, int columns, int rows) {
        List<PixelRect> done = new ArrayList<>();
        List<PixelRect> open = new ArrayList<>();
        for (int y = 0; y < rows; y++) {
            List<PixelRect> next = new ArrayList<>();
            int end = (y + 1) * columns;
            for (int x = black.nextSetBit(y * columns); x >= 0 && x < end; ) {
                int stop = Math.min(end, black.nextClearBit(x));
                PixelRect run = new PixelRect(x - y * columns, y, stop - x, 1);
                for (PixelRect above : open) {
                    if (above.column() == run.column() && above.width() == run.width()) {
                        run = above.union(run);
                    }
                }
                next.add(run);
                x = black.nextSetBit(stop);
            }
            for (PixelRect r : open) {
                if (next.stream().noneMatch(n -> n.column() == r.column() && n.row() == r.row())) {
                    done.add(r);
                }
            }
            open = next;
        }
        done.addAll(open);
        return done;
    }

    /** Whether nothing is to be blackened, since the regions cover the image and the rectangles lie outside. */
    boolean isEmpty() {
        return black.isEmpty();
    }

    /** The blackened parts. */
    List<PixelRect> rectangles() {
        return rectangles;
    }

    /** Says in the data set of the copy what its pixels are now. */
    void describe(DataSet copy) throws DicomException {
        DataSetBuilder d = new DataSetBuilder();
        d.text(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, photometric)
                .numbers(Tag.BITS_STORED, Vr.US, layout.bitsStored())
                .numbers(Tag.HIGH_BIT, Vr.US, layout.highBit());
        if (layout.samples() > 1) {
            d.numbers(Tag.PLANAR_CONFIGURATION, Vr.US, 0);
        }
        if (copy.has(Tag.IMAGE_TYPE)) {
            String type = copy.whole(Tag.IMAGE_TYPE);
            int first = type.indexOf('\\');
            d.text(Tag.IMAGE_TYPE, Vr.CS, "DERIVED" + (first < 0 ? "" : type.substring(first)));
        }
        if (LOSSY.contains(file.transferSyntax().uid())
                || file.transferSyntax().video().isPresent()) {
            d.text(Tag.LOSSY_IMAGE_COMPRESSION, Vr.CS, "01");
        }
        for (Element e : d.build().elements()) {
            copy.put(e);
        }
        copy.remove(Tag.SMALLEST_IMAGE_PIXEL_VALUE);
        copy.remove(Tag.LARGEST_IMAGE_PIXEL_VALUE);
        copy.remove(Tag.EXTENDED_OFFSET_TABLE);
        copy.remove(Tag.EXTENDED_OFFSET_TABLE_LENGTHS);
        if (copy.text(Tag.BURNED_IN_ANNOTATION).equals("YES")) {
            // It may be gone or not; only a person can tell.
            copy.remove(Tag.BURNED_IN_ANNOTATION);
        }
    }

    /** The pixels to write. */
    Part10Writer.Pixels pixels() {
        long bits = layout.frameBits(pixels.isSubsampled()) * pixels.frames();
        Vr vr = layout.bitsAllocated() > 8 ? Vr.OW : Vr.OB;
        return new Part10Writer.Pixels.Native(Tag.PIXEL_DATA, vr, (bits + 7) / 8, this::write);
    }

    private void write(OutputStream out) throws IOException {
        BitPacker packer = new BitPacker(out);
        for (int f = 0; f < pixels.frames(); f++) {
            byte[] samples = masked(f);
            if (layout.bitsAllocated() == 1) {
                packer.write(samples);
            } else {
                out.write(samples);
            }
        }
        packer.end();
    }

    private byte[] masked(int frame) throws DicomException {
        PixelData.StoredFrame stored = pixels.stored(frame);
        if (!photometric(stored.photometric()).equals(photometric)) {
            throw new DicomException("The pixels of file " + file.path() + " cannot be masked: frame " + (frame + 1)
                    + " is " + stored.photometric() + " while the first is " + photometric
                    + "; write it uncompressed with another tool first.");
        }
        byte[] samples = stored.samples();
        if (pixels.isSubsampled()) {
            blackenPairs(samples);
            return samples;
        }
        byte[] value = blackPixel();
        for (int p = black.nextSetBit(0); p >= 0; p = black.nextSetBit(p + 1)) {
            System.arraycopy(value, 0, samples, p * value.length, value.length);
        }
        return samples;
    }

    /** Two pixels share their colour: where one is black, both are gray, and their brightness is their own. */
    private void blackenPairs(byte[] samples) {
        int stride = (layout.columns() + 1) / 2 * 4;
        int dark = photometric.startsWith("YBR_PARTIAL") ? 16 : 0;
        for (int p = black.nextSetBit(0); p >= 0; p = black.nextSetBit(p + 1)) {
            int x = p % layout.columns();
            int at = p / layout.columns() * stride + x / 2 * 4;
            samples[at + (x & 1)] = (byte) dark;
            if (layout.columns() - 1 == x && (x & 1) == 0) {
                samples[at + 1] = (byte) dark;
            }
            samples[at + 2] = (byte) 128;
            samples[at + 3] = (byte) 128;
        }
    }

    /** The bytes of a black pixel. */
    private byte[] blackPixel() throws DicomException {
        int middle = 1 << layout.bitsStored() - 1;
        int[] values = new int[layout.samples()];
        if (layout.isPalette()) {
            values[0] = darkestEntry();
        } else if (photometric.equals("MONOCHROME1")) {
            values[0] = layout.signed() ? middle - 1 : (int) ((1L << layout.bitsStored()) - 1);
        } else if (photometric.equals("MONOCHROME2")) {
            values[0] = layout.signed() ? -middle : 0;
        } else if (photometric.startsWith("YBR")) {
            values[0] = photometric.startsWith("YBR_PARTIAL") ? 16 : 0;
            values[1] = middle;
            values[2] = middle;
        } else if (!photometric.equals("RGB")) {
            throw new DicomException("The pixels of file " + file.path() + " cannot be masked: what black is in "
                    + photometric + " is not known; de-identify it without a mask.");
        }
        int width = layout.format().sampleBytes();
        byte[] bytes = new byte[width * values.length];
        for (int s = 0; s < values.length; s++) {
            int container = values[s] << layout.highBit() - layout.bitsStored() + 1;
            for (int b = 0; b < width; b++) {
                bytes[s * width + b] = (byte) (container >> 8 * b);
            }
        }
        return bytes;
    }

    private int darkestEntry() throws DicomException {
        PaletteColors palette = PaletteColors.of(file);
        byte[] rgb = new byte[3];
        int best = palette.firstMapped();
        int least = Integer.MAX_VALUE;
        int low = layout.signed() ? -(1 << layout.bitsStored() - 1) : 0;
        for (int i = 0; i < 1 << Math.min(16, layout.bitsStored()); i++) {
            palette.put(low + i, rgb, 0);
            int sum = (rgb[0] & 0xff) + (rgb[1] & 0xff) + (rgb[2] & 0xff);
            if (sum < least) {
                least = sum;
                best = low + i;
            }
        }
        return best;
    }

    /** What decoded samples are called once they are not compressed any more. */
    private String photometric(String stored) {
        return switch (stored) {
            case "YBR_RCT", "YBR_ICT" -> "RGB";
            case "YBR_FULL_422" -> pixels.isSubsampled() ? stored : "YBR_FULL";
            default -> stored;
        };
    }

    /** Packs pixels of one bit, the first in the lowest bit, frames without a gap. */
    private static final class BitPacker {

        private final OutputStream out;
        private int bits;
        private int count;

        BitPacker(OutputStream out) {
            this.out = out;
        }

        void write(byte[] pixels) throws IOException {
            for (byte pixel : pixels) {
                bits |= (pixel & 1) << count++;
                if (count == 8) {
                    out.write(bits);
                    bits = 0;
                    count = 0;
                }
            }
        }

        void end() throws IOException {
            if (count > 0) {
                out.write(bits);
            }
        }
    }
}
