package org.credence.workbench.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.SeriesInfo;

/** Series as people look for them: by patient, then by study. Needs no display. */
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

    /** One examination; equal to itself in a tree that was built again. */
    record Study(String uid, String date, String description, List<ImageSeries> series) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Study s && s.uid.equals(uid);
        }

        @Override
        public int hashCode() {
            return uid.hashCode();
        }
    }

    /** The series whose patient, study, description or file name contain all words of a filter. */
    static StudyTree of(List<ImageSeries> series, String filter) {
        String[] words = filter.toLowerCase(Locale.ROOT).strip().split("\\s+");
        Map<List<String>, Map<String, List<ImageSeries>>> patients = new LinkedHashMap<>();
        for (ImageSeries s : series) {
            if (matches(s, words)) {
                patients.computeIfAbsent(
                                List.of(s.info().patientId(), s.info().patientName()), k -> new LinkedHashMap<>())
                        .computeIfAbsent(s.info().studyUid(), k -> new ArrayList<>())
                        .add(s);
            }
        }
        List<Patient> tree = new ArrayList<>();
        patients.forEach((key, studies) -> tree.add(new Patient(
                key.get(0),
                key.get(1),
                studies.entrySet().stream()
                        .map(e -> {
                            SeriesInfo info = e.getValue().get(0).info();
                            return new Study(
                                    e.getKey(), info.studyDate(), info.studyDescription(), List.copyOf(e.getValue()));
                        })
                        .toList())));
        return new StudyTree(List.copyOf(tree));
    }

    private static boolean matches(ImageSeries series, String[] words) {
        SeriesInfo info = series.info();
        String text = String.join(
                        " ",
                        info.patientId(),
                        info.patientName(),
                        info.studyDate(),
                        info.studyDescription(),
                        info.seriesDescription(),
                        info.modality(),
                        series.instances().get(0).file().getFileName().toString())
                .toLowerCase(Locale.ROOT);
        for (String word : words) {
            if (!text.contains(word)) {
                return false;
            }
        }
        return true;
    }
}
