package org.credence.dicom.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.credence.dicom.DicomException;
import org.credence.dicom.codecs.CodecException;
import org.credence.dicom.codecs.DeflatedFrameCodec;
import org.credence.dicom.codecs.FrameCodec;
import org.credence.dicom.codecs.JpegCodec;
import org.credence.dicom.codecs.JpegHeader;

/**
 * The frames of a file as stored samples: pixel-interleaved, little-endian, in containers of Bits Allocated bits, in the
 * colour space of the file (videos in RGB). One bit allocated gives one byte per pixel, 12 bits give two; native 4:2:2 stays
 * packed, two bytes per pixel. Immutable; reads the bytes of one frame at a time.
 */
final class PixelData {

    private final DicomFile file;
    private final PixelLayout layout;
    private final Element element;
    private final int frames;
    private final boolean subsampled;
    private final EncapsulatedFrames encapsulated;
    private final SpareBytes spare = new SpareBytes();
    private final VideoFrames video;

    private PixelData(
            DicomFile file,
            PixelLayout layout,
            Element element,
            int frames,
            boolean subsampled,
            EncapsulatedFrames encapsulated,
            VideoFrames video) {
        this.file = file;
        this.layout = layout;
        this.element = element;
        this.frames = frames;
        this.subsampled = subsampled;
        this.encapsulated = encapsulated;
        this.video = video;
    }

    /**
     * The pixels of a file, checked as far as that goes without decoding.
     *
     * @throws DicomException if there are none, or they do not agree with the header
     */
    static PixelData of(DicomFile file) throws DicomException {
        DataSet d = file.dataSet();
        Optional<Element> element = d.element(Tag.PIXEL_DATA);
        if (element.isEmpty()) {
            element = d.element(Tag.FLOAT_PIXEL_DATA);
        }
        if (element.isEmpty()) {
            element = d.element(Tag.DOUBLE_FLOAT_PIXEL_DATA);
        }
        if (element.isEmpty()) {
            throw noPixels(file);
        }
        PixelLayout layout = PixelLayout.of(file);
        int declared = frameCount(file);
        int realBits = element.get().tag() == Tag.FLOAT_PIXEL_DATA ? 32 : 64;
        if (element.get().tag() != Tag.PIXEL_DATA
                && (layout.samples() != 1
                        || layout.bitsAllocated() != realBits
                        || element.get().value() instanceof Element.Value.Fragments)) {
            throw new DicomException(
                    "File " + file.path() + " is damaged: its real numbers, "
                            + Tag.describe(element.get().tag()) + ", should have one sample of " + realBits
                            + " bits per pixel.",
                    element.get().tag(),
                    -1);
        }
        if (element.get().value() instanceof Element.Value.Items) {
            throw new DicomException(
                    "File " + file.path() + " is damaged: its pixel data is a sequence.", Tag.PIXEL_DATA, -1);
        }
        return element.get().value() instanceof Element.Value.Fragments f
                ? encapsulated(file, layout, element.get(), f, Math.max(1, declared))
                : nativePixels(file, layout, element.get(), declared);
    }

    private static PixelData encapsulated(
            DicomFile file, PixelLayout layout, Element element, Element.Value.Fragments fragments, int frames)
            throws DicomException {
        boolean isVideo = file.transferSyntax().video().isPresent();
        return new PixelData(
                file,
                layout,
                element,
                frames,
                false,
                isVideo ? null : EncapsulatedFrames.of(file, fragments, frames),
                isVideo ? VideoFrames.of(file, fragments, layout, frames) : null);
    }

