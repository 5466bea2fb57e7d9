package org.credence.analytics;

import java.util.List;
import java.util.Optional;
import org.credence.analytics.spi.ImagingBiomarker;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The biomarkers that are installed. Thread-safe.
 *
 * <p>Policy: where two have the same id, the one with the higher service ranking counts.
 */
@Component(service = Biomarkers.class)
public final class Biomarkers {

    private final List<ImagingBiomarker> biomarkers;

    /**
     * @param byRank as Declarative Services orders services: the first counts most
     */
    @Activate
    public Biomarkers(@Reference(policyOption = ReferencePolicyOption.GREEDY) List<ImagingBiomarker> byRank) {
        List<ImagingBiomarker> ranked = List.copyOf(byRank);
        this.biomarkers = ranked.stream()
                .filter(b -> ranked.stream()
                                .filter(o -> o.id().equals(b.id()))
                                .findFirst()
                                .orElseThrow()
                        == b)
                .toList();
    }

    /** All of them, highest ranking first. */
    public List<ImagingBiomarker> all() {
        return biomarkers;
    }

    /** The biomarker with this id, if it is installed. */
    public Optional<ImagingBiomarker> find(String id) {
        return biomarkers.stream().filter(b -> b.id().equals(id)).findFirst();
    }

    /**
     * The biomarker with this id.
     *
     * @throws AnalyticsException if it is not installed
     */
    public ImagingBiomarker get(String id) throws AnalyticsException {
        return find(id).orElseThrow(() -> new AnalyticsException("Biomarker " + id + " is not installed; there "
                + (biomarkers.isEmpty()
                        ? "are none: install the bundle org.credence.analytics."
                        : "are "
                                + String.join(
                                        ", ",
                                        biomarkers.stream()
                                                .map(ImagingBiomarker::id)
                                                .toList()) + ".")));
    }
}
