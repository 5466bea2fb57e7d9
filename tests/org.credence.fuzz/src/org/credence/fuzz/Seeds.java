package org.credence.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.ConfidenceLayer;
import org.credence.annotation.LabelScheme;
import org.credence.annotation.LayerKey;
import org.credence.annotation.Reader;
import org.credence.dicom.DicomImageSource;
import org.credence.dicom.DicomSegmentationStore;
import org.credence.dicom.codecs.FrameFormat;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;

/** Sound inputs, from which fuzzing and the tests of damage start. */
final class Seeds {

    private static final int COLUMNS = 13;
    private static final int ROWS = 9;
    private static ImageSeries segmented;

    private Seeds() {}

    /** Sound inputs of a target. */
    static List<byte[]> of(Target target) throws IOException {
        return switch (target) {
            case PARSER -> files();
            case OFFSETS -> tables();
            case CHARSET -> texts();
            case SEGMENTATION -> List.of(segmentation());
            case MODEL -> ModelSeeds.models();
            case MODEL_CARD -> ModelSeeds.cards();
            case MODEL_IMPORT -> ModelSeeds.sources();
            case PROMPT_MODEL -> ModelSeeds.pairs();
            case PROMPT_CARD -> ModelSeeds.promptCards();
            default -> streams(target);
        };
    }

    private static List<byte[]> streams(Target target) {
        List<byte[]> inputs = new ArrayList<>();
        if (target == Target.DEFLATED) {
            FrameFormat format = new FrameFormat(COLUMNS, ROWS, 3, 8);
            inputs.add(Target.input(format, deflated(new byte[(int) format.sizeBytes()])));
        }
        for (CodeStream s : CodeStream.all()) {
            if (target.syntaxes().contains(s.syntax())) {
                inputs.add(Target.input(s.format(), s.bytes()));
            }
        }
        return inputs;
    }

    /** Files of every encoding and kind of pixels. */
    static List<byte[]> files() {
        List<byte[]> files = new ArrayList<>();
        for (CodeStream s : CodeStream.all()) {
            files.add(s.file(s.name().startsWith("gray") ? 2 : 1));
        }
        for (String syntax : List.of(Part10.IMPLICIT, Part10.EXPLICIT, Part10.BIG_ENDIAN)) {
            files.add(nested(Part10.file(syntax)).build());
            files.add(nested(Part10.bare(syntax)).build());
        }
        files.add(deflatedFile());
        files.add(palette());
        return files;
    }

    /** A small image with sequences of both kinds of length and with private elements. */
    static Part10 nested(Part10 file) {
        file.text(0x00080005, "CS", "ISO_IR 100");
        file.head(0x00081140, "SQ", Part10.UNDEFINED).item(Part10.UNDEFINED);
        file.text(0x00081150, "UI", "1.2").text(0x00081155, "UI", "1.2.3");
        file.endOfItem().endOfSequence();
        file.text(0x00090010, "LO", "GEMS_Ultrasound_ImageGroup_001").text(0x00091001, "LO", "private");
        file.image("1.2.3.4", COLUMNS, ROWS, 1, 16, 2);
        return file.element(Part10.PIXEL_DATA, "OW", pixels(COLUMNS * ROWS * 4));
    }

    static byte[] pixels(int length) {
        byte[] pixels = new byte[length];
        for (int i = 0; i < length; i++) {
            pixels[i] = (byte) (i * 7 + i / 256);
        }
        return pixels;
    }

    static byte[] deflatedFile() {
        byte[] dataSet = nested(Part10.bare(Part10.EXPLICIT)).build();
        return Part10.file("1.2.840.10008.1.2.1.99").bytes(deflated(dataSet)).build();
    }

    private static byte[] palette() {
        Part10 file = Part10.file(Part10.EXPLICIT);
        file.text(0x00080018, "UI", "1.2.3.4").us(0x00280002, 1).text(0x00280004, "CS", "PALETTE COLOR");
        file.us(0x00280010, 2).us(0x00280011, 4).us(0x00280100, 8).us(0x00280101, 8);
        for (int c = 1; c <= 3; c++) {
            file.element(0x00281100 + c, "US", new byte[] {8, 0, 0, 0, 16, 0});
        }
        byte[] segments = {0, 0, 2, 0, 0, 0, 0, 0x10, 1, 0, 2, 0, 0, 0x50, 2, 0, 2, 0, 0, 0, 0, 0};
        for (int c = 1; c <= 3; c++) {
            file.element(0x00281220 + c, "OW", segments);
        }
        return file.element(Part10.PIXEL_DATA, "OB", new byte[] {0, 1, 2, 3, 4, 5, 6, 7})
                .build();
    }

