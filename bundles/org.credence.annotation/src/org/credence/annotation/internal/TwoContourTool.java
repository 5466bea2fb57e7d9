package org.credence.annotation.internal;

import java.util.List;
import org.credence.annotation.FramePixels;
import org.credence.annotation.PaintTarget;
import org.credence.annotation.Polyline;
import org.credence.annotation.spi.PaintGesture;
import org.credence.annotation.spi.PaintTool;
import org.credence.imaging.PixelRect;
import org.osgi.service.component.annotations.Component;

/** Paints what is sure and what is not by two outlines: first around the sure core, which gets the brush's confidence, then
 * the outer limit, beyond which nothing is. Between them the weight falls with the share of the way from the one to the
 * other. The idea is Ye, Chen and Zhang's Confidence Contours (HCOMP 2023, arXiv 2308.07528). */
@Component(property = "service.ranking:Integer=45")
public final class TwoContourTool implements PaintTool {

    @Override
    public String id() {
        return "org.credence.two-contour";
    }

    @Override
    public String label() {
        return "Two contours";
    }

    @Override
    public Input input() {
        return Input.CORNERS;
    }

    @Override
    public PaintGesture begin(PaintTarget target) {
        Painting painting = Painting.of(target);
        return new OutlineGesture(2, outlines -> fill(outlines, target.pixels(), painting));
    }

    private static PixelRect fill(List<List<Polyline.Point>> outlines, FramePixels pixels, Painting painting) {
        Area core = Area.within(outlines.get(0), pixels.columns(), pixels.rows());
        Area outer = Area.within(outlines.get(1), pixels.columns(), pixels.rows());
        PixelRect changed = core.paint(painting, pixels, 0).union(outer.bounds());
        PixelRect around = new Area(changed, new boolean[0]).grown(1, 1, pixels);
        boolean[] sure = core.over(around);
        boolean[] beyond = outer.over(around);
        for (int i = 0; i < beyond.length; i++) {
            beyond[i] = !beyond[i] && !sure[i];
        }
        DistanceMap toCore = DistanceMap.to(sure, around.width(), around.height(), pixels.columnMm(), pixels.rowMm());
        DistanceMap toBeyond =
                DistanceMap.to(beyond, around.width(), around.height(), pixels.columnMm(), pixels.rowMm());
        for (int y = 0; y < around.height(); y++) {
            for (int x = 0; x < around.width(); x++) {
                int i = y * around.width() + x;
                if (!sure[i] && !beyond[i]) {
                    painting.cover(around.row() + y, around.column() + x, weight(toCore.at(x, y), toBeyond.at(x, y)));
                }
            }
        }
        return changed;
    }

    /** 1 at the core, 0 beyond the limit; 0 without a core, and 1 where the limit lies outside the frame. */
    private static double weight(double toCore, double toBeyond) {
        if (Double.isInfinite(toCore)) {
            return 0;
        }
        return Double.isInfinite(toBeyond) ? 1 : toBeyond / (toCore + toBeyond);
    }
}
