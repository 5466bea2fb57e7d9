package org.credence.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.credence.dicom.codecs.FrameCodec;
import org.credence.dicom.codecs.FrameFormat;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it takes to decode one frame of each transfer syntax, on all cores and on one. The frames are those of the DICOM files
 * in the folder of {@code -Dcredence.frames}, one after the other; {@code -jvmArgsAppend -Dcredence.frames=FOLDER} hands it
 * to the JVM that measures. One core: {@code -Djava.util.concurrent.ForkJoinPool.common.parallelism=0} besides.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class CodecBenchmark {

    /** RLE, JPEG baseline, extended and lossless, JPEG-LS, JPEG 2000 and HTJ2K. */
    @Param({
        "1.2.840.10008.1.2.5",
        "1.2.840.10008.1.2.4.50",
        "1.2.840.10008.1.2.4.51",
        "1.2.840.10008.1.2.4.70",
        "1.2.840.10008.1.2.4.80",
        "1.2.840.10008.1.2.4.81",
        "1.2.840.10008.1.2.4.90",
        "1.2.840.10008.1.2.4.91",
        "1.2.840.10008.1.2.4.201"
    })
    public String transferSyntax;

    private record Encoded(byte[] data, FrameFormat format) {}

    private final List<Encoded> frames = new ArrayList<>();
    private FrameCodec codec;
    private int next;

    @Setup
    public void open() throws IOException {
        String folder = System.getProperty("credence.frames");
        if (folder == null) {
            throw new IllegalStateException("Name a folder of DICOM files with -Dcredence.frames=FOLDER.");
        }
        codec = FrameCodec.forTransferSyntax(transferSyntax).orElseThrow();
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            files.filter(Files::isRegularFile).sorted().forEach(this::read);
        }
        if (frames.isEmpty()) {
            throw new IllegalStateException("No file below " + folder + " has frames of " + transferSyntax + ".");
        }
    }

    @Benchmark
    public byte[] decode() throws IOException {
        Encoded frame = frames.get(next++ % frames.size());
        return codec.decode(frame.data(), frame.format());
    }

    /** Takes the first fragment of a file, if it has this transfer syntax, and the fragment is a whole frame. */
    private void read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            int pixels = find(bytes, "e07f1000" + "4f420000" + "ffffffff" + "feff00e0");
            int syntax = find(bytes, "02001000" + "5549");
            if (pixels < 0 || syntax < 0) {
                return;
            }
            ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            String uid = new String(bytes, syntax + 2, in.getShort(syntax), StandardCharsets.US_ASCII);
            if (!uid.replace("\0", "").equals(transferSyntax)) {
                return;
            }
            int fragment = pixels + 4 + in.getInt(pixels) + 8;
            byte[] data = Arrays.copyOfRange(bytes, fragment, fragment + in.getInt(fragment - 4));
            FrameFormat format = new FrameFormat(
                    in.getShort(find(bytes, "28001100" + "55530200")),
                    in.getShort(find(bytes, "28001000" + "55530200")),
                    in.getShort(find(bytes, "28000200" + "55530200")),
                    in.getShort(find(bytes, "28000001" + "55530200")));
            codec.decode(data, format);
            frames.add(new Encoded(data, format));
        } catch (IOException | RuntimeException e) {
            System.err.println(file + " is left out: " + e);
        }
    }

    /** Where the bytes after some others are, in hexadecimal digits; -1 if there are none. */
    private static int find(byte[] bytes, String before) {
        byte[] sought = HexFormat.of().parseHex(before);
        for (int i = 0; i + sought.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + sought.length, sought, 0, sought.length)) {
                return i + sought.length;
            }
        }
        return -1;
    }
}
