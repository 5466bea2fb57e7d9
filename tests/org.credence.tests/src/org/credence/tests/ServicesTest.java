package org.credence.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.credence.analytics.Biomarkers;
import org.credence.analytics.ReportWriters;
import org.credence.annotation.AnnotationExporters;
import org.credence.annotation.AnnotationImporters;
import org.credence.annotation.AnnotationStores;
import org.credence.annotation.PaintTools;
import org.credence.annotation.spi.PaintTool;
import org.credence.imaging.ImageSinks;
import org.credence.imaging.ImageSources;
import org.credence.imaging.Progress;
import org.credence.phantom.Cohort;
import org.credence.phantom.CohortPlan;
import org.credence.phantom.PhantomClip;
import org.credence.segmentation.SegmentationEngines;
import org.credence.training.Trainers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/** What the bundles offer each other once they are installed. */
class ServicesTest {

    @TempDir
    Path folder;

    @Test
    void everyBundleOfOursResolves() {
        List<String> unresolved = java.util.stream.Stream.of(
                        FrameworkUtil.getBundle(getClass()).getBundleContext().getBundles())
                .filter(b -> b.getSymbolicName().startsWith("org.credence."))
                .filter(b -> (b.getState() & (Bundle.RESOLVED | Bundle.STARTING | Bundle.ACTIVE)) == 0)
                .map(Bundle::getSymbolicName)
                .toList();
        assertEquals(List.of(), unresolved);
    }

    @Test
    void everyCollectorFindsSomebodyToServe() throws Exception {
        PhantomClip clip = clip();
        Path file = folder.resolve("clip.dcm");
        Services.get(ImageSinks.class).write(clip.render(Progress.NONE), file);
        assertEquals(
                clip.sopInstanceUid(),
                Services.get(ImageSources.class).open(file).sopInstanceUid());
        assertFalse(Services.get(SegmentationEngines.class).accelerator().isBlank());
        assertFalse(Services.get(Biomarkers.class).all().isEmpty());
        assertTrue(Services.get(ReportWriters.class).formats().containsAll(List.of("html", "json")));
        Services.get(AnnotationStores.class);
        for (String format : List.of("seg", "seg-binary", "nrrd", "nifti", "png", "nnunet")) {
            assertEquals(
                    format,
                    Services.get(AnnotationExporters.class).exporter(format).format());
        }
        Services.get(AnnotationImporters.class);
        Services.get(Trainers.class);
    }

    @Test
    void theBrushComesFirstInThePalette() {
        assertEquals(
                List.of("org.credence.brush", "org.credence.eraser"),
                Services.get(PaintTools.class).all().stream()
                        .map(PaintTool::id)
                        .limit(2)
                        .toList());
    }

    private static PhantomClip clip() {
        return Cohort.simulate(CohortPlan.demo().withPatients(3))
                .exams()
                .get(0)
                .clips()
                .get(0);
    }
}
