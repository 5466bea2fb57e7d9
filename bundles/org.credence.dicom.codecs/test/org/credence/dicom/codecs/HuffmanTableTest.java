package org.credence.dicom.codecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HuffmanTableTest {

    /** One code of every length from 1 to 16 bits, ones with a zero behind them; its value is {@code length - 1}. */
    private static HuffmanTable everyLength(boolean differences) throws CodecException {
        int[] counts = new int[16];
        byte[] values = new byte[16];
        for (int i = 0; i < 16; i++) {
            counts[i] = 1;
            values[i] = (byte) i;
        }
        return new HuffmanTable(counts, values, differences);
    }

    private static void write(JpegBitWriter out, int value) {
        int size = 32 - Integer.numberOfLeadingZeros(Math.abs(value));
        out.bits((1 << size) - 1 << 1, size + 1);
        out.bits(value < 0 ? value - 1 & (1 << size) - 1 : value, size);
    }

    @Test
    void codesAndValuesOfEveryLengthAreRead() throws Exception {
        Random random = new Random(5);
        int[] values = new int[20_000];
        JpegBitWriter out = new JpegBitWriter();
        for (int i = 0; i < values.length; i++) {
            int magnitude = 1 << random.nextInt(16);
            values[i] = random.nextInt(2 * magnitude - 1) - magnitude + 1;
            write(out, values[i]);
        }
        byte[] data = out.end();
        int[] line = new int[values.length];
        new JpegBits(data, 0, data.length).differences(new HuffmanTable[] {everyLength(true)}, line);
        JpegBits bits = new JpegBits(data, 0, data.length);
        JpegBits coefficients = new JpegBits(data, 0, data.length);
        for (int i = 0; i < values.length; i++) {
            assertEquals(values[i], line[i], "of a line, " + i);
            assertEquals(values[i], bits.difference(everyLength(true)), "by itself, " + i);
            assertEquals(values[i], coefficients.coefficient(everyLength(false)) >> 16, "coefficient " + i);
        }
        assertThrows(CodecException.class, () -> bits.difference(everyLength(true)));
        assertEquals(data.length - 2, bits.endOfScan());
    }

    @Test
    void aCoefficientTellsTheZerosBeforeIt() throws Exception {
        int[] counts = new int[16];
        counts[1] = 3;
        // Two zeros and a value of three bits; sixteen zeros; the end of a block.
        HuffmanTable table = new HuffmanTable(counts, new byte[] {0x23, (byte) 0xf0, 0}, false);
        byte[] data =
                new JpegBitWriter().bits(0, 2).bits(2, 3).bits(1, 2).bits(2, 2).end();
        JpegBits bits = new JpegBits(data, 0, data.length);
        int value = bits.coefficient(table);
        assertEquals(-5, value >> 16);
        assertEquals(2, value >> 8 & 15);
        int zeros = bits.coefficient(table);
        assertEquals(0, zeros >> 16);
        assertEquals(15, zeros >> 8 & 15);
        assertEquals(0, bits.coefficient(table) >> 8);
    }

    @Test
    void aBlockTellsWhereItsCoefficientsAre() throws Exception {
        int[] counts = new int[16];
        counts[15] = 1;
        counts[1] = 3;
        // As above, and a code of 16 bits for no zeros and a value of nine bits.
        HuffmanTable ac = new HuffmanTable(counts, new byte[] {0x23, (byte) 0xf0, 0, 9}, false);
        byte[] data = new JpegBitWriter()
                .difference(-7)
                .bits(1, 2)
                .bits(0, 2)
                .bits(6, 3)
                .bits(0xc000, 16)
                .bits(0, 9)
                .bits(2, 2)
                .end();
        int[] steps = new int[64];
        for (int k = 0; k < 64; k++) {
            steps[k] = 2 << 6 | 63 - k;
        }
        int[] counts5 = new int[16];
        counts5[4] = 17;
        byte[] sizes = new byte[17];
        for (int i = 0; i < 17; i++) {
            sizes[i] = (byte) i;
        }
        int[] block = new int[64];
        JpegBits bits = new JpegBits(data, 0, data.length);
        long written = bits.block(new HuffmanTable(counts5, sizes, true), ac, steps, block);
        // Sixteen zeros, of which the last one is written, and two more; then the value 6; then -511.
        assertEquals(1L << 63 - 16 | 1L << 63 - 19 | 1L << 63 - 20, written);
        assertEquals(0, block[63 - 16]);
        assertEquals(-7, block[0]);
        assertEquals(2 * 6, block[63 - 19]);
        assertEquals(2 * -511, block[63 - 20]);
        assertEquals(data.length - 2, bits.endOfData());
    }

    @Test
    void dataBehindTheLastValueIsAnError() throws Exception {
        byte[] bytes = new JpegBitWriter().difference(3).bits(0x5a, 8).end();
        int[] counts = new int[16];
        counts[4] = 17;
        byte[] sizes = new byte[17];
        for (int i = 0; i < 17; i++) {
            sizes[i] = (byte) i;
        }
        JpegBits bits = new JpegBits(bytes, 0, bytes.length);
        assertEquals(3, bits.dcDifference(new HuffmanTable(counts, sizes, true)));
        assertThrows(CodecException.class, bits::endOfData);
    }

    @Test
    void aDifferenceOfMoreThanSixteenBitsIsAnError() throws Exception {
        int[] counts = new int[16];
        counts[0] = 1;
        HuffmanTable table = new HuffmanTable(counts, new byte[] {17}, true);
        byte[] data = new JpegBitWriter().bits(0, 24).end();
        assertThrows(CodecException.class, () -> new JpegBits(data, 0, data.length).difference(table));
        // A code that the table lacks.
        byte[] ones = new JpegBitWriter().bits(0xffffff, 24).end();
        assertThrows(CodecException.class, () -> new JpegBits(ones, 0, ones.length).difference(table));
    }

    @Test
    void moreCodesThanBitsCanTellApartAreAnError() {
        int[] counts = new int[16];
        counts[0] = 3;
        assertThrows(CodecException.class, () -> new HuffmanTable(counts, new byte[3], true));
        counts[0] = 2;
        assertThrows(CodecException.class, () -> new HuffmanTable(counts, new byte[1], true));
    }
}
