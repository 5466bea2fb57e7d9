package org.credence.workbench.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.credence.imaging.ImageFile;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.eclipse.e4.core.contexts.IEclipseContext;
import org.eclipse.e4.ui.workbench.modeling.ESelectionService;

/**
 * What is chosen in the studies view.
 *
 * @param series all that is chosen, or lies in what is
 * @param documents likewise
 */
record StudySelection(List<ImageSeries> series, List<ImageFile> documents) {

    static final StudySelection NONE = new StudySelection(List.of(), List.of());

    /** What is chosen in the studies view of a window, whichever part is active. */
    static StudySelection of(IEclipseContext window) {
        ESelectionService selections = window.get(ESelectionService.class);
        return selections == null ? NONE : of(selections.getSelection(StudiesView.ID));
    }

    /** What an element of a {@link StudyTree} stands for. */
    static StudySelection of(Object element) {
        return switch (element) {
            case StudyTree.Patient patient -> of(patient.studies());
            case StudyTree.Study study -> of(List.of(study));
            case ImageSeries series -> new StudySelection(List.of(series), List.of());
            case ImageFile document -> new StudySelection(List.of(), List.of(document));
            case null, default -> NONE;
        };
    }

    private static StudySelection of(List<StudyTree.Study> studies) {
        return new StudySelection(
                studies.stream().flatMap(s -> s.series().stream()).toList(),
                studies.stream().flatMap(s -> s.documents().stream()).toList());
    }

    boolean isEmpty() {
        return series.isEmpty() && documents.isEmpty();
    }

    /** The files of all of it. */
    List<Path> files() {
        return Stream.concat(
                        series.stream().flatMap(s -> s.instances().stream()).map(ImageInstance::file),
                        documents.stream().map(ImageFile::file))
                .toList();
    }
}
