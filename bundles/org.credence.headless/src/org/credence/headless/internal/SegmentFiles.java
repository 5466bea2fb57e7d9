package org.credence.headless.internal;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import org.credence.annotation.AnnotatedSeries;
import org.credence.annotation.AnnotationExport;
import org.credence.autosegmentation.AnnotationFiles;
import org.credence.autosegmentation.ClipFiles;
import org.credence.autosegmentation.ClipOutcome;
import org.credence.autosegmentation.SegmentedClip;
import org.credence.imaging.Progress;
import org.credence.imaging.WholeFile;

/**
 * What the command makes of a clip: a segmentation, with a report of its areas if wanted, or the files of an exporter; and a
 * small picture, which the contact sheet needs of clips that were done before too. Used by one thread.
 */
final class SegmentFiles implements ClipFiles {

    /** The format that annotations are kept in; the others are those of exporters. */
    static final String SEG = "seg";

    private final Services services;
    private final Path folder;
    private final String format;
    private final boolean reports;
    private final AnnotationFiles annotations;
    private final Map<String, BufferedImage> pictures = new HashMap<>();

    /** @param reports whether areas are written as DICOM too, beside segmentations only */
    SegmentFiles(Services services, Path folder, String format, boolean reports) {
        this.services = services;
        this.folder = folder;
        this.format = format;
        this.reports = reports;
        this.annotations = new AnnotationFiles(services.annotations(), folder);
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public String kind() {
        return "format " + format + (reports ? " with reports" : "");
    }

    @Override
    public boolean isComplete(String name) throws IOException {
        Path file = file(name);
        BufferedImage picture = null;
        if (Files.isRegularFile(file)) {
            try {
                picture = ImageIO.read(file.toFile());
            } catch (IIOException e) {
                // Damaged: the clip is segmented again, which draws it anew.
                return false;
            }
        }
        if (picture != null) {
            pictures.put(name, picture);
        }
        return picture != null;
    }

    @Override
    public List<Path> write(SegmentedClip clip, Progress progress) throws IOException {
        List<Path> files = new ArrayList<>();
        if (format.equals(SEG)) {
            files.addAll(annotations.write(clip, progress));
            if (reports) {
                files.add(measure(clip, files.get(0)));
            }
        } else {
            List<AnnotatedSeries> written = new ArrayList<>();
            written.add(new AnnotatedSeries(clip.name(), clip.series(), clip.snapshot()));
            clip.deviation()
                    .ifPresent(d -> written.add(new AnnotatedSeries(clip.name() + "-deviation", clip.series(), d)));
            files.addAll(services.annotationExporters()
                    .exporter(format)
                    .write(written, AnnotationExport.PERCENTS, folder, progress));
        }
        draw(clip);
        return files;
    }

    /**
     * The picture of a clip that was written or found complete.
     *
     * @param name of the clip's files
     */
    BufferedImage picture(String name) {
        return pictures.get(name);
    }

    private Path measure(SegmentedClip clip, Path segmentation) throws IOException {
        Path report = folder.resolve(clip.name() + ".sr.dcm");
        services.measurements()
                .write(
                        clip.snapshot(),
                        clip.series(),
                        segmentation,
                        SegmentAreas.of(clip.series(), clip.snapshot(), clip.frames(), SegmentedClip.CUT_PERCENT),
                        report);
        return report;
    }

    private void draw(SegmentedClip clip) throws IOException {
        BufferedImage picture = ContactSheet.Tile.of(
                        ClipOutcome.title(clip.series()),
                        clip.shown(),
                        clip.shownLayers(),
                        clip.snapshot().scheme())
                .image();
        WholeFile.write(file(clip.name()), unfinished -> {
            if (!ImageIO.write(picture, "png", unfinished.toFile())) {
                throw new IOException("This Java runtime writes no PNG.");
            }
        });
        pictures.put(clip.name(), picture);
    }

    private Path file(String name) {
        return folder.resolve("done").resolve(name + ".png");
    }
}
