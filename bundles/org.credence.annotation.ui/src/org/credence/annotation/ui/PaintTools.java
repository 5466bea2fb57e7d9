package org.credence.annotation.ui;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.credence.annotation.spi.PaintTool;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The installed ways of painting. Thread-safe. */
@Component(service = PaintTools.class)
public final class PaintTools {

    private final List<PaintTool> tools;

    @Activate
    public PaintTools(@Reference(policyOption = ReferencePolicyOption.GREEDY) List<PaintTool> tools) {
        this.tools = tools.stream()
                .sorted(Comparator.comparing((PaintTool t) -> !t.id().equals(PaintPalette.BRUSH))
                        .thenComparing(t -> !t.id().equals(PaintPalette.ERASER))
                        .thenComparing(PaintTool::label))
                .toList();
    }

    /** All tools: brush, eraser, then the others by their labels. */
    public List<PaintTool> all() {
        return tools;
    }

    /** The tool with this id, if it is installed. */
    public Optional<PaintTool> tool(String id) {
        return tools.stream().filter(t -> t.id().equals(id)).findFirst();
    }
}
