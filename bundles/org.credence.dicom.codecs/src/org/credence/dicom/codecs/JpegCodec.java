package org.credence.dicom.codecs;

import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * JPEG with discrete cosine transform (ITU-T T.81): 8 bits, baseline, extended or progressive, through the JDK's reader, and
 * 12 bits, extended sequential, by itself. Subsampled components come out upsampled as the JDK does it; colours are not
 * converted.
 */
public final class JpegCodec implements FrameCodec {

    // A block of 64 samples takes at least one bit, its DC difference; twice that is allowed for.
    private static final int MAX_PIXELS_PER_BYTE = 1024;

    // Encoders write about ten; each one goes over the whole picture, however few its bytes are.
    private static final int MAX_SCANS = 100;

    private static volatile ImageReaderSpi provider;

    @Override
    public byte[] decode(byte[] data, FrameFormat format) throws CodecException {
        JpegHeader header = JpegHeader.read(data);
        if (header.process() == 3 && format.samples() == 1) {
            // Some files name the wrong one of two kinds of JPEG; the stream itself cannot be mistaken.
            return new JpegLosslessCodec().decode(data, format);
        }
        if (header.process() > 2) {
            throw new CodecException("JPEG process SOF" + header.process()
                    + " is not decoded here; baseline, extended and progressive JPEG are.");
        }
        header.check(format);
        if (header.precision() == 12 && header.process() == 1) {
            return JpegExtendedCodec.decode(data, format, header);
        }
        if (header.precision() != 8) {
            throw new CodecException("JPEG with " + header.precision() + " bits per sample in process SOF"
                    + header.process() + " is not decoded here.");
        }
        int length = format.arrayLength();
        if (format.pixels() > (long) data.length * MAX_PIXELS_PER_BYTE) {
            throw new CodecException("A JPEG frame of " + data.length + " bytes cannot hold " + format.columns() + " x "
                    + format.rows() + " pixels; it is cut off.");
        }
        checkMarkers(data);
        Raster raster = raster(data);
        if (raster.getWidth() != format.columns()
                || raster.getHeight() != format.rows()
                || raster.getNumBands() != format.samples()
                || raster.getDataBuffer().getDataType() != DataBuffer.TYPE_BYTE) {
            throw new CodecException("The JPEG frame decodes to " + raster.getWidth() + " x " + raster.getHeight()
                    + " x " + raster.getNumBands() + ", not to what its header says.");
        }
        byte[] samples = samples(raster);
        if (format.sampleBytes() == 1) {
            return samples;
        }
        byte[] wide = new byte[length];
        for (int i = 0; i < samples.length; i++) {
            wide[i * format.sampleBytes()] = samples[i];
        }
        return wide;
    }

    /** The samples of a raster, pixel-interleaved; those that it holds itself if they are so already. */
    private static byte[] samples(Raster raster) {
        int line = raster.getWidth() * raster.getNumBands();
        int length = line * raster.getHeight();
        if (raster.getSampleModel() instanceof PixelInterleavedSampleModel model
                && raster.getDataBuffer() instanceof DataBufferByte buffer
                && buffer.getOffset() == 0
                && buffer.getSize() == length
                && model.getScanlineStride() == line
                && isAscending(model.getBandOffsets())) {
            return buffer.getData();
        }
        return (byte[]) raster.getDataElements(0, 0, raster.getWidth(), raster.getHeight(), new byte[length]);
    }

    private static boolean isAscending(int[] offsets) {
        for (int i = 0; i < offsets.length; i++) {
            if (offsets[i] != i) {
                return false;
            }
        }
        return true;
    }

    private static Raster raster(byte[] data) throws CodecException {
        ImageReader reader = reader();
        boolean[] warned = new boolean[1];
        try (ImageInputStream in = new Bytes(data)) {
            reader.addIIOReadWarningListener((source, warning) -> warned[0] |= isLoss(warning));
            reader.setInput(in, true, true);
            Raster raster = reader.readRaster(0, null);
            if (warned[0]) {
                throw new CodecException("The JPEG frame is damaged: its entropy-coded data is corrupt or cut off.");
            }
            return raster;
        } catch (CodecException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The JDK's reader also throws unchecked exceptions on damaged data.
            throw new CodecException("The JPEG frame is damaged: " + e.getMessage() + ".", e);
        } finally {
            reader.dispose();
        }
    }

    /** A reader of the JDK, found once: to ask its registry takes longer than many a frame. */
    private static ImageReader reader() throws CodecException {
        try {
            ImageReaderSpi found = provider;
            if (found != null) {
                return found.createReaderInstance();
            }
            Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
            while (readers.hasNext()) {
                ImageReader candidate = readers.next();
                if (candidate.canReadRaster()) {
                    provider = candidate.getOriginatingProvider();
                    return candidate;
                }
                candidate.dispose();
            }
        } catch (IOException e) {
            throw new CodecException("The JPEG reader of this Java runtime does not start: " + e.getMessage() + ".", e);
        }
        throw new CodecException("This Java runtime has no JPEG reader; run with one that has java.desktop.");
    }

    /**
     * Follows the markers to the end of the image; libjpeg makes up what is missing, and does not always warn.
     *
     * @throws CodecException if they do not lead there, or by too many scans
     */
    private static void checkMarkers(byte[] data) throws CodecException {
        int scans = 0;
        int p = 2;
        while (p + 1 < data.length) {
            if (data[p] != -1) {
                // Entropy-coded data, most of the frame.
                p++;
                continue;
            }
            int marker = data[p + 1] & 0xff;
            if (marker == 0xff) {
                p++;
            } else if (marker == 0xd9) {
                return;
            } else if (marker <= 0x01 || marker >= 0xd0 && marker <= 0xd8) {
                p += 2;
            } else if (p + 3 < data.length) {
                scans += marker == 0xda ? 1 : 0;
                if (scans > MAX_SCANS) {
                    throw new CodecException(
                            "JPEG with more than " + MAX_SCANS + " scans is not decoded here; it is damaged.");
                }
                p += 2 + ((data[p + 2] & 0xff) << 8 | data[p + 3] & 0xff);
            } else {
                break;
            }
        }
        throw new CodecException("The JPEG frame of " + data.length + " bytes has no end mark; it is cut off.");
    }

    /** libjpeg conceals lost data and only warns; a frame that it made up must not pass for the real one. */
    private static boolean isLoss(String warning) {
        String w = warning == null ? "" : warning.toLowerCase(java.util.Locale.ROOT);
        return w.contains("premature end") || w.contains("corrupt");
    }

    /** The bytes of a frame as the JDK's reader wants them, without copying them. */
    private static final class Bytes extends ImageInputStreamImpl {

        private final byte[] data;

        Bytes(byte[] data) {
            this.data = data;
        }

        @Override
        public int read() {
            bitOffset = 0;
            return streamPos < data.length ? data[(int) streamPos++] & 0xff : -1;
        }

        @Override
        public int read(byte[] to, int start, int most) {
            bitOffset = 0;
            int n = (int) Math.min(most, data.length - streamPos);
            if (n <= 0) {
                return most == 0 ? 0 : -1;
            }
            System.arraycopy(data, (int) streamPos, to, start, n);
            streamPos += n;
            return n;
        }

        @Override
        public long length() {
            return data.length;
        }
    }
}
