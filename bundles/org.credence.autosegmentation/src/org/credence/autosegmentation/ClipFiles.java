package org.credence.autosegmentation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.credence.imaging.Progress;

/**
 * What is made of a clip that was segmented, and where it goes. Implemented by whoever wants more or other files than
 * {@link AnnotationFiles}. Called by the thread that runs an {@link AutoSegmentation}.
 */
public interface ClipFiles {

    /** The folder of all files, and of the notes about them. */
    Path folder();

    /** What kind of files these are, in words; a clip that is done with files of another kind is done again. */
    String kind();

    /**
     * Whether what was made of a clip beside the files that {@link #write} named is there and sound; a clip of which this
     * does not hold is segmented again. The files themselves are looked after by the run.
     *
     * @param name as {@link SegmentedClip#name}
     * @throws IOException if that cannot be found out
     */
    boolean isComplete(String name) throws IOException;

    /**
     * Writes the files of a clip, each whole or not at all, in place of those of an earlier run; blocks.
     *
     * @return the files within the folder, at least one
     * @throws IOException if that fails; the clip then failed, with this message as its reason
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    List<Path> write(SegmentedClip clip, Progress progress) throws IOException;
}
