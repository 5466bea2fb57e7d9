package org.credence.analytics.internal;

import org.credence.analytics.ExamMasks;
import org.credence.analytics.spi.ImagingBiomarker;
import org.osgi.service.component.annotations.Component;

/**
 * The share of the lung field that the segment "B-line" covers, in percent: per frame, averaged over the frames of each clip
 * and then over the clips. What the lung field is, {@link LungField} says.
 */
@Component(property = "service.ranking:Integer=200")
public final class BLineAreaFraction implements ImagingBiomarker {

    @Override
    public String id() {
        return "org.credence.b-line-area";
    }

    @Override
    public String label() {
        return "B-line area fraction";
    }

    @Override
    public String unit() {
        return "%";
    }

    @Override
    public double measure(ExamMasks exam) {
        return 100 * LungField.meanFraction(exam.clips(), "B-line");
    }
}
