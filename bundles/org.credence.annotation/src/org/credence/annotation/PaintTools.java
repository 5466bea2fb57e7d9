package org.credence.annotation;

import java.util.List;
import java.util.Optional;
import org.credence.annotation.internal.BoundaryRampTool;
import org.credence.annotation.internal.BrushTool;
import org.credence.annotation.internal.EraserTool;
import org.credence.annotation.internal.FloodFillTool;
import org.credence.annotation.internal.LassoTool;
import org.credence.annotation.internal.LevelTracingTool;
import org.credence.annotation.internal.PolygonTool;
import org.credence.annotation.internal.SmoothTool;
import org.credence.annotation.internal.ThresholdBrushTool;
import org.credence.annotation.internal.TwoContourTool;
import org.credence.annotation.spi.PaintTool;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The paint tools that are installed, in the order of their service ranking. Thread-safe. */
@Component(service = PaintTools.class)
public final class PaintTools {

    private final List<PaintTool> tools;

    /**
     * @param byRank as Declarative Services orders services: the first is the first of the palette
     */
    @Activate
    public PaintTools(@Reference(policyOption = ReferencePolicyOption.GREEDY) List<PaintTool> byRank) {
        this.tools = List.copyOf(byRank);
    }

    /** The tools of the palette, best first. */
    public List<PaintTool> all() {
        return tools;
    }

    /** The tool with this id, if it is installed. */
    public Optional<PaintTool> tool(String id) {
        return tools.stream().filter(t -> t.id().equals(id)).findFirst();
    }

    /** The tools that every installation has, in their order, for use without OSGi. */
    public static PaintTools standard() {
        return new PaintTools(List.of(
                new BrushTool(),
                new EraserTool(),
                new ThresholdBrushTool(),
                new SmoothTool(),
                new PolygonTool(),
                new LassoTool(),
                new TwoContourTool(),
                new FloodFillTool(),
                new LevelTracingTool(),
                new BoundaryRampTool()));
    }

    /** The round brush that every installation has, for use without OSGi. */
    public static PaintTool brush() {
        return new BrushTool();
    }

    /** The eraser that every installation has, for use without OSGi. */
    public static PaintTool eraser() {
        return new EraserTool();
    }
}