    private static PixelData nativePixels(DicomFile file, PixelLayout layout, Element element, int declared)
            throws DicomException {
        if (file.transferSyntax().encapsulated()
                && (FrameCodec.forTransferSyntax(file.transferSyntax().uid()).isPresent()
                        || file.transferSyntax().video().isPresent())) {
            throw new DicomException(
                    "File " + file.path() + " is damaged: its pixels should be in fragments, as "
                            + file.transferSyntax().describe() + " has them.",
                    Tag.PIXEL_DATA,
                    -1);
        }
        long bits = element.length() * 8;
        boolean subsampled = layout.isSubsampled() && bits < layout.frameBits(false) * Math.max(1, declared);
        long frameBits = layout.frameBits(subsampled);
        // A number of frames that is no number is taken from the length.
        long frames = declared > 0 ? declared : declared == 0 ? 1 : bits / frameBits;
        if (frames < 1 || frames > Integer.MAX_VALUE || frames > bits / frameBits) {
            throw new DicomException(
                    "File " + file.path() + " holds " + element.length() + " bytes of pixels, but "
                            + Math.max(1, frames)
                            + " frames of " + layout.columns() + " x " + layout.rows() + " take "
                            + (Math.max(1, frames) * frameBits + 7) / 8
                            + "; it is damaged, copy it again from where it came.",
                    Tag.PIXEL_DATA,
                    -1);
        }
        return new PixelData(file, layout, element, (int) frames, subsampled, null, null);
    }

    /** The declared number of frames: 0 where none is, -1 where it is unreadable. */
    private static int frameCount(DicomFile file) throws DicomException {
        if (!file.dataSet().has(Tag.NUMBER_OF_FRAMES)) {
            return 0;
        }
        // Other readers take the digits that an ill-formed number starts with; this one does too, so that all see the
        // same frames.
        String text = file.dataSet().text(Tag.NUMBER_OF_FRAMES).replaceFirst("^\\+?(\\d+).*", "$1");
        return text.matches("\\d{1,12}") ? (int) Math.min(Integer.MAX_VALUE, Long.parseLong(text)) : -1;
    }

    private static DicomException noPixels(DicomFile file) {
        return new DicomException(
                "File " + file.path() + " describes an image but holds no pixel data; it may be cut off, copy it again"
                        + " from where it came.",
                Tag.PIXEL_DATA,
                -1);
    }

    PixelLayout layout() {
        return layout;
    }

    int frames() {
        return frames;
    }

    /** Whether samples are real numbers, of 32 or 64 bits. */
    boolean isReal() {
        return element.tag() != Tag.PIXEL_DATA;
    }

    /** Whether {@link #samples} gives two luma samples followed by the two chroma samples that they share. */
    boolean isSubsampled() {
        return subsampled;
    }

    /** The first bytes of the pixels as they are stored, up to 64 KiB. */
    byte[] start() throws DicomException {
        Element.Value value = element.value();
        if (value instanceof Element.Value.Fragments f) {
            int n = (int) Math.min(1 << 16, f.lengths()[1]);
            value = new Element.Value.Stored(f.source(), f.offsets()[1], n, false);
        } else if (value instanceof Element.Value.Stored s) {
            value = new Element.Value.Stored(s.source(), s.offset(), Math.min(1 << 16, s.length()), false);
        }
        return DataSet.bytes(new Element(element.tag(), element.vr(), value));
    }

    /**
     * Whether the pixels can be decoded at all.
     *
     * @throws DicomException naming the transfer syntax, if it cannot be decoded
     */
    void checkDecodable() throws DicomException {
        if (video != null) {
            video.checkDecodable();
        } else if (encapsulated != null || file.transferSyntax().encapsulated()) {
            codec();
        }
    }

    private FrameCodec codec() throws DicomException {
        TransferSyntax syntax = file.transferSyntax();
        return FrameCodec.forTransferSyntax(syntax.uid())
                .orElseThrow(() -> new DicomException(
                        "The pixels of file " + file.path() + " are in transfer syntax " + syntax.describe()
                                + ", which org.credence.dicom.codecs does not decode; write them uncompressed with another program first.",
                        Tag.TRANSFER_SYNTAX_UID,
                        -1));
    }

    /**
     * Stored samples and what they are.
     *
     * @param samples as {@link PixelData#samples} gives them
     * @param photometric the photometric interpretation of these samples
     */
    record StoredFrame(byte[] samples, String photometric) {}

    /**
     * One frame and what its samples are: what the data set says, unless the JPEG stream says RGB or luma and chroma itself.
     * Files that call such streams RGB are common. Unlike those of {@link #samples}, values that a compression with loss
     * brought beyond the bits stored are the nearest within.
     *
     * @param frame from 0
     * @throws DicomException if it cannot be had exactly
     */
    StoredFrame stored(int frame) throws DicomException {
        return stored(frame, false);
    }

