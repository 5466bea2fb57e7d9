package org.credence.analytics.spi;

import org.credence.analytics.ExamMasks;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One number that an exam's masks come to. Implemented by bundles that know a biomarker and registered as an OSGi service.
 * Stateless and thread-safe.
 */
@ConsumerType
public interface ImagingBiomarker {

    /** Stable and unique, such as {@code org.credence.b-line-area}. */
    String id();

    /** What it is, for people, such as "B-line area fraction". */
    String label();

    /** Its unit, such as "%" or "mm"; empty for pure numbers. */
    String unit();

    /**
     * Measures an exam; blocks.
     *
     * @return a finite number, or NaN where the exam does not allow it (such as masks without the segment needed); callers
     *     leave such exams out and say so
     */
    double measure(ExamMasks exam);
}
