package org.credence.workbench.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.AnnotationStores;
import org.credence.annotation.Reader;
import org.credence.annotation.ui.Companions;
import org.credence.imaging.ImageSeries;

/** The open studies, first those of the same patient, and what others have painted into the folder of annotations. */
final class StudyCompanions implements Companions {

    private final Studies studies;
    private final AnnotationStores stores;
    private final Path folder;
    private final Reader reader;
    private final String patientId;

    StudyCompanions(Studies studies, AnnotationStores stores, Path folder, Reader reader, ImageSeries of) {
        this.studies = studies;
        this.stores = stores;
        this.folder = folder;
        this.reader = reader;
        this.patientId = of.info().patientId();
    }

    @Override
    public List<ImageSeries> series() {
        List<ImageSeries> sorted = new ArrayList<>(studies.series());
        sorted.sort((a, b) -> Boolean.compare(isSame(b), isSame(a)));
        return sorted;
    }

    private boolean isSame(ImageSeries series) {
        return series.info().patientId().equals(patientId);
    }

    @Override
    public List<AnnotationSnapshot> readings(ImageSeries series) throws AnnotationException {
        List<AnnotationSnapshot> readings = new ArrayList<>();
        for (Path file : stores.list(folder, series)) {
            AnnotationSnapshot reading = stores.load(file, series);
            if (!reading.reader().id().equals(reader.id())) {
                readings.add(reading);
            }
        }
        return readings;
    }
}
