package org.credence.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.CodedConcept;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.FrameState;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.LayerKey;
import org.credence.annotation.Measurement;
import org.credence.annotation.Reader;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DicomMeasurementWriterTest {

    private static final CodedConcept AREA = new CodedConcept("42798000", "SCT", "Area");
    private static final CodedConcept MEAN = new CodedConcept("373098007", "SCT", "Mean");
    private static final CodedConcept MM2 = new CodedConcept("mm2", "UCUM", "mm2");

    @TempDir
    private Path folder;

    private ImageSeries series;
    private Path segmentation;
    private Path file;

    @BeforeEach
    void aSeriesToMeasure() throws Exception {
        Path image = folder.resolve("clip.dcm");
        new DicomImageSink().write(Clips.gray(8, 6, 3), image);
        series = ImageSeries.of(new DicomImageSource().open(image));
        segmentation = folder.resolve("clip.seg.dcm");
        file = folder.resolve("clip.sr.dcm");
    }

    private AnnotationSnapshot annotation(Reader reader) throws IOException {
        byte[] percent = new byte[48];
        percent[5] = 80;
        AnnotationSnapshot snapshot = new AnnotationSnapshot(
                reader,
                LabelScheme.lungUltrasound(),
                series.info().seriesUid(),
                8,
                6,
                series.frames(),
                Map.of(new LayerKey(series.frames().get(1), 1), ConfidenceLayer.of(8, 6, percent)),
                Map.of(series.frames().get(1), FrameState.COMPLETE));
        Files.deleteIfExists(segmentation);
        new DicomSegmentationStore().write(snapshot, series, segmentation, Progress.NONE);
        return snapshot;
    }

    private static List<Measurement.OfSegment> measurements() {
        List<Measurement> values = List.of(
                new Measurement(AREA, Optional.of(MEAN), 12.3456789012345678, MM2),
                new Measurement(AREA, Optional.empty(), 0.041881, MM2));
        return LabelScheme.lungUltrasound().segments().stream()
                .map(s -> new Measurement.OfSegment(s, values))
                .toList();
    }

    private void write(Reader reader) throws IOException {
        new DicomMeasurementWriter().write(annotation(reader), series, segmentation, measurements(), file);
    }

    @Test
    void aValidatorFindsNoErrorWhetherAPersonOrAModelMeasured() throws Exception {
        for (Reader reader : List.of(new Reader("anna", "Änne Müller"), new Reader("model", "unet 60"))) {
            write(reader);
            assertEquals(List.of(), OtherTools.errorsOf(file), reader.name());
        }
    }

    @Test
    void dcmtkReadsTheTreeByItsTemplate() throws Exception {
        write(new Reader("model", "unet 60"));
        String tree = OtherTools.dsrdump(file);
        assertTrue(tree.lines().noneMatch(l -> l.startsWith("E: ")), tree);
        for (String part : List.of(
                "Comprehensive 3D SR",
                "Imaging Measurement Report",
                "Device Observer Name",
                "unet 60",
                "Measurement Group",
                "12.3456789012346",
                "mm2",
                "Referenced Segment",
                "Derivation")) {
            assertTrue(tree.contains(part), part + " in\n" + tree);
        }
    }

    @Test
    void pydicomReadsTheValuesAndWhatTheyReferTo() throws Exception {
        write(new Reader("anna", "Änne Müller"));
        String said = OtherTools.pydicom("""
                d = pydicom.dcmread(sys.argv[1])
                seg = pydicom.dcmread(sys.argv[1].replace('.sr.', '.seg.'))
                print(d.ContentTemplateSequence[0].TemplateIdentifier, d.SOPClassUID.name)
                groups = [c for c in d.ContentSequence if c.ConceptNameCodeSequence[0].CodeValue == '126010'][0]
                for n, g in enumerate(groups.ContentSequence, 1):
                    for c in g.ContentSequence:
                        if c.ValueType == 'NUM':
                            m = c.MeasuredValueSequence[0]
                            print(m.FloatingPointValue, m.MeasurementUnitsCodeSequence[0].CodeValue)
                        if c.ConceptNameCodeSequence[0].CodeValue == '121191':
                            r = c.ReferencedSOPSequence[0]
                            print(r.ReferencedSOPInstanceUID == seg.SOPInstanceUID, r.ReferencedSegmentNumber == n)
                e = d.CurrentRequestedProcedureEvidenceSequence[0]
                print(d.PatientName == seg.PatientName, e.StudyInstanceUID == d.StudyInstanceUID)
                """, file);
        assertTrue(said.startsWith("1500 Comprehensive 3D SR Storage"), said);
        assertTrue(said.contains("12.345678901234567 mm2") && said.contains("0.041881 mm2"), said);
        assertTrue(said.contains("True True") && !said.contains("False"), said);
    }

    @Test
    void aReportIsDeidentifiedWithItsImagesAndStillRefersToThem() throws Exception {
        write(new Reader("anna", "Änne Müller"));
        DicomDeidentifier deidentifier = new DicomDeidentifier();
        var how = new org.credence.imaging.Deidentification(new byte[32], java.util.Set.of(), List.of());
        Path image = folder.resolve("out-clip.dcm");
        Path report = folder.resolve("out.sr.dcm");
        deidentifier.deidentify(series.instances().get(0).file(), how, image);
        deidentifier.deidentify(file, how, report);
        assertEquals(List.of(), OtherTools.errorsOf(report));
        String text = new String(Files.readAllBytes(report), java.nio.charset.StandardCharsets.UTF_8);
        assertFalse(text.contains("Müller"));
        assertFalse(text.contains(series.info().seriesUid()));
        assertTrue(text.contains(deidentifier.identity(image).sopInstanceUid()));
        assertTrue(text.contains("12.3456789012346"));
    }

    @Test
    void anotherFileThanTheSegmentationIsRefused() throws Exception {
        AnnotationSnapshot annotation = annotation(new Reader("anna", "Anna"));
        Path image = series.instances().get(0).file();
        AnnotationException e = assertThrows(
                AnnotationException.class,
                () -> new DicomMeasurementWriter().write(annotation, series, image, measurements(), file));
        assertTrue(e.getMessage().contains("save the annotation first"), e.getMessage());
        assertFalse(Files.exists(file));
    }
}
