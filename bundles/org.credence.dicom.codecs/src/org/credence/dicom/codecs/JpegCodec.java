package org.credence.dicom.codecs;

import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * JPEG with discrete cosine transform (ITU-T T.81): 8 bits, baseline, extended or progressive, through the JDK's reader, and
 * 12 bits, extended sequential, by itself. Subsampled components come out upsampled as the JDK does it; colours are not
 * converted.
 */
public final class JpegCodec implements FrameCodec {

    // A block of 64 samples takes at least one bit, its DC difference; twice that is allowed for.
    private static final int MAX_PIXELS_PER_BYTE = 1024;

    @Override
    public byte[] decode(byte[] data, FrameFormat format) throws CodecException {
        JpegHeader header = JpegHeader.read(data);
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
        if (!ends(data)) {
            throw new CodecException("The JPEG frame of " + data.length + " bytes has no end mark; it is cut off.");
        }
        Raster raster = raster(data);
        if (raster.getWidth() != format.columns()
                || raster.getHeight() != format.rows()
                || raster.getNumBands() != format.samples()
                || raster.getDataBuffer().getDataType() != DataBuffer.TYPE_BYTE) {
            throw new CodecException("The JPEG frame decodes to " + raster.getWidth() + " x " + raster.getHeight()
                    + " x " + raster.getNumBands() + ", not to what its header says.");
        }
        byte[] samples = new byte[length / format.sampleBytes()];
        raster.getDataElements(0, 0, format.columns(), format.rows(), samples);
        if (format.sampleBytes() == 1) {
            return samples;
        }
        byte[] wide = new byte[length];
        for (int i = 0; i < samples.length; i++) {
            wide[i * format.sampleBytes()] = samples[i];
        }
        return wide;
    }

    private static Raster raster(byte[] data) throws CodecException {
        ImageReader reader = null;
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
        while (readers.hasNext() && reader == null) {
            ImageReader candidate = readers.next();
            reader = candidate.canReadRaster() ? candidate : null;
        }
        if (reader == null) {
            throw new CodecException("This Java runtime has no JPEG reader; run with one that has java.desktop.");
        }
        boolean[] warned = new boolean[1];
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(data))) {
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

    /** Whether the markers lead to the end of the image; libjpeg makes up what is missing, and does not always warn. */
    private static boolean ends(byte[] data) {
        int p = 2;
        while (p + 1 < data.length) {
            int marker = data[p + 1] & 0xff;
            if (data[p] != (byte) 0xff || marker == 0xff) {
                p++;
            } else if (marker == 0xd9) {
                return true;
            } else if (marker <= 0x01 || marker >= 0xd0 && marker <= 0xd8) {
                p += 2;
            } else if (p + 3 < data.length) {
                p += 2 + ((data[p + 2] & 0xff) << 8 | data[p + 3] & 0xff);
            } else {
                return false;
            }
        }
        return false;
    }

    /** libjpeg conceals lost data and only warns; a frame that it made up must not pass for the real one. */
    private static boolean isLoss(String warning) {
        String w = warning == null ? "" : warning.toLowerCase(java.util.Locale.ROOT);
        return w.contains("premature end") || w.contains("corrupt");
    }
}
