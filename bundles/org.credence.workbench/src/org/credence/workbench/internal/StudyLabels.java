package org.credence.workbench.internal;

import java.util.Locale;
import java.util.Optional;
import org.credence.imaging.ImageFile;
import org.credence.imaging.ImageSeries;
import org.eclipse.jface.viewers.DelegatingStyledCellLabelProvider.IStyledLabelProvider;
import org.eclipse.jface.viewers.IToolTipProvider;
import org.eclipse.jface.viewers.LabelProvider;
import org.eclipse.jface.viewers.StyledString;
import org.eclipse.osgi.util.NLS;

/** What the studies view says about patients, studies, series and documents. */
final class StudyLabels extends LabelProvider implements IStyledLabelProvider, IToolTipProvider {

    private final Studies studies;

    StudyLabels(Studies studies) {
        this.studies = studies;
    }

    @Override
    public StyledString getStyledText(Object element) {
        StyledString text = new StyledString();
        switch (element) {
            case StudyTree.Patient patient -> {
                text.append(patient.id().isBlank() ? Messages.Studies_unnamed : patient.id());
                String name = patient.name().replace('^', ' ').strip();
                if (!name.isEmpty() && !bare(name).equals(bare(patient.id()))) {
                    text.append("  " + name, StyledString.QUALIFIER_STYLER);
                }
            }
            case StudyTree.Study study -> {
                text.append(study.date().isBlank() ? Messages.Studies_undated : date(study.date()));
                if (!study.description().isBlank()) {
                    text.append("  " + study.description(), StyledString.QUALIFIER_STYLER);
                }
            }
            case ImageSeries series -> series(series, text);
            case ImageFile document -> document(document, text);
            default -> throw new IllegalArgumentException("Not a part of a study tree: " + element);
        }
        return text;
    }

    @Override
    public String getToolTipText(Object element) {
        return switch (element) {
            case ImageSeries series -> String.join("\n", SeriesDetails.lines(series));
            case ImageFile document -> document.file().toString();
            default -> null;
        };
    }

    private static void document(ImageFile document, StyledString text) {
        String name = StudyTree.name(document);
        String kind = StudyTree.kind(document);
        text.append(name, StyledString.QUALIFIER_STYLER);
        if (!kind.isEmpty() && !kind.equals(name)) {
            text.append("  " + kind, StyledString.QUALIFIER_STYLER);
        }
    }

    @Override
    public String getText(Object element) {
        return getStyledText(element).getString();
    }

    private void series(ImageSeries series, StyledString text) {
        String description = series.info().seriesDescription();
        text.append(
                description.isBlank()
                        ? series.instances().get(0).file().getFileName().toString()
                        : description);
        int count = series.frames().size();
        Optional<Studies.Advance> advance = studies.advance(series);
        if (advance.isPresent()) {
            text.append(
                    "  " + NLS.bind(Messages.Studies_advance, advance.get().complete(), count),
                    StyledString.COUNTER_STYLER);
        } else {
            text.append(
                    "  " + (count == 1 ? Messages.Studies_oneFrame : NLS.bind(Messages.Studies_frames, count)),
                    StyledString.QUALIFIER_STYLER);
        }
    }

    /** A name without what writers of names and of ids differ in. */
    private static String bare(String name) {
        return name.replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase(Locale.ROOT);
    }

    private static String date(String yyyymmdd) {
        return yyyymmdd.matches("[0-9]{8}")
                ? yyyymmdd.substring(0, 4) + "-" + yyyymmdd.substring(4, 6) + "-" + yyyymmdd.substring(6)
                : yyyymmdd;
    }
}
