package org.credence.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.credence.annotation.AnnotationException;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.LayerKey;
import org.credence.dicom.DicomException;
import org.credence.dicom.DicomImageSource;
import org.credence.dicom.DicomSegmentationStore;
import org.credence.dicom.codecs.CodecException;
import org.credence.dicom.codecs.FrameCodec;
import org.credence.dicom.codecs.FrameFormat;
import org.credence.dicom.internal.Entries;
import org.credence.imaging.FileDescription;
import org.credence.imaging.Frame;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.ImagingException;
import org.credence.imaging.Progress;
import org.credence.segmentation.Model;
import org.credence.segmentation.ModelCard;
import org.credence.segmentation.ModelGraph;
import org.credence.segmentation.ModelImport;
import org.credence.segmentation.PromptCard;
import org.credence.segmentation.PromptModel;
import org.credence.segmentation.SegmentationException;

/** Places where bytes from elsewhere come in. Each takes any bytes and ends in a result or in its own typed exception. */
enum Target {
    PARSER {
        @Override
        void run(byte[] bytes) throws IOException {
            Path file = Scratch.write("image", bytes);
            DicomImageSource source = new DicomImageSource();
            try {
                source.accepts(file);
                source.describe(file, Set.of(FileDescription.Detail.values()));
            } catch (DicomException e) {
                sentence(e);
            }
            try {
                ImageInstance image = source.open(file);
                for (int f = 0; f < Math.min(32, image.frameCount()); f++) {
                    try {
                        Frame frame = image.decoder().decode(f);
                        require(frame.columns() == image.columns() && frame.rows() == image.rows(), "a frame's size");
                    } catch (ImagingException e) {
                        sentence(e);
                    }
                }
            } catch (ImagingException e) {
                sentence(e);
            }
        }
    },
    OFFSETS {
        @Override
        void run(byte[] bytes) throws IOException {
            if (bytes.length < 4) {
                return;
            }
            int frames = 1 + (bytes[0] & 15);
            int basic = Math.min(bytes.length - 4, bytes[1] & 0xff);
            int extended = Math.min(bytes.length - 4 - basic, bytes[2] & 0xff);
            List<byte[]> fragments = new ArrayList<>();
            int total = 0;
            for (int at = 4 + basic + extended; at < bytes.length; ) {
                int length = Math.min(bytes.length - at - 1, bytes[at] & 0xff);
                fragments.add(Arrays.copyOfRange(bytes, at + 1, at + 1 + length));
                total += length;
                at += 1 + length;
            }
            try {
                byte[][] joined = Entries.frames(
                        Arrays.copyOfRange(bytes, 4, 4 + basic),
                        Arrays.copyOfRange(bytes, 4 + basic, 4 + basic + extended),
                        fragments,
                        frames);
                require(Arrays.stream(joined).mapToInt(f -> f.length).sum() == total, "the bytes of all frames");
            } catch (DicomException e) {
                sentence(e);
            }
        }
    },
    CHARSET {
        @Override
        void run(byte[] bytes) {
            // One replacement character per byte at most, and never an exception.
            require(Entries.text(bytes).length() <= bytes.length, "the length of a text");
        }
    },
    SEGMENTATION {
        @Override
        void run(byte[] bytes) throws IOException {
            ImageSeries series = Seeds.segmented();
            Path file = Scratch.write("segmentation", bytes);
            DicomSegmentationStore store = new DicomSegmentationStore();
            boolean accepted = store.accepts(file, series);
            try {
                AnnotationSnapshot annotation = store.load(file, series, Progress.NONE);
                require(annotation.columns() == series.columns(), "an annotation's size");
                for (LayerKey key : annotation.layers().keySet()) {
                    require(series.position(key.frame()).isPresent(), "a layer's frame");
                }
            } catch (AnnotationException e) {
                sentence(e);
                require(e.getMessage() != null || accepted, "a reason");
            }
        }
    },
    MODEL {
        @Override
        void run(byte[] bytes) throws IOException {
            try {
                Model model = Model.read(Scratch.write("model", bytes));
                require(!model.card().segments().isEmpty(), "segments of a model");
            } catch (SegmentationException e) {
                sentence(e);
            }
        }
    },
    MODEL_CARD {
        @Override
        void run(byte[] bytes) throws IOException {
            try {
                ModelCard card = ModelCard.fromJson(new String(bytes, StandardCharsets.UTF_8));
                require(card.equals(ModelCard.fromJson(card.toJson())), "a card that reads back");
            } catch (SegmentationException e) {
                sentence(e);
            }
        }
    },
    MODEL_IMPORT {
        @Override
        void run(byte[] bytes) throws IOException {
            Path out = Scratch.write("out", new byte[0]);
            Files.delete(out);
            try {
                ModelImport source = ModelSeeds.read(bytes, Scratch::write);
                if (source.missing().isEmpty()) {
                    Model model = source.write(out);
                    require(ModelGraph.read(model.file()).external().isEmpty(), "a model of one file");
                }
            } catch (SegmentationException e) {
                sentence(e);
                require(!Files.exists(out), "no model where there was an error");
            }
        }
    },
    PROMPT_MODEL {
        @Override
        void run(byte[] bytes) throws IOException {
            Path folder = Scratch.write("prompts/any", new byte[0]).getParent();
            if (!Files.exists(folder.resolve("pair.decoder.onnx"))) {
                ModelSeeds.pair(folder);
            }
            try {
                // The decoder stays sound, so that what is damaged is the card or the graph that carries it.
                PromptModel model = PromptModel.read(Scratch.write("prompts/pair.onnx", bytes));
                require(model.decoder().getParent().equals(folder), "a decoder of the model's own folder");
            } catch (SegmentationException e) {
                sentence(e);
            }
        }
    },
    PROMPT_CARD {
        @Override
        void run(byte[] bytes) throws IOException {
            try {
                PromptCard card = PromptCard.fromJson(new String(bytes, StandardCharsets.UTF_8));
                require(card.equals(PromptCard.fromJson(card.toJson())), "a card that reads back");
            } catch (SegmentationException e) {
                sentence(e);
            }
        }
    },
    RLE("1.2.840.10008.1.2.5"),
    JPEG("1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.55"),
    JPEG_LOSSLESS("1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.70"),
    JPEG_LS("1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81"),
    JPEG_2000("1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91"),
    HTJ2K("1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.4.203"),
    DEFLATED("1.2.840.10008.1.2.8.1");

