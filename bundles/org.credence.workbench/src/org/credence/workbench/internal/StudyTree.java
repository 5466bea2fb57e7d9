package org.credence.workbench.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.credence.imaging.ImageDirectory;
import org.credence.imaging.ImageFile;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.OtherObject;
import org.credence.imaging.PresentationState;
import org.credence.imaging.SeriesInfo;

/** Series, and what stands beside them, as people look for them: by patient, then by study. Needs no display. */
record StudyTree(List<Patient> patients) {

    /** A patient and the studies made of them. */
    record Patient(String id, String name, List<Study> studies) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Patient p && p.id.equals(id) && p.name.equals(name);
        }

        @Override
        public int hashCode() {
            return id.hashCode();
        }
    }

    /**
     * One examination; equal to itself in a tree that was built again.
     *
     * @param documents presentation states and whatever else is no image
     */
    record Study(String uid, String date, String description, List<ImageSeries> series, List<ImageFile> documents) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Study s && s.uid.equals(uid);
        }

        @Override
        public int hashCode() {
            return uid.hashCode();
        }
    }

    /** A study while it is put together. */
    private record Members(List<ImageSeries> series, List<ImageFile> documents) {
        SeriesInfo info() {
            return series.isEmpty()
                    ? StudyTree.info(documents.get(0)).orElseThrow()
                    : series.get(0).info();
        }
    }

    /** The series and documents whose patient, study, description or file name contain all words of a filter. */
    static StudyTree of(List<ImageSeries> series, List<? extends ImageFile> documents, String filter) {
        String[] words = filter.toLowerCase(Locale.ROOT).strip().split("\\s+");
        Map<List<String>, Map<String, Members>> patients = new LinkedHashMap<>();
        for (ImageSeries s : series) {
            if (matches(s.info(), s.instances().get(0).file(), "", words)) {
                members(patients, s.info()).series().add(s);
            }
        }
        for (ImageFile document : documents) {
            info(document)
                    .filter(info -> matches(info, document.file(), name(document), words))
                    .ifPresent(info -> members(patients, info).documents().add(document));
        }
        List<Patient> tree = new ArrayList<>();
        patients.forEach((key, studies) -> tree.add(new Patient(
                key.get(0),
                key.get(1),
                studies.entrySet().stream()
                        .map(e -> study(e.getKey(), e.getValue()))
                        .toList())));
        return new StudyTree(List.copyOf(tree));
    }

    /** What a document is called: its title, else its kind. */
    static String name(ImageFile document) {
        return switch (document) {
            case PresentationState state -> state.label().isBlank() ? kind(state) : state.label();
            case OtherObject other -> other.title().isBlank() ? kind(other) : other.title();
            case ImageInstance image -> image.series().seriesDescription();
            case ImageDirectory directory -> directory.file().getFileName().toString();
        };
    }

    /** What kind of document it is. */
    static String kind(ImageFile document) {
        return switch (document) {
            case PresentationState state -> Messages.Studies_presentation;
            case OtherObject other -> other.kind().replaceFirst(" Storage$", "");
            case ImageInstance image -> "";
            case ImageDirectory directory -> "";
        };
    }

    private static Optional<SeriesInfo> info(ImageFile file) {
        return switch (file) {
            case PresentationState state -> Optional.of(state.series());
            case OtherObject other -> Optional.of(other.series());
            case ImageInstance image -> Optional.of(image.series());
            case ImageDirectory directory -> Optional.empty();
        };
    }

    private static Members members(Map<List<String>, Map<String, Members>> patients, SeriesInfo info) {
        return patients.computeIfAbsent(List.of(info.patientId(), info.patientName()), k -> new LinkedHashMap<>())
                .computeIfAbsent(info.studyUid(), k -> new Members(new ArrayList<>(), new ArrayList<>()));
    }

    private static Study study(String uid, Members members) {
        SeriesInfo info = members.info();
        return new Study(
                uid,
                info.studyDate(),
                info.studyDescription(),
                List.copyOf(members.series()),
                List.copyOf(members.documents()));
    }

    private static boolean matches(SeriesInfo info, Path file, String name, String[] words) {
        String text = String.join(
                        " ",
                        info.patientId(),
                        info.patientName(),
                        info.studyDate(),
                        info.studyDescription(),
                        info.seriesDescription(),
                        info.modality(),
                        name,
                        file.getFileName().toString())
                .toLowerCase(Locale.ROOT);
        for (String word : words) {
            if (!text.contains(word)) {
                return false;
            }
        }
        return true;
    }
}
