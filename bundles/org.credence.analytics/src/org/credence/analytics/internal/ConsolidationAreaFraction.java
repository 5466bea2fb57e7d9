package org.credence.analytics.internal;

import org.credence.analytics.ExamMasks;
import org.credence.analytics.spi.ImagingBiomarker;
import org.osgi.service.component.annotations.Component;

/**
 * The share of the lung field that the segment "Consolidation" covers, in percent: per frame, averaged over the frames of each clip
 * and then over the clips. What the lung field is, {@link LungField} says.
 */
@Component(property = "service.ranking:Integer=100")
public final class ConsolidationAreaFraction implements ImagingBiomarker {

    @Override
    public String id() {
        return "org.credence.consolidation-area";
    }

    @Override
    public String label() {
        return "Consolidated area fraction";
    }

    @Override
    public String unit() {
        return "%";
    }

    @Override
    public double measure(ExamMasks exam) {
        return 100 * LungField.meanFraction(exam.clips(), "Consolidation");
    }
}
