package org.credence.dicom.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.credence.dicom.DicomException;
import org.junit.jupiter.api.Test;

/** Numbers that are written as text, and those in binary. */
class DataSetNumbersTest {

    @Test
    void decimalsAreTheNearestDoubles() throws DicomException {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            int fraction = random.nextInt(9);
            String text = (random.nextBoolean() ? "-" : random.nextBoolean() ? "+" : "")
                    + random.nextLong(1L << random.nextInt(1, 60))
                    + (fraction > 0 ? "." + Integer.toString(random.nextInt(100_000_000)) : "")
                    + (random.nextInt(4) == 0 ? "e" + (random.nextInt(40) - 20) : "");
            assertEquals(Double.parseDouble(text), number(text), text);
        }
    }

    @Test
    void formsAtTheEdgeOfTheGrammarAreWhatTheyWere() throws DicomException {
        assertEquals(0.5, number(".5"));
        assertEquals(5, number("5."));
        assertEquals(-0.0, number("-0"));
        assertEquals(123456789012345.0, number("123456789012345"));
        assertEquals(0.1234567890123456, number("0.1234567890123456"));
        for (String none : List.of(".", "-", "+-1", "1.2.3", "1d", "0x10", "NaN", "one", "1 2")) {
            assertEquals(Double.NaN, number(none), none);
        }
    }

    @Test
    void valuesAreSeparatedByBackslashesAndStrippedOfTheirPadding() throws DicomException {
        DataSet d = of(Tag.IMAGE_POSITION_PATIENT, Vr.DS, " -1.5\\2 \\\\3e1 ".getBytes(StandardCharsets.US_ASCII));

        assertEquals(List.of("-1.5", "2", "", "3e1"), d.texts(Tag.IMAGE_POSITION_PATIENT));
        assertArrayEquals(new double[] {-1.5, 2, Double.NaN, 30}, d.numbers(Tag.IMAGE_POSITION_PATIENT));
    }

    @Test
    void aBinaryNumberIsTheFirstOfItsValues() throws DicomException {
        assertEquals(
                0xfffe,
                of(Tag.ROWS, Vr.US, new byte[] {(byte) 0xfe, (byte) 0xff, 1, 0}).integer(Tag.ROWS, 0));
        assertEquals(
                -2, of(Tag.ROWS, Vr.SS, new byte[] {(byte) 0xfe, (byte) 0xff}).integer(Tag.ROWS, 0));
        assertEquals(7, of(Tag.ROWS, Vr.US, new byte[] {1}).integer(Tag.ROWS, 7), "half a number is none");
        assertEquals(7, of(Tag.ROWS, Vr.US, new byte[0]).integer(Tag.ROWS, 7));
    }

    private static double number(String text) throws DicomException {
        return of(Tag.SLICE_THICKNESS, Vr.DS, text.getBytes(StandardCharsets.US_ASCII))
                .number(Tag.SLICE_THICKNESS);
    }

    private static DataSet of(int tag, Vr vr, byte[] value) throws DicomException {
        DataSet d = new DataSet(SpecificCharacterSet.DEFAULT);
        d.put(new Element(tag, vr, new Element.Value.Bytes(value)));
        return d;
    }
}