    private static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater(9, true);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] chunk = new byte[4096];
            while (!deflater.finished()) {
                out.write(chunk, 0, deflater.deflate(chunk));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /** Frames, the lengths of both tables, and the tables and fragments themselves; see {@link Target#OFFSETS}. */
    private static List<byte[]> tables() {
        byte[] basic = {1, 8, 0, 0, 0, 0, 0, 0, 20, 0, 0, 0, 2, 1, 2, 2, 3, 4, 2, 5, 6};
        byte[] extended = new byte[4 + 16 + 9];
        extended[0] = 1;
        extended[2] = 16;
        extended[12] = 20;
        System.arraycopy(basic, 12, extended, 20, 9);
        byte[] none = {1, 0, 0, 0, 4, -1, -40, -1, -37, 1, 9, 3, -1, 79, -1};
        return List.of(basic, extended, none);
    }

    private static List<byte[]> texts() {
        List<byte[]> texts = new ArrayList<>();
        for (String text : List.of(
                "\\ISO 2022 IR 87\nYamada^Tarou=\u001b$B;3ED\u001b(B^\u001b$BB@O:\u001b(B",
                "ISO 2022 IR 13\\ISO 2022 IR 87\n\u00d4\u00cf=\u001b$B;3ED\u001b(J^\u001b$BB@O:\u001b(J",
                "\\ISO 2022 IR 159\n\u001b$(D\"/\u001b(B",
                "\\ISO 2022 IR 149\nHong=\u001b$)C\u00fb\u00f3^\u001b$)C\u00d1\u00ce\u00d4\u00d7",
                "\\ISO 2022 IR 58\nZhang=\u001b$)A\u00d5\u00c5^\u001b$)A\u00d0\u00a1",
                "ISO 2022 IR 100\\ISO 2022 IR 144\\ISO 2022 IR 126\nJ\u00e9\\\u001b-L\u00bb\u00ee\\\u001b-F\u00c4",
                "ISO_IR 13\n\u0083n\u00d4",
                "ISO_IR 192\nG\u00c3\u00bc\u00e2\u0082\u00ac",
                "GB18030\n\u00cd\u00f5\u00810\u00810",
                "GBK\n\u00cd\u00f5^\u0081\\",
                "ISO_IR 166\n\u00a1",
                "nonsense\\ISO 2022 IR 999\n\u001b\u001b$\u001b$(")) {
            texts.add(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        return texts;
    }

    /** The series that the segmentation is of: one clip of two frames. */
    static synchronized ImageSeries segmented() throws IOException {
        if (segmented == null) {
            Path file = Files.createTempFile("clip", ".dcm");
            try {
                Files.write(file, image());
                segmented = ImageSeries.of(new DicomImageSource().open(file));
            } finally {
                Files.delete(file);
            }
        }
        return segmented;
    }

    /** The clip that {@link #segmented} is made of. */
    static byte[] image() {
        return Part10.file(Part10.EXPLICIT)
                .image("1.2.3.4", COLUMNS, ROWS, 1, 8, 2)
                .element(Part10.PIXEL_DATA, "OB", pixels(COLUMNS * ROWS * 2))
                .build();
    }

    private static byte[] segmentation() throws IOException {
        ImageSeries series = segmented();
        byte[] percents = new byte[COLUMNS * ROWS];
        for (int i = 0; i < percents.length; i++) {
            percents[i] = (byte) (i % 101);
        }
        LabelScheme scheme = LabelScheme.lungUltrasound();
        AnnotationSnapshot annotation = new AnnotationSnapshot(
                new Reader("r", "R"),
                scheme,
                series.info().seriesUid(),
                COLUMNS,
                ROWS,
                series.frames(),
                Map.of(
                        new LayerKey(
                                series.frames().get(1), scheme.segments().get(0).number()),
                        ConfidenceLayer.of(COLUMNS, ROWS, percents)),
                Map.of());
        Path folder = Files.createTempDirectory("segmentation");
        Path file = folder.resolve("annotation.seg.dcm");
        try {
            new DicomSegmentationStore().write(annotation, series, file, Progress.NONE);
            return Files.readAllBytes(file);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    /** The folder of conformance files, where there is one; they are not part of the project. */
    static Optional<Path> conformance() {
        String property = System.getProperty("credence.shared");
        Stream<Path> places = property != null
                ? Stream.of(Path.of(property))
                : Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
                        .map(p -> p.resolveSibling("shared"));
        return places.map(p -> p.resolve("conformance"))
                .filter(p -> Files.exists(p.resolve("manifest.tsv")))
                .findFirst();
    }

    /** Conformance files of at most {@code bytes} bytes each; none where there are none. */
    static List<Path> conformanceFiles(long bytes) throws IOException {
        Optional<Path> folder = conformance();
        if (folder.isEmpty()) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder.get().resolve("files"))) {
            return files.filter(f -> Files.isRegularFile(f) && f.toFile().length() <= bytes)
                    .sorted()
                    .toList();
        }
    }
}
