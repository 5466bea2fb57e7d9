package org.credence.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.credence.dicom.contract.ConformanceFile;
import org.credence.imaging.FileDescription;
import org.credence.imaging.ImagingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The DICOM JSON model and what objects without pixels say. */
class DescriptionTest {

    @TempDir
    private Path folder;

    private String json(Path file) throws ImagingException {
        return new DicomImageSource()
                .describe(file, Set.of(FileDescription.Detail.JSON))
                .json()
                .orElseThrow();
    }

    @Test
    void everyKindOfValueHasItsPlaceInTheModel() throws IOException {
        RawFile raw = RawFile.in(RawFile.EXPLICIT)
                .text(0x00080005, "CS", "ISO_IR 100")
                .text(0x00080008, "CS", "DERIVED\\\\AXIAL")
                .text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7")
                .text(0x00080050, "SH", "")
                .head(0x00081140, "SQ", 0)
                .text(0x00100010, "PN", "M\u00fcller^A=X")
                .text(0x00101020, "DS", "1.50\\tall")
                .text(0x00200013, "IS", "+7")
                .element(0x00280009, "AT", new byte[] {0x18, 0, 0x63, 0x10})
                .us(0x00280010, 65535)
                .text(0x00290010, "LO", "SOMEBODY")
                .element(0x00291001, "UN", new byte[] {1, 2, 3, 4});
        Path file = raw.write(folder.resolve("all.dcm"));
        assertEquals("""
                {"00080005":{"vr":"CS","Value":["ISO_IR 100"]},\
                "00080008":{"vr":"CS","Value":["DERIVED",null,"AXIAL"]},\
                "00080016":{"vr":"UI","Value":["1.2.840.10008.5.1.4.1.1.7"]},\
                "00080050":{"vr":"SH"},\
                "00081140":{"vr":"SQ"},\
                "00100010":{"vr":"PN","Value":[{"Alphabetic":"M\u00fcller^A","Ideographic":"X"}]},\
                "00101020":{"vr":"DS","Value":[1.50,"tall"]},\
                "00200013":{"vr":"IS","Value":[7]},\
                "00280009":{"vr":"AT","Value":["00181063"]},\
                "00280010":{"vr":"US","Value":[65535]},\
                "00290010":{"vr":"LO","Value":["SOMEBODY"]},\
                "00291001":{"vr":"UN","InlineBinary":"AQIDBA=="}}""", json(file));
    }

    @Test
    void pixelsAreWhereTheModelSays() throws IOException {
        Path file = RawFile.in(RawFile.EXPLICIT)
                .image(1)
                .element(0x7FE00010, "OB", new byte[] {9, 8, 7, 6, 5, 4})
                .write(folder.resolve("pixels.dcm"));
        String said = json(file);
        long offset = Files.size(file) - 6;
        assertTrue(
                said.endsWith("\"7FE00010\":{\"vr\":\"OB\",\"BulkDataURI\":\"" + file.toUri() + "#offset=" + offset
                        + ";length=6\"}}"),
                said);
    }

    @Test
    void realFilesSayTheSameAsAnotherToolDoes() throws Exception {
        Path shared = ConformanceFile.folder();
        if (shared == null) {
            abort("No folder shared/conformance here.");
        }
        // Signed and damaged files, whose differences are known, are left to the other tests.
        for (String name : List.of(
                "chrArab.dcm",
                "chrX1.dcm",
                "chrFrenMulti.dcm",
                "report_dfl",
                "rtdose.dcm",
                "liver.dcm",
                "JPEG-LL.dcm")) {
            Path file = shared.resolve("files").resolve(name);
            if (!Files.exists(file)) {
                continue;
            }
            Path ours = Files.writeString(folder.resolve("ours.json"), json(file));
            String said = OtherTools.pydicom("""
                    import json
                    source, ours = sys.argv[1].split('|')
                    theirs = pydicom.dcmread(source).to_json_dict(1 << 40)
                    ours = json.load(open(ours, encoding='utf-8'))
                    def wrong(a, b, path=''):
                        found = []
                        for key in sorted(set(a) | set(b)):
                            if key.endswith('0000') or 'BulkDataURI' in a.get(key, {}):
                                continue
                            x, y = a.get(key), b.get(key)
                            if x is None or y is None or x['vr'] != y['vr']:
                                found.append((path + key, x, y))
                            elif x['vr'] == 'SQ':
                                for i, (p, q) in enumerate(zip(x.get('Value', []), y.get('Value', []))):
                                    found += wrong(p, q, path + key + '/%d/' % i)
                            elif flat(x) != flat(y):
                                found.append((path + key, x, y))
                        return found
                    def flat(v):
                        if isinstance(v, dict):
                            return {k: flat(x) for k, x in v.items() if x not in ('', [], None)}
                        if isinstance(v, list):
                            return [flat(x) for x in v]
                        if isinstance(v, (int, float)):
                            return '%.6g' % v
                        return v.strip() if isinstance(v, str) and v else None
                    print(wrong(ours, theirs))
                    """, Path.of(file + "|" + ours));
            assertEquals("[]\n", said, name);
        }
    }

    @Test
    void noRealFileIsTooMuchToDescribe() throws IOException {
        Path shared = ConformanceFile.folder();
        if (shared == null) {
            abort("No folder shared/conformance here.");
        }
        int lines = 0;
        try (Stream<Path> files = Files.walk(shared)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                try {
                    FileDescription d = new DicomImageSource().describe(file, Set.of(FileDescription.Detail.JSON));
                    lines += d.content().size();
                } catch (DicomException e) {
                    assertTrue(e.getMessage().endsWith("."), e.getMessage());
                }
            }
        }
        assertTrue(lines > 100, "only " + lines + " lines of content");
    }

    @Test
    void aReportIsATreeOfLines() throws IOException {
        RawFile raw = RawFile.in(RawFile.EXPLICIT).text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.88.11");
        raw.text(0x0040A040, "CS", "CONTAINER");
        raw.head(0x0040A043, "SQ", RawFile.UNDEFINED).item(RawFile.UNDEFINED);
        raw.text(0x00080104, "LO", "Chest report").endOfItem().endOfSequence();
        raw.head(0x0040A730, "SQ", RawFile.UNDEFINED);
        raw.item(RawFile.UNDEFINED).text(0x0040A010, "CS", "CONTAINS").text(0x0040A040, "CS", "TEXT");
        raw.text(0x0040A160, "UT", "No B-lines.").endOfItem();
        raw.item(RawFile.UNDEFINED).text(0x0040A010, "CS", "CONTAINS").text(0x0040A040, "CS", "NUM");
        raw.head(0x0040A300, "SQ", RawFile.UNDEFINED).item(RawFile.UNDEFINED);
        raw.head(0x004008EA, "SQ", RawFile.UNDEFINED).item(RawFile.UNDEFINED);
        raw.text(0x00080100, "SH", "mm").endOfItem().endOfSequence();
        raw.text(0x0040A30A, "DS", "12.5").endOfItem().endOfSequence().endOfItem();
        raw.endOfSequence();
        FileDescription d = new DicomImageSource().describe(raw.write(folder.resolve("report.dcm")), Set.of());
        assertEquals(List.of("Chest report", "  contains: No B-lines.", "  contains: 12.5 mm"), d.content());
    }
}