    /** Bytes before the code stream that tell what a data set declares: columns, rows, and the kind of sample. */
    static final int FORMAT_BYTES = 5;

    private static final int[] BITS = {8, 16, 32, 1};

    private final List<String> syntaxes;

    Target(String... syntaxes) {
        this.syntaxes = List.of(syntaxes);
    }

    /** The transfer syntaxes of a codec; none for other targets. */
    List<String> syntaxes() {
        return syntaxes;
    }

    /** The name as it is written on the command line. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Takes any bytes.
     *
     * @throws IOException only if the surroundings fail
     */
    void run(byte[] bytes) throws IOException {
        if (bytes.length < FORMAT_BYTES) {
            return;
        }
        int columns = Math.max(1, (bytes[0] & 0xff) << 8 | bytes[1] & 0xff);
        int rows = Math.max(1, (bytes[2] & 0xff) << 8 | bytes[3] & 0xff);
        FrameFormat format = new FrameFormat(columns, rows, 1 + (bytes[4] & 3), BITS[bytes[4] >> 2 & 3]);
        FrameCodec codec = FrameCodec.forTransferSyntax(syntaxes.get(0)).orElseThrow();
        try {
            byte[] samples = codec.decode(Arrays.copyOfRange(bytes, FORMAT_BYTES, bytes.length), format);
            require(samples.length == format.sizeBytes(), "the size of a frame");
        } catch (CodecException e) {
            require(e.getMessage() != null && !e.getMessage().isBlank(), "a message");
        }
    }

    /** A code stream as input of its codec's target. */
    static byte[] input(FrameFormat format, byte[] stream) {
        int bits = 0;
        while (BITS[bits] != format.bitsAllocated()) {
            bits++;
        }
        byte[] input = new byte[FORMAT_BYTES + stream.length];
        input[0] = (byte) (format.columns() >> 8);
        input[1] = (byte) format.columns();
        input[2] = (byte) (format.rows() >> 8);
        input[3] = (byte) format.rows();
        input[4] = (byte) (format.samples() - 1 | bits << 2);
        System.arraycopy(stream, 0, input, FORMAT_BYTES, stream.length);
        return input;
    }

    private static void sentence(IOException e) {
        String message = e.getMessage();
        require(message != null && message.endsWith("."), "a sentence, but the message is: " + message);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("Expected " + what);
        }
    }

    /** Files for entries that read files; in memory where the system has a place for that. */
    private static final class Scratch {

        private static final Path SHARED_MEMORY = Path.of("/dev/shm");
        private static Path folder;

        static synchronized Path write(String name, byte[] bytes) throws IOException {
            if (folder == null) {
                folder = Files.isWritable(SHARED_MEMORY)
                        ? Files.createTempDirectory(SHARED_MEMORY, "fuzz")
                        : Files.createTempDirectory("fuzz");
                Path made = folder;
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(made)));
            }
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.write(file, bytes);
        }

        private static void delete(Path folder) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException e) {
                // The system's own cleaning has it later.
            }
        }
    }
}
