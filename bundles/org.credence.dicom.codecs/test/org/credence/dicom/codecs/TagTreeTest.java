package org.credence.dicom.codecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TagTreeTest {

    private static PacketBits bits(String text) {
        byte[] bytes = new byte[(text.length() + 7) / 8];
        for (int i = 0; i < text.length(); i++) {
            bytes[i >> 3] |= (byte) (text.charAt(i) - '0' << 7 - (i & 7));
        }
        return new PacketBits(bytes, 0, bytes.length);
    }

    /** The example of ISO/IEC 15444-1, B.10.2: a tree of 6 x 3 leaves that starts with 1, 3, 2. */
    @Test
    void theExampleOfTheStandardIsRead() throws CodecException {
        PacketBits bits = bits("01111" + "001" + "101");
        TagTree tree = new TagTree(6, 3);
        assertEquals(1, tree.value(9, 0, 0, bits));
        assertEquals(3, tree.value(9, 1, 0, bits));
        assertEquals(2, tree.value(9, 2, 0, bits));
    }

    @Test
    void onlyWhatALimitNeedsIsRead() throws CodecException {
        PacketBits bits = bits("0" + "01" + "1");
        TagTree tree = new TagTree(1, 1);
        assertFalse(tree.isBelow(1, 0, 0, bits));
        assertFalse(tree.isBelow(1, 0, 0, bits));
        assertTrue(tree.isBelow(3, 0, 0, bits));
        assertEquals(2, tree.value(9, 0, 0, bits));
        assertEquals(1, bits.bit());
    }

    @Test
    void aNumberAboveItsLimitIsRefused() {
        assertThrows(CodecException.class, () -> new TagTree(1, 1).value(3, 0, 0, bits("00001")));
    }

    @Test
    void afterFfAByteHoldsSevenBits() throws CodecException {
        PacketBits bits = new PacketBits(new byte[] {-1, 0x7f, 1}, 0, 3);
        assertEquals((1 << 15) - 1, bits.bits(15));
        bits.align();
        assertEquals(2, bits.skip(1));
        PacketBits end = new PacketBits(new byte[] {-1, 0, 1}, 0, 3);
        assertEquals(255, end.bits(8));
        end.align();
        assertEquals(2, end.skip(1));
        assertThrows(CodecException.class, () -> end.bits(1));
    }
}
