package org.credence.dicom.codecs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How JPEG 2000 frames divide their work among threads, and how much of it few bytes may cause. */
class Jpeg2000WorkTest {

    private static final FrameFormat FORMAT = new FrameFormat(512, 512, 1, 8);
    private static final int SEGMENTATION_SYMBOLS = 32;

    private final Jpeg2000Codec codec = new Jpeg2000Codec();

    /**
     * A frame of one tile without wavelet, in precincts of one code-block of 64 x 64 each.
     *
     * @param guardBits and an exponent of 28 make up the bit-planes: 27 and the guard bits
     * @param precinct logarithms of its sides, a hexadecimal digit each
     * @param block logarithm of the sides of a code-block, less two
     */
    private static byte[] frame(
            FrameFormat format, int layers, int precinct, int block, int style, int guardBits, byte[] packets) {
        String size = String.format("%08x%08x0000000000000000", format.columns(), format.rows());
        String header = "ff4fff5100290000" + size + size + "0001" + "070101"
                + String.format("ff52000d0100%04x0000%02x%02x%02x01%02x", layers, block, block, style, precinct)
                + String.format("ff5c0004%02x%02x", guardBits << 5, 28 << 3)
                + String.format("ff90000a0000%08x0001ff93", packets.length + 14);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(HexFormat.of().parseHex(header));
        out.writeBytes(packets);
        out.writeBytes(new byte[] {-1, (byte) 0xd9});
        return out.toByteArray();
    }

    /** Packets of one code-block each, three bit-planes less than the band's: 7 passes in 200 bytes of noise. */
    private static byte[] noise(int style) {
        ByteArrayOutputStream packets = new ByteArrayOutputStream();
        Random random = new Random(11);
        byte[] data = new byte[200];
        for (int i = 0; i < 64; i++) {
            // 1 1 0001 1111 00001 1110 11001000
            packets.writeBytes(HexFormat.of().parseHex("c7c3d900"));
            random.nextBytes(data);
            packets.writeBytes(data);
        }
        return frame(FORMAT, 1, 0x66, 4, style, 0, packets.toByteArray());
    }

    @Test
    void manyThreadsMayDecodeAtOnceTheCommonPoolsToo() throws Exception {
        byte[] data = noise(0);
        byte[] expected = codec.decode(data, FORMAT);
        List<ForkJoinTask<byte[]>> tasks = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            tasks.add(ForkJoinPool.commonPool().submit(() -> codec.decode(data, FORMAT)));
        }
        for (ForkJoinTask<byte[]> task : tasks) {
            assertArrayEquals(expected, task.get());
        }
        assertFalse(Arrays.equals(expected, new byte[expected.length]));
    }

    @Test
    void damageThatAnyThreadFindsIsACodecException() throws Exception {
        byte[] data = noise(SEGMENTATION_SYMBOLS);
        CodecException e = assertThrows(CodecException.class, () -> codec.decode(data, FORMAT));
        assertTrue(e.getMessage().contains("segmentation symbol"), e.getMessage());
        ExecutionException inPool = assertThrows(
                ExecutionException.class,
                () -> ForkJoinPool.commonPool()
                        .submit(() -> codec.decode(data, FORMAT))
                        .get());
        assertTrue(inPool.getMessage().contains("segmentation symbol"), inPool.getMessage());
    }

    @Test
    void everyPieceRunsOnceAndTheFirstFailureEndsTheRest() throws CodecException {
        AtomicInteger[] runs = new AtomicInteger[1000];
        Arrays.setAll(runs, i -> new AtomicInteger());
        Parallel.run(true, runs.length, () -> runs, (own, i) -> own[i].incrementAndGet());
        assertTrue(Arrays.stream(runs).allMatch(n -> n.get() == 1));
        AtomicInteger started = new AtomicInteger();
        assertThrows(
                IllegalStateException.class,
                () -> Parallel.run(true, 1000, () -> started, (own, i) -> {
                    own.incrementAndGet();
                    throw new IllegalStateException();
                }));
        assertTrue(started.get() <= ForkJoinPool.getCommonPoolParallelism() + 1, started.toString());
    }

    @Test
    void layersThatOnlyLookAtCodeBlocksAreBounded() {
        FrameFormat format = new FrameFormat(4096, 4096, 1, 8);
        byte[] packets = new byte[20_000];
        // Not empty, but without any code-block so far.
        Arrays.fill(packets, (byte) 0x80);
        byte[] data = frame(format, packets.length, 0xff, 0, 0, 0, packets);
        CodecException e = assertTimeout(
                Duration.ofSeconds(10), () -> assertThrows(CodecException.class, () -> codec.decode(data, format)));
        assertTrue(e.getMessage().contains("layers"), e.getMessage());
    }

    @Test
    void codingPassesWithoutBytesAreBounded() {
        FrameFormat format = new FrameFormat(2048, 2048, 1, 8);
        byte[] packets = new byte[4 * 1024];
        for (int i = 0; i < packets.length; i += 4) {
            // 1 1 01 111111111 0110011 0 000000000: 88 passes in 30 bit-planes, and no bytes.
            System.arraycopy(HexFormat.of().parseHex("dffb3000"), 0, packets, i, 4);
        }
        byte[] data = frame(format, 1, 0x66, 4, 0, 4, packets);
        CodecException e = assertTimeout(
                Duration.ofSeconds(10), () -> assertThrows(CodecException.class, () -> codec.decode(data, format)));
        assertTrue(e.getMessage().contains("coding passes"), e.getMessage());
    }

    @Test
    void moreTilesThanTheStandardAllowsAreRefused() {
        FrameFormat format = new FrameFormat(1024, 1024, 1, 8);
        byte[] data = Arrays.copyOf(frame(format, 1, 0xff, 4, 0, 0, new byte[1]), 1 << 21);
        // Tiles of 2 x 2.
        data[27] = 2;
        data[26] = 0;
        data[31] = 2;
        data[30] = 0;
        CodecException e = assertThrows(CodecException.class, () -> codec.decode(data, format));
        assertTrue(e.getMessage().contains("512 x 512"), e.getMessage());
    }
}
