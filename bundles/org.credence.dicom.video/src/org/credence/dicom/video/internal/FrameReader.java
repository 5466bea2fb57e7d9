package org.credence.dicom.video.internal;

import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.credence.dicom.spi.VideoFormat;

/** Copies decoded frames out of native memory, and checks that they are what the data set says. Stateless. */
final class FrameReader {

    private FrameReader() {}

    /**
     * The picture in a frame.
     *
     * @throws IOException if its size, depth or colours are other ones than expected, or none that can be shown
     */
    static Picture picture(AVFrame frame, VideoFormat format) throws IOException {
        if (frame.width() != format.columns() || frame.height() != format.rows()) {
            throw new IOException("its video has frames of " + frame.width() + " x " + frame.height()
                    + " pixels, but the data set says " + format.columns() + " x " + format.rows());
        }
        int f = frame.format();
        boolean fullByFormat =
                f == avutil.AV_PIX_FMT_YUVJ420P || f == avutil.AV_PIX_FMT_YUVJ422P || f == avutil.AV_PIX_FMT_YUVJ444P;
        boolean quarter =
                f == avutil.AV_PIX_FMT_YUV420P || f == avutil.AV_PIX_FMT_YUVJ420P || f == avutil.AV_PIX_FMT_YUV420P10LE;
        boolean half =
                f == avutil.AV_PIX_FMT_YUV422P || f == avutil.AV_PIX_FMT_YUVJ422P || f == avutil.AV_PIX_FMT_YUV422P10LE;
        boolean whole =
                f == avutil.AV_PIX_FMT_YUV444P || f == avutil.AV_PIX_FMT_YUVJ444P || f == avutil.AV_PIX_FMT_YUV444P10LE;
        boolean gray = f == avutil.AV_PIX_FMT_GRAY8 || f == avutil.AV_PIX_FMT_GRAY10LE;
        int bits = f == avutil.AV_PIX_FMT_YUV420P10LE
                        || f == avutil.AV_PIX_FMT_YUV422P10LE
                        || f == avutil.AV_PIX_FMT_YUV444P10LE
                        || f == avutil.AV_PIX_FMT_GRAY10LE
                ? 10
                : 8;
        if (!quarter && !half && !whole && !gray) {
            BytePointer name = avutil.av_get_pix_fmt_name(f);
            throw new IOException("its pixels are " + (name == null ? "of unknown kind" : name.getString())
                    + ", which no video of DICOM has");
        }
        if (bits != format.bits()) {
            throw new IOException(
                    "its video has " + bits + " bits per sample, but Bits Stored (0028,0101) says " + format.bits());
        }
        boolean halvedColumns = quarter || half;
        int width = bits == 8 ? 1 : 2;
        byte[][] planes = new byte[gray ? 1 : 3][];
        for (int p = 0; p < planes.length; p++) {
            int columns = p > 0 && halvedColumns ? (frame.width() + 1) / 2 : frame.width();
            int rows = p > 0 && quarter ? (frame.height() + 1) / 2 : frame.height();
            planes[p] = plane(frame, p, columns * width, rows);
        }
        return new Picture(
                frame.width(),
                frame.height(),
                bits,
                planes,
                halvedColumns,
                quarter,
                (frame.flags() & AVFrame.AV_FRAME_FLAG_INTERLACED) != 0,
                siting(frame),
                fullByFormat || frame.color_range() == avutil.AVCOL_RANGE_JPEG,
                matrix(frame));
    }

    private static byte[] plane(AVFrame frame, int plane, int rowBytes, int rows) {
        byte[] bytes = new byte[rowBytes * rows];
        BytePointer from = frame.data(plane);
        int stride = frame.linesize(plane);
        for (int y = 0; y < rows; y++) {
            from.position((long) y * stride).get(bytes, y * rowBytes, rowBytes);
        }
        return bytes;
    }

    private static Picture.Siting siting(AVFrame frame) throws IOException {
        return switch (frame.chroma_location()) {
            case avutil.AVCHROMA_LOC_UNSPECIFIED, avutil.AVCHROMA_LOC_LEFT -> Picture.Siting.LEFT;
            case avutil.AVCHROMA_LOC_CENTER -> Picture.Siting.CENTER;
            case avutil.AVCHROMA_LOC_TOPLEFT -> Picture.Siting.TOP_LEFT;
            default ->
                throw new IOException("its colours are sampled at a place that is not known here (chroma location "
                        + frame.chroma_location() + ")");
        };
    }

    private static Picture.Matrix matrix(AVFrame frame) throws IOException {
        return switch (frame.colorspace()) {
            case avutil.AVCOL_SPC_UNSPECIFIED, avutil.AVCOL_SPC_RESERVED ->
                Picture.Matrix.unsaid(frame.width(), frame.height());
            case avutil.AVCOL_SPC_BT709 -> Picture.Matrix.BT_709;
            case avutil.AVCOL_SPC_BT470BG, avutil.AVCOL_SPC_SMPTE170M -> Picture.Matrix.BT_601;
            case avutil.AVCOL_SPC_FCC -> Picture.Matrix.FCC;
            case avutil.AVCOL_SPC_SMPTE240M -> Picture.Matrix.SMPTE_240;
            case avutil.AVCOL_SPC_BT2020_NCL -> Picture.Matrix.BT_2020;
            default ->
                throw new IOException("its colours are made with matrix coefficients " + frame.colorspace()
                        + " (ISO/IEC 23091-2), which are not known here");
        };
    }
}
