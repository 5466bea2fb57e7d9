package org.credence.annotation.ui.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NumbersTest {

    @Test
    void wholeNumbersHaveNoPoint() {
        assertEquals("-1024", Numbers.text(-1024));
        assertEquals("4294967295", Numbers.text(4294967295.0));
    }

    @Test
    void fractionsKeepFiveDigits() {
        assertEquals("0.50098", Numbers.text(0.500975));
        assertEquals("1234.6", Numbers.text(1234.567));
        assertEquals("123457", Numbers.text(123456.7));
        assertEquals("0.25", Numbers.text(0.25));
    }

    @Test
    void smallNumbersAreWrittenWithAnExponent() {
        assertEquals("5.949E-8", Numbers.text(5.949e-8));
    }

    @Test
    void whatIsNotMeasuredIsNoNumber() {
        assertEquals("none", Numbers.text(Double.NaN));
    }
}
