package org.credence.dicom.internal;

import java.util.ArrayList;
import java.util.List;
import org.credence.dicom.DicomException;
import org.credence.imaging.OverlayPlane;
import org.credence.imaging.PixelRect;

/**
 * The overlays of a file (PS3.3, C.9.2), with data of their own or in unused bits of the pixels. An overlay that
 * contradicts itself is left out: it is a drawing and never part of the measurement. Immutable.
 */
final class OverlayPlanes {

    private static final int FIRST_GROUP = 0x6000;
    private static final int LAST_GROUP = 0x60FE;
    private static final int ROWS = 0x0010;
    private static final int COLUMNS = 0x0011;
    private static final int FRAMES = 0x0015;
    private static final int DESCRIPTION = 0x0022;
    private static final int ORIGIN = 0x0050;
    private static final int FRAME_ORIGIN = 0x0051;
    private static final int BITS_ALLOCATED = 0x0100;
    private static final int BIT_POSITION = 0x0102;
    private static final int LABEL = 0x1500;
    private static final int DATA = 0x3000;

    /** One group; {@code data} is null where the plane lies in bit {@code bit} of the pixels. */
    private record Plane(String label, PixelRect bounds, int firstFrame, int frames, byte[] data, int bit) {}

    private final List<Plane> planes;

    private OverlayPlanes(List<Plane> planes) {
        this.planes = planes;
    }

    /** Most files have none, and looking for every possible one takes longer than looking at what there is. */
    private static boolean hasAny(DataSet d) {
        for (Element e : d.elements()) {
            if (Tag.group(e.tag()) >= FIRST_GROUP && Tag.group(e.tag()) <= LAST_GROUP) {
                return true;
            }
        }
        return false;
    }

    static OverlayPlanes of(DataSet d, PixelLayout layout, int imageFrames) throws DicomException {
        List<Plane> planes = new ArrayList<>();
        if (!hasAny(d)) {
            return new OverlayPlanes(planes);
        }
        for (int group = FIRST_GROUP; group <= LAST_GROUP; group += 2) {
            int base = group << 16;
            if (d.element(base | ROWS).isEmpty()) {
                continue;
            }
            int rows = d.integer(base | ROWS, 0);
            int columns = d.integer(base | COLUMNS, 0);
            double[] origin = d.numbers(base | ORIGIN);
            int top = origin.length == 2 && Math.abs(origin[0]) < 1e6 ? (int) origin[0] - 1 : 0;
            int left = origin.length == 2 && Math.abs(origin[1]) < 1e6 ? (int) origin[1] - 1 : 0;
            int frames = Math.max(1, d.integer(base | FRAMES, imageFrames));
            int firstFrame = Math.max(1, d.integer(base | FRAME_ORIGIN, 1)) - 1;
            String label = d.text(base | LABEL);
            label = label.isEmpty() ? d.text(base | DESCRIPTION) : label;
            int bit = d.integer(base | BIT_POSITION, 0);
            if (rows < 1 || columns < 1 || rows > 65535 || columns > 65535) {
                continue;
            }
            PixelRect bounds = new PixelRect(left, top, columns, rows);
            long bits = (long) rows * columns;
            byte[] data = d.bytes(base | DATA);
            if (data.length > 0) {
                if (!d.has(base | FRAMES) && data.length * 8L < bits * frames) {
                    // One plane for all frames, or the number of frames is not said because there is one.
                    frames = 1;
                }
                if (data.length * 8L >= bits * frames) {
                    boolean forAll = frames == 1 && imageFrames > 1 && !d.has(base | FRAMES);
                    planes.add(new Plane(label, bounds, firstFrame, forAll ? 0 : frames, data, 0));
                }
            } else if (d.integer(base | BITS_ALLOCATED, 0) == layout.bitsAllocated()
                    && bit < layout.bitsAllocated()
                    && (bit > layout.highBit() || bit < layout.highBit() - layout.bitsStored() + 1)
                    && layout.samples() == 1
                    && layout.bitsAllocated() > 1
                    && rows == layout.rows()
                    && columns == layout.columns()) {
                planes.add(new Plane(label, bounds, 0, imageFrames, null, bit));
            }
        }
        return new OverlayPlanes(planes);
    }

    /** Whether an overlay has no data of its own, so that its plane would be a bit of the pixels. */
    static boolean mayLieInPixels(DataSet d) {
        for (int group = FIRST_GROUP; group <= LAST_GROUP; group += 2) {
            if (d.element(group << 16 | ROWS).isPresent() && !d.has(group << 16 | DATA)) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return planes.isEmpty();
    }

    /**
     * The drawings over a frame.
     *
     * @param frame from 0
     * @param samples of that frame, as they are stored
     */
    List<OverlayPlane> over(int frame, byte[] samples, int sampleBytes) {
        List<OverlayPlane> over = new ArrayList<>();
        for (Plane plane : planes) {
            // A plane of no number of frames is drawn over all of them.
            int index = plane.frames() == 0 ? 0 : frame - plane.firstFrame();
            if (plane.frames() > 0 && (index < 0 || index >= plane.frames())) {
                continue;
            }
            byte[] bits = plane.data() == null
                    ? inPixels(samples, sampleBytes, plane.bit())
                    : ofItsOwn(
                            plane.data(),
                            index,
                            plane.bounds().width() * plane.bounds().height());
            over.add(new OverlayPlane(plane.label(), plane.bounds(), bits));
        }
        return over;
    }

    private static byte[] ofItsOwn(byte[] data, int index, int count) {
        byte[] bits = new byte[(int) ((count + 7L) / 8)];
        long first = (long) index * count;
        for (int i = 0; i < count; i++) {
            long at = first + i;
            bits[i >> 3] |= (byte) ((data[(int) (at >> 3)] >> (at & 7) & 1) << (i & 7));
        }
        return bits;
    }

    private static byte[] inPixels(byte[] samples, int sampleBytes, int bit) {
        int count = samples.length / sampleBytes;
        byte[] bits = new byte[(count + 7) / 8];
        for (int i = 0; i < count; i++) {
            bits[i >> 3] |= (byte) ((samples[i * sampleBytes + bit / 8] >> bit % 8 & 1) << (i & 7));
        }
        return bits;
    }
}
