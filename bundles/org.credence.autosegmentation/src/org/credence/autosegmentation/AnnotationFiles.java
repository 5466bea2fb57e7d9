package org.credence.autosegmentation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.credence.annotation.AnnotationStores;
import org.credence.annotation.FileStamp;
import org.credence.imaging.Progress;

/**
 * One annotation per clip, where {@link AnnotationStores} look for those of the reader {@link ModelReader#ID}: whoever opens
 * the series with this folder of annotations sees the model as another reader. Immutable.
 */
public final class AnnotationFiles implements ClipFiles {

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
        Path file = AnnotationStores.fileFor(folder, clip.snapshot().reader(), clip.series());
        // The way to save that can be cancelled replaces only what was there when it began.
        stores.save(clip.snapshot(), clip.series(), file, stamp(file), progress);
        return List.of(file);
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
