package org.credence.imaging;

import java.nio.file.Path;
import java.util.List;

/**
 * A file that lists others, such as a DICOMDIR.
 *
 * @param file where it lies
 * @param members the files that it lists, in its order; they need not exist
 */
public record ImageDirectory(Path file, List<Path> members) implements ImageFile {

    public ImageDirectory {
        members = List.copyOf(members);
    }
}