    /**
     * The same, but as RGB already where that is cheaper while decoding than afterwards.
     *
     * @param frame from 0
     * @throws DicomException if it cannot be had exactly
     */
    StoredFrame colored(int frame) throws DicomException {
        return stored(frame, true);
    }

    private StoredFrame stored(int frame, boolean colored) throws DicomException {
        if (video != null) {
            return new StoredFrame(samples(frame), "RGB");
        }
        if (encapsulated == null || layout.samples() != 3 || !(codec() instanceof JpegCodec codec)) {
            byte[] samples = samples(frame);
            if (file.transferSyntax().isLossy() && !OverlayPlanes.mayLieInPixels(file.dataSet())) {
                layout.clamp(samples);
            }
            return new StoredFrame(samples, layout.photometric());
        }
        return jpeg(codec, frame, colored);
    }

    /** Decodes a JPEG frame, whose bytes take the place of those of an earlier one. */
    private StoredFrame jpeg(JpegCodec codec, int frame, boolean colored) throws DicomException {
        int length = encapsulated.length(frame);
        byte[] data = spare.take(length);
        try {
            encapsulated.read(frame, data);
            String photometric = photometric(JpegHeader.read(data, length));
            boolean full = photometric.equals("YBR_FULL") || photometric.equals("YBR_FULL_422");
            return colored && full && layout.bitsAllocated() == 8 && layout.bitsStored() == 8
                    ? new StoredFrame(codec.decode(data, length, layout.format(), new FullRangeColors()), "RGB")
                    : new StoredFrame(codec.decode(data, length, layout.format()), photometric);
        } catch (CodecException e) {
            throw undecodable(frame, e);
        } finally {
            if (frames > 1) {
                spare.give(data);
            }
        }
    }

    private String photometric(JpegHeader header) {
        boolean ybr = layout.photometric().startsWith("YBR");
        return switch (header.colors()) {
            case UNSAID -> layout.photometric();
            case RGB -> ybr ? "RGB" : layout.photometric();
            case YBR -> ybr ? layout.photometric() : "YBR_FULL";
        };
    }

    private byte[] decode(FrameCodec codec, int frame) throws DicomException {
        if (codec instanceof JpegCodec jpeg) {
            return jpeg(jpeg, frame, false).samples();
        }
        try {
            byte[] samples = codec.decode(encapsulated.read(frame), layout.format());
            return codec instanceof DeflatedFrameCodec && layout.planar() ? interleaved(samples) : samples;
        } catch (CodecException e) {
            throw undecodable(frame, e);
        }
    }

    private DicomException undecodable(int frame, CodecException e) {
        return new DicomException(
                "Frame " + (frame + 1) + " of file " + file.path() + " cannot be decoded: " + e.getMessage(), e);
    }

    /**
     * The stored samples of one frame.
     *
     * @param frame from 0
     * @return a new array
     * @throws DicomException if they cannot be had exactly
     */
    byte[] samples(int frame) throws DicomException {
        checkFrame(frame);
        if (video != null) {
            return video.samples(frame);
        }
        if (encapsulated == null) {
            checkDecodable();
            return nativeSamples(frame);
        }
        return decode(codec(), frame);
    }

    private void checkFrame(int frame) throws DicomException {
        if (frame < 0 || frame >= frames) {
            throw new DicomException(
                    "File " + file.path() + " has " + frames + " frames; there is no frame " + (frame + 1) + ".");
        }
    }

    /** Whether {@link #words} can be had: native samples of one word, in the order of bytes that is ours. */
    boolean hasWords() {
        return encapsulated == null
                && !file.transferSyntax().encapsulated()
                && layout.samples() == 1
                && layout.bitsAllocated() == 16
                && !layout.packed()
                && wordBytes() == 1
                && element.value() instanceof Element.Value.Stored;
    }

