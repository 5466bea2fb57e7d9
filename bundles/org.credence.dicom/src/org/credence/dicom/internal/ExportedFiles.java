package org.credence.dicom.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.credence.dicom.DicomException;
import org.credence.imaging.ImageExport;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;

/** Which files an export goes to, and what it takes from where. */
final class ExportedFiles {

    private ExportedFiles() {}

    /** The frames that an export takes of each instance, from 0, in its order. */
    static Map<ImageInstance, List<Integer>> byInstance(ImageSeries series, ImageExport export) {
        List<ImageInstance> owners = new ArrayList<>();
        List<Integer> indices = new ArrayList<>();
        for (ImageInstance instance : series.instances()) {
            for (int f = 0; f < instance.frameCount(); f++) {
                owners.add(instance);
                indices.add(f);
            }
        }
        Map<ImageInstance, List<Integer>> frames = new LinkedHashMap<>();
        for (int p : export.positions()) {
            if (p < 0 || p >= owners.size()) {
                throw new IllegalArgumentException(
                        series + " has no frame at position " + p + "; positions count from 0");
            }
            frames.computeIfAbsent(owners.get(p), i -> new ArrayList<>()).add(indices.get(p));
        }
        return frames;
    }

    /** The file of one of several objects: its number goes before the extension. */
    static Path numbered(Path target, int index, int count) {
        if (count == 1) {
            return target;
        }
        String name = target.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String extension = dot > 0 ? name.substring(dot) : "";
        int digits = Math.max(4, Integer.toString(count).length());
        return target.resolveSibling(stem + "-" + String.format("%0" + digits + "d", index + 1) + extension);
    }

    /** The file that an instance lies in. */
    static DicomFile open(ImageInstance instance) throws DicomException {
        if (!DicomFile.looksLike(instance.file())) {
            throw new DicomException("File " + instance.file()
                    + " is no DICOM file, whose data set could be kept; choose another format.");
        }
        return DicomFile.read(instance.file());
    }

    static DicomException unwritable(Path file, IOException e) {
        return e instanceof DicomException d
                ? d
                : new DicomException(
                        file + " cannot be written (" + DicomFile.reason(e).replaceFirst("\\.$", "")
                                + "); check the folder and the space left.",
                        e);
    }
}
