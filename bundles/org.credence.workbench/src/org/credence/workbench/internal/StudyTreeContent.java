package org.credence.workbench.internal;

import java.util.stream.Stream;
import org.eclipse.jface.viewers.ITreeContentProvider;

/** A {@link StudyTree} as a tree viewer walks it. */
final class StudyTreeContent implements ITreeContentProvider {

    @Override
    public Object[] getElements(Object input) {
        return ((StudyTree) input).patients().toArray();
    }

    @Override
    public Object[] getChildren(Object parent) {
        return switch (parent) {
            case StudyTree.Patient patient -> patient.studies().toArray();
            case StudyTree.Study study ->
                Stream.concat(study.series().stream(), study.documents().stream())
                        .toArray();
            default -> new Object[0];
        };
    }

    @Override
    public Object getParent(Object element) {
        return null;
    }

    @Override
    public boolean hasChildren(Object element) {
        return getChildren(element).length > 0;
    }
}
