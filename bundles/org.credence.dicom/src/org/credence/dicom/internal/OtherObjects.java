package org.credence.dicom.internal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.credence.dicom.DicomException;
import org.credence.imaging.GrayValues;
import org.credence.imaging.ImageDirectory;
import org.credence.imaging.ImageFile;
import org.credence.imaging.OtherObject;
import org.credence.imaging.PresentationState;
import org.credence.imaging.SeriesInfo;

/** What DICOM files without pixels hold: directories, presentation states, and everything else by its name. */
final class OtherObjects {

    static final String MEDIA_STORAGE_DIRECTORY = "1.2.840.10008.1.3.10";

    /** All softcopy presentation states are named below this. */
    private static final String PRESENTATION_STATES = "1.2.840.10008.5.1.4.1.1.11.";

    private OtherObjects() {}

    static ImageFile of(DicomFile file, SeriesInfo series) throws DicomException {
        String sopClass = DicomObjects.sopClass(file);
        DataSet d = file.dataSet();
        if (sopClass.equals(MEDIA_STORAGE_DIRECTORY)
                || d.element(Tag.DIRECTORY_RECORD_SEQUENCE).isPresent()) {
            return directory(file);
        }
        if (sopClass.startsWith(PRESENTATION_STATES)) {
            return presentation(file, series);
        }
        return new OtherObject(file.path(), series, HeaderDescription.kind(file), title(d));
    }

    /** What an object calls itself. */
    static String title(DataSet d) throws DicomException {
        for (int tag : new int[] {Tag.DOCUMENT_TITLE, Tag.CONTENT_LABEL, Tag.CONTENT_DESCRIPTION}) {
            if (!d.text(tag).isEmpty()) {
                return d.text(tag);
            }
        }
        Optional<DataSet> concept = d.item(Tag.CONCEPT_NAME_CODE_SEQUENCE);
        if (concept.isPresent() && !concept.get().text(Tag.CODE_MEANING).isEmpty()) {
            return concept.get().text(Tag.CODE_MEANING);
        }
        return d.text(Tag.SERIES_DESCRIPTION);
    }

    /** The files that a DICOMDIR lists, all of them below its own folder (PS3.10, 8.5). */
    private static ImageDirectory directory(DicomFile file) throws DicomException {
        Path folder = file.path().toAbsolutePath().getParent();
        List<Path> members = new ArrayList<>();
        for (DataSet entry : file.dataSet().items(Tag.DIRECTORY_RECORD_SEQUENCE)) {
            List<String> id = entry.texts(Tag.REFERENCED_FILE_ID);
            Path member = folder;
            try {
                for (String part : id) {
                    // An identifier has plain names; anything else would lead out of the folder.
                    if (part.isBlank() || part.equals("..") || part.contains("/") || part.contains("\\")) {
                        member = folder;
                        break;
                    }
                    member = member.resolve(part);
                }
            } catch (InvalidPathException e) {
                continue;
            }
            if (!member.equals(folder) && member.normalize().startsWith(folder.normalize())) {
                members.add(member);
            }
        }
        return new ImageDirectory(file.path(), members);
    }

    private static PresentationState presentation(DicomFile file, SeriesInfo series) throws DicomException {
        DataSet d = file.dataSet();
        Set<String> images = new HashSet<>();
        for (DataSet referenced : d.items(Tag.REFERENCED_SERIES_SEQUENCE)) {
            images.addAll(images(referenced));
        }
        List<PresentationState.Setting> settings = new ArrayList<>();
        for (DataSet item : d.items(Tag.SOFTCOPY_VOI_LUT_SEQUENCE)) {
            Set<Integer> frames = new HashSet<>();
            for (DataSet reference : item.items(Tag.REFERENCED_IMAGE_SEQUENCE)) {
                for (double f : reference.numbers(Tag.REFERENCED_FRAME_NUMBER)) {
                    frames.add((int) f);
                }
            }
            for (GrayValues.Preset preset : Voi.presets(file, item, true)) {
                settings.add(new PresentationState.Setting(preset.window(), images(item), frames));
            }
        }
        return new PresentationState(
                file.path(),
                series,
                title(d),
                settings,
                d.text(Tag.PRESENTATION_LUT_SHAPE).equals("INVERSE"),
                images);
    }

    private static Set<String> images(DataSet d) throws DicomException {
        Set<String> images = new HashSet<>();
        for (DataSet reference : d.items(Tag.REFERENCED_IMAGE_SEQUENCE)) {
            String uid = reference.text(Tag.REFERENCED_SOP_INSTANCE_UID);
            if (!uid.isEmpty()) {
                images.add(uid);
            }
        }
        return images;
    }
}
