package org.credence.annotation;

import java.util.List;
import java.util.Optional;

/**
 * One measured value.
 *
 * @param what is measured, such as SCT 42798000, Area
 * @param derivation how several values became one, such as SCT 373098007, Mean; empty for a single one
 * @param value a finite number
 * @param unit in UCUM, such as mm2
 */
public record Measurement(CodedConcept what, Optional<CodedConcept> derivation, double value, CodedConcept unit) {

    public Measurement {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("A measurement is a finite number, got: " + value);
        }
        if (!unit.scheme().equals("UCUM")) {
            throw new IllegalArgumentException("Units are codes of UCUM, got: " + unit);
        }
    }

    /**
     * What was measured of one segment.
     *
     * @param segment one of the scheme of its annotation
     * @param values at least one
     */
    public record OfSegment(Segment segment, List<Measurement> values) {
        public OfSegment {
            values = List.copyOf(values);
            if (values.isEmpty()) {
                throw new IllegalArgumentException("Nothing was measured of segment " + segment.label());
            }
        }
    }
}
