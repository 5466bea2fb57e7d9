package org.credence.dicom.codecs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Jpeg2000CodecTest {

    private static final int COLUMNS = 13;
    private static final int ROWS = 9;
    private static final FrameFormat GRAY = new FrameFormat(COLUMNS, ROWS, 1, 8);
    private static final FrameFormat COLOR = new FrameFormat(COLUMNS, ROWS, 3, 8);

    /** {@link #gray} by wavelet 5/3 on three resolutions, in code-blocks of 4 x 4. */
    private static final byte[] PLAIN = HexFormat.of()
            .parseHex("ff4fff51002900000000000d0000000900000000000000000000000d0000000900000000000000000001070101ff"
                    + "52000c00000001000200000001ff5c000a4040484850484850ff90000a00000000009b0001ff93df807806a5d2ff"
                    + "85039b0c0d84e76794537fc1f38883e71107d40a0756a9c201250587090739c64b040a7f0bc2d1ec7fe0fce37f38"
                    + "8fce13f382c1f9c6fe71583f5077ea08117a807bb7a77e99cf5bd00e7502b3c511dce8ff7f05a673cb08f20ad92a"
                    + "e0f775644886109f5c7f051dfc08cbd1c61b47cf0b758bf3179c6628ca9cddf9a00d14290073ebe61d86ffd9");

    /** {@link #gray} with every code-block style, three layers, SOP and EPH, and its first pixel at 3, 5. */
    private static final byte[] STYLES = HexFormat.of()
            .parseHex("ff4fff5100290000000000100000000e0000000300000005000000100000000e00000000000000000001070101ff"
                    + "52000c06020003000104043f01ff5c00074040484850ff90000a0000000000ef0001ff93ff9100040000cc8cff92"
                    + "114f03bbc96f05ff910004000180ff92ff9100040002fd64532992c964b2ff92b28db6c424c6558cb6c432d2b35f"
                    + "b6157fa729b64af871e5b6956ca52cb6ff910004000380ff92ff910004000480ff92ff9100040005c3ea325c24a2"
                    + "d930c1f3bc45b29910c1f5506626222822822820ff92302a3e7a340ad988d986fd3a8370e6920eb6f7fbd53d2f15"
                    + "b6f5ad3f2d55b616e47ae62500fd019383e03b91405a785d0711a2b6faf2ccbb53b6a2c9a275b61429ff4701b167"
                    + "3d449b722be9f4b6359282fdb66408619d16b60104949002b60100000002b6ffd9");

    /** {@link #color} in tiles of 8 x 6 whose parts hold a resolution each, by position, component transform undone. */
    private static final byte[] TILES = HexFormat.of()
            .parseHex("ff4fff51002f00000000000f0000000c000000020000000300000008000000060000000100000001000307010107"
                    + "0101070101ff52000c00030001010104040001ff5c00074040484850ff90000a00000000001a0006ff93cfb42409"
                    + "197759b0b0dfec7eff90000a0000000000270106ff93c07c2241f38781f385098062f3127b87e3e7919f03c007ad"
                    + "bfff90000a0000000000160206ff93c3e70a0b40872ec7ff90000a0000000000150306ff93a07c80c006b613ff90"
                    + "000a0000000000160406ff93c3e70a0c19479763ff90000a0000000000150506ff93a07c80c004060bff90000a00"
                    + "01000000180006ff93cfb41c0a9339e429d365ff90000a0001000000240106ff93c3ea048fb41a1f681814776d8f"
                    + "1485cdaf34b014086bff90000a0001000000180206ff93df8038109d0286daceb7ff90000a0001000000270306ff"
                    + "93c7da0b3f0069f982800e9d021b3714bd61504def14bf6a65bfff90000a0001000000190406ff93ff1840141d20"
                    + "be5cc2377fff90000a0001000000230506ff93c3ea0387d40d1f8018121a1f103a45f09d0314b47fff90000a0002"
                    + "000000190006ff93c7d41006bae77e5e9e1502ff90000a00020000002d0106ff93c1f38587d41707d40c11aa064a"
                    + "8f1a81cb0339e1f4a28592bf14241dadf3dfff90000a00020000001b0206ff93df8050186acc918e0e4aefe047ff"
                    + "90000a00020000002e0306ff93cfc0127e01d1f8028011d5db4b1a824741ac5d805ec0d2b370b87f141fc6d5a9ff"
                    + "90000a0002000000190406ff93cfb4200c1843fc521af27fff90000a0002000000180506ff93a07c818002ba9f8d"
                    + "de3fff90000a0003000000180006ff93cfb41c127028ff807d46ff90000a0003000000320106ff93c7da0f0fa82a"
                    + "3f00a00b67b94a6a986e0c31ce9aa65a8449856b0f9d79f2ef1b8ac3b4b7ff90000a0003000000190206ff93df80"
                    + "4007f8baf1a4ff77b7ff90000a00030000002b0306ff93cfc01a3ed099f982800c438cd7ac5f0aa0d0db2f258e7c"
                    + "9702cf67e7f1ff90000a0003000000190406ff93df80400aaffa7e9afaee7fff90000a00030000002d0506ff93cf"
                    + "c01a7e0173f3060c1f6f09c98a14a4d444ecf6978028333f0c657cbb0d4fffd9");

    /** {@link #color} by wavelet 9/7, much compressed. */
    private static final byte[] LOSSY = HexFormat.of()
            .parseHex("ff4fff51002f00000000000d0000000900000000000000000000000d000000090000000000000000000307010107"
                    + "0101070101ff52000c00000001010204040000ff5c0011425f5250055005504757d357d35762ff90000a00000000"
                    + "002a0001ff93c62806894cc504c3140cc66b3ee5c7061a40b080c44014d180808080ffd9");

    /** A frame of 2 x 2 without wavelet: headers, and the only packet, which is empty. */
    private static final byte[] EMPTY = HexFormat.of()
            .parseHex("ff4f" + "ff510029" + "0000" + "0000000200000002" + "0000000000000000" + "0000000200000002"
                    + "0000000000000000" + "0001" + "070101" + "ff52000c" + "00" + "00000100" + "0004040001"
                    + "ff5c0004"
                    + "4040" + "ff90000a" + "0000" + "0000000f" + "0001" + "ff93" + "00" + "ffd9");

    private final Jpeg2000Codec codec = new Jpeg2000Codec();

    private static byte[] gray() {
        byte[] samples = new byte[COLUMNS * ROWS];
        for (int i = 0; i < samples.length; i++) {
            int x = i % COLUMNS;
            int y = i / COLUMNS;
            samples[i] = (byte) (x * x + 7 * y + ((x + y) % 5 == 0 ? 40 : 0));
        }
        return samples;
    }

    private static byte[] color() {
        byte[] samples = new byte[COLUMNS * ROWS * 3];
        for (int i = 0; i < samples.length; i++) {
            int x = i / 3 % COLUMNS;
            int y = i / 3 / COLUMNS;
            samples[i] = (byte) (16 * x + 9 * y * (i % 3 + 1) + (x > y ? 30 : 0));
        }
        return samples;
    }

    @Test
    void losslessFramesComeOutExactly() throws CodecException {
        assertArrayEquals(gray(), codec.decode(PLAIN, GRAY));
        assertArrayEquals(gray(), codec.decode(STYLES, GRAY));
        assertArrayEquals(color(), codec.decode(TILES, COLOR));
    }

    @Test
    void aMuchCompressedFrameKeepsItsMeans() throws CodecException {
        byte[] found = codec.decode(LOSSY, COLOR);
        byte[] samples = color();
        double sum = 0;
        for (int i = 0; i < samples.length; i++) {
            sum += (found[i] & 0xff) - (samples[i] & 0xff);
        }
        assertEquals(0, sum / samples.length, 8);
    }

    @Test
    void withoutAnyCodeBlockAllSamplesAreInTheMiddle() throws CodecException {
        byte[] middle = {(byte) 128, (byte) 128, (byte) 128, (byte) 128};
        assertArrayEquals(middle, codec.decode(EMPTY, new FrameFormat(2, 2, 1, 8)));
    }

    /**
     * A quad by hand: 129, 126, 127, 129. Codeword 100101 says that all four are significant and the upper right one has
     * the higher magnitude; then comes an offset of 1, and four signs.
     */
    @Test
    void aHighThroughputBlockIsDecoded() throws CodecException {
        byte[] stream = highThroughput("c025" + "0600069400");
        assertArrayEquals(
                new byte[] {(byte) 129, 126, 127, (byte) 129}, codec.decode(stream, new FrameFormat(2, 2, 1, 8)));
    }

    /** The same quad one bit-plane higher, and then the bits 1, 0, 1, 0 of its columns. */
    @Test
    void aHighThroughputBlockIsRefined() throws CodecException {
        byte[] stream = highThroughput("c07144" + "0600069400" + "05");
        byte[] expected = {(byte) 131, 123, 126, (byte) 130};
        assertArrayEquals(expected, codec.decode(stream, new FrameFormat(2, 2, 1, 8)));
        for (int n = 0; n < stream.length - 2; n++) {
            byte[] cut = Arrays.copyOf(stream, n);
            assertThrows(CodecException.class, () -> codec.decode(cut, new FrameFormat(2, 2, 1, 8)), "" + n);
        }
    }

    /** {@link #EMPTY} with another code-block style, and a packet. */
    private static byte[] highThroughput(String packet) {
        String text = HexFormat.of().formatHex(EMPTY);
        int length = 14 + packet.length() / 2;
        return HexFormat.of()
                .parseHex(text.replace("0004040001", "0004044001")
                        .replace("0000000f", String.format("%08x", length))
                        .replace("ff9300ffd9", "ff93" + packet + "ffd9"));
    }

    @Test
    void samplesKeepTheirSignInWiderContainers() throws CodecException {
        byte[] signed = EMPTY.clone();
        signed[42] |= (byte) 0x80;
        assertArrayEquals(new byte[8], codec.decode(signed, new FrameFormat(2, 2, 1, 16)));
        byte[] wide = codec.decode(PLAIN, new FrameFormat(COLUMNS, ROWS, 1, 16));
        byte[] gray = gray();
        for (int i = 0; i < gray.length; i++) {
            assertEquals(gray[i], wide[2 * i]);
            assertEquals(0, wide[2 * i + 1]);
        }
    }

    @Test
    void aJp2FileIsUnwrapped() throws CodecException {
        byte[] boxes = HexFormat.of().parseHex("0000000c6a5020200d0a870a" + "00000000" + "6a703263");
        byte[] file = Arrays.copyOf(boxes, boxes.length + PLAIN.length);
        System.arraycopy(PLAIN, 0, file, boxes.length, PLAIN.length);
        assertArrayEquals(gray(), codec.decode(file, GRAY));
        file[19] = 0;
        assertThrows(CodecException.class, () -> codec.decode(file, GRAY));
    }

    @Test
    void aPadByteDoesNoHarm() throws CodecException {
        assertArrayEquals(gray(), codec.decode(Arrays.copyOf(PLAIN, PLAIN.length + 1), GRAY));
    }

    @Test
    void aFrameCutOffAnywhereIsAnError() throws CodecException {
        for (byte[] stream : new byte[][] {PLAIN, STYLES, TILES, LOSSY}) {
            FrameFormat format = stream == PLAIN || stream == STYLES ? GRAY : COLOR;
            // Nothing but the end marker may be missing.
            for (int n = 0; n < stream.length - 2; n++) {
                byte[] cut = Arrays.copyOf(stream, n);
                assertThrows(CodecException.class, () -> codec.decode(cut, format), "" + n);
            }
            codec.decode(Arrays.copyOf(stream, stream.length - 2), format);
        }
    }

    @Test
    void damageEndsInPixelsOrInAnErrorOfItsOwn() {
        Random random = new Random(5);
        int refused = 0;
        for (byte[] stream : new byte[][] {PLAIN, STYLES, TILES, LOSSY}) {
            for (int i = 0; i < 1500; i++) {
                byte[] damaged = stream.clone();
                for (int n = 0; n <= i % 3; n++) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                }
                FrameFormat format = stream == PLAIN || stream == STYLES ? GRAY : COLOR;
                try {
                    assertEquals(format.sizeBytes(), codec.decode(damaged, format).length);
                } catch (CodecException e) {
                    refused++;
                    assertTrue(e.getMessage().length() > 20, e.getMessage());
                }
            }
        }
        assertTrue(refused > 1000, "" + refused);
    }

    @Test
    void aFrameOfAnotherSizeIsRefused() {
        CodecException e =
                assertThrows(CodecException.class, () -> codec.decode(PLAIN, new FrameFormat(COLUMNS, ROWS + 1, 1, 8)));
        assertTrue(e.getMessage().contains("13 x 9") && e.getMessage().contains("13 x 10"), e.getMessage());
        assertThrows(CodecException.class, () -> codec.decode(PLAIN, COLOR));
    }

    @Test
    void aHugeFrameOfFewBytesIsRefusedBeforeItIsAllocated() {
        byte[] huge = EMPTY.clone();
        for (int at : new int[] {8, 12, 24, 28}) {
            huge[at + 2] = (byte) 0x80;
            huge[at + 3] = 0;
        }
        CodecException e =
                assertThrows(CodecException.class, () -> codec.decode(huge, new FrameFormat(32768, 32768, 1, 8)));
        assertTrue(e.getMessage().contains("cannot hold"), e.getMessage());
    }
}
