package org.credence.autosegmentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.AnnotationStores;
import org.credence.annotation.FileStamp;
import org.credence.imaging.Progress;

/**
 * One annotation per clip, where {@link AnnotationStores} look for those of the reader {@link ModelReader#ID}: whoever opens
 * the series with this folder of annotations sees the model as another reader. Where several models were asked, another one
 * in the folder {@value #DEVIATION} beside it says how far they are apart: what they disagree about is no reading, and must
 * not be compared with readings. Immutable.
 */
public final class AnnotationFiles implements ClipFiles {

    /** The folder, within that of annotations, for what models disagree about. */
    public static final String DEVIATION = "deviation";

    private final AnnotationStores stores;
    private final Path folder;

    /**
     * @param stores the best of them writes
     * @param folder of annotations; made if it is not there
     */
    public AnnotationFiles(AnnotationStores stores, Path folder) {
        this.stores = stores;
        this.folder = folder;
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public String kind() {
        return "format seg";
    }

    /** Always: nothing is made beside the annotation. */
    @Override
    public boolean isComplete(String name) {
        return true;
    }

    @Override
    public List<Path> write(SegmentedClip clip, Progress progress) throws IOException {
        Path apart = folder.resolve(DEVIATION);
        List<Path> files = new ArrayList<>();
        files.add(write(clip.snapshot(), folder, clip, progress));
        if (clip.deviation().isPresent()) {
            files.add(write(clip.deviation().get(), Files.createDirectories(apart), clip, progress));
        } else {
            // What was said about other models would be taken for these ones'.
            Files.deleteIfExists(AnnotationStores.fileFor(apart, clip.snapshot().reader(), clip.series()));
        }
        return files;
    }

    private Path write(AnnotationSnapshot snapshot, Path into, SegmentedClip clip, Progress progress)
            throws IOException {
        Path file = AnnotationStores.fileFor(into, snapshot.reader(), clip.series());
        // The way to save that can be cancelled replaces only what was there when it began.
        stores.save(snapshot, clip.series(), file, stamp(file), progress);
        return file;
    }

    private static FileStamp stamp(Path file) throws AutoSegmentationException {
        try {
            return FileStamp.of(file);
        } catch (IOException e) {
            throw new AutoSegmentationException(
                    "What a model said before, " + file + ", cannot be read and so not be replaced (" + e
                            + "); check its permissions, or choose another folder.",
                    e);
        }
    }
}