    /**
     * The stored samples of one frame as words; they are copied once on their way from the file.
     *
     * @param frame from 0
     * @return a new array
     * @throws DicomException if they cannot be had exactly
     */
    short[] words(int frame) throws DicomException {
        checkFrame(frame);
        if (layout.pixels() > Integer.MAX_VALUE - 16 || !(element.value() instanceof Element.Value.Stored stored)) {
            throw new DicomException("Frame " + (frame + 1) + " of file " + file.path() + " has " + layout.pixels()
                    + " pixels, more than can be read in one piece.");
        }
        short[] words = new short[(int) layout.pixels()];
        // A piece stays in the processor's cache between being read and being copied.
        byte[] piece = new byte[Math.min(1 << 16, 2 * words.length)];
        ByteBuffer buffer = ByteBuffer.wrap(piece).order(ByteOrder.LITTLE_ENDIAN);
        long from = stored.offset() + frame * 2 * layout.pixels();
        try (ByteSource.Reading in = stored.source().open()) {
            for (int i = 0; i < words.length; i += piece.length / 2) {
                int count = Math.min(piece.length / 2, words.length - i);
                in.read(from + 2L * i, piece, 0, 2 * count);
                buffer.asShortBuffer().get(words, i, count);
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        return words;
    }

    private DicomException unreadable(IOException e) {
        return new DicomException(
                "The pixels of file " + file.path() + " cannot be read: " + DicomFile.reason(e) + ".", e);
    }

    private byte[] nativeSamples(int frame) throws DicomException {
        long frameBits = layout.frameBits(subsampled);
        long firstBit = frame * frameBits;
        long firstByte = firstBit / 8;
        int word = wordBytes();
        // A word that a frame starts or ends in is read whole, or its bytes could not be put in order.
        long from = firstByte / word * word;
        long to = Math.min(element.length(), ((firstBit + frameBits + 7) / 8 + word - 1) / word * word);
        long unpacked = layout.packed() ? 2 * layout.pixels() : layout.pixels();
        if (to - from > Integer.MAX_VALUE - 16 || unpacked > Integer.MAX_VALUE - 16) {
            throw new DicomException("Frame " + (frame + 1) + " of file " + file.path() + " has " + (to - from)
                    + " bytes, more than can be read in one piece.");
        }
        byte[] bytes = range(from, (int) (to - from));
        if (word > 1) {
            DataSet.swap(bytes, word);
        }
        if (layout.bitsAllocated() == 1) {
            byte[] pixels = new byte[(int) (layout.pixels() * layout.samples())];
            long bit = firstBit - from * 8;
            for (int i = 0; i < pixels.length; i++, bit++) {
                pixels[i] = (byte) (bytes[(int) (bit >> 3)] >> (bit & 7) & 1);
            }
            return pixels;
        }
        if (layout.packed()) {
            return layout.unpacked(bytes, firstBit - from * 8);
        }
        int offset = (int) (firstByte - from);
        int length = (int) (frameBits / 8);
        if (offset > 0 || length < bytes.length) {
            bytes = java.util.Arrays.copyOfRange(bytes, offset, offset + length);
        }
        return layout.planar() && !subsampled ? interleaved(bytes) : bytes;
    }

    /** Bytes that change places: words have 16 bits, whatever the size of a sample (PS3.5, 8.1.1). */
    private int wordBytes() {
        if (!(element.value() instanceof Element.Value.Stored s) || !s.bigEndian()) {
            return 1;
        }
        return isReal() ? layout.bitsAllocated() / 8 : element.vr() != Vr.OB ? 2 : 1;
    }

    private byte[] range(long from, int length) throws DicomException {
        if (element.value() instanceof Element.Value.Bytes b) {
            return java.util.Arrays.copyOfRange(b.bytes(), (int) from, (int) from + length);
        }
        if (!(element.value() instanceof Element.Value.Stored s)) {
            throw new IllegalStateException("Only native pixels have ranges of bytes");
        }
        byte[] bytes = new byte[length];
        try (ByteSource.Reading in = s.source().open()) {
            in.read(s.offset() + from, bytes, 0, length);
        } catch (IOException e) {
            throw unreadable(e);
        }
        return bytes;
    }

    private byte[] interleaved(byte[] planes) {
        int width = layout.format().sampleBytes();
        int pixels = (int) layout.pixels();
        byte[] out = new byte[planes.length];
        for (int s = 0; s < layout.samples(); s++) {
            int in = s * pixels * width;
            for (int p = 0; p < pixels; p++) {
                for (int b = 0; b < width; b++) {
                    out[(p * layout.samples() + s) * width + b] = planes[in++];
                }
            }
        }
        return out;
    }
}
