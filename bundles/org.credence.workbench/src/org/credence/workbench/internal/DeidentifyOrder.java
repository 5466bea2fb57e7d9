package org.credence.workbench.internal;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.credence.imaging.Deidentification;
import org.credence.imaging.ImageFile;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.PixelRect;

/**
 * What is to be de-identified, and how.
 *
 * @param masks per file, what to blacken of it
 * @param options for all files
 * @param keyFile holds the secret
 * @param newKey whether the key file is to be made
 * @param folder takes the copies
 */
record DeidentifyOrder(
        Map<Path, List<PixelRect>> masks,
        Set<Deidentification.Option> options,
        Path keyFile,
        boolean newKey,
        Path folder) {

    /** The masks of every file of some groups, and of documents, which have none. */
    static Map<Path, List<PixelRect>> masks(List<MaskGroup> groups, List<ImageFile> documents) {
        Map<Path, List<PixelRect>> masks = new LinkedHashMap<>();
        for (MaskGroup group : groups) {
            group.series().stream()
                    .flatMap(s -> s.instances().stream())
                    .map(ImageInstance::file)
                    .forEach(file -> masks.put(file, group.masks().masks()));
        }
        documents.forEach(d -> masks.put(d.file(), List.of()));
        return masks;
    }
}
