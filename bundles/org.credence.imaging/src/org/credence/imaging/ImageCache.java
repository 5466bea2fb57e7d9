package org.credence.imaging;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.credence.imaging.internal.CacheFolder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * What is kept between runs so that images open at once: what the files of a folder were, and unpacked archives. It holds
 * names of patients and images, so that nobody but its owner may read it; nothing is lost with it but time. Thread-safe,
 * and several processes may share it.
 *
 * <p>System properties: {@code credence.cache} is the folder to use, and with {@code credence.index=false} nothing is
 * remembered of folders. What was not used for 90 days (archives: 30) is removed, and the eldest of what is too much.
 */
@Component(service = ImageCache.class)
public final class ImageCache {

    private final CacheFolder folder;
    private final boolean indexed;

    /** The cache of the user, or that which the system properties say. */
    @Activate
    public ImageCache() {
        this(CacheFolder.ofUser(), !"false".equals(System.getProperty("credence.index")));
    }

    /** A cache in a folder of its own, which need not exist. */
    public ImageCache(Path folder) {
        this(folder, true);
    }

    private ImageCache(Path folder, boolean indexed) {
        this.folder = new CacheFolder(folder);
        this.indexed = indexed;
    }

    /**
     * Deletes all that is kept. Images of archives that are open somewhere can no longer be decoded.
     *
     * @throws ImagingException if something is left
     */
    public void forget() throws ImagingException {
        try {
            folder.clear();
        } catch (IOException e) {
            throw new ImagingException(
                    "Not all of " + folder.path() + " could be deleted: " + e.getMessage()
                            + "; close what uses it and try again.",
                    e);
        }
    }

    /** Where the index of a folder lies, or shall; empty if nothing is to be remembered. */
    Optional<Path> indexOf(Path of) {
        return indexed ? folder.indexOf(of) : Optional.empty();
    }

    Path archives() {
        return folder.archives();
    }

    /** Removes what was not used for long; never fails, the next time is soon enough. */
    void tidy() {
        folder.tidy(System.currentTimeMillis());
    }
}
