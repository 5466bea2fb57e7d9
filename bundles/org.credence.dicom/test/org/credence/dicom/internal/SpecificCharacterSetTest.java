package org.credence.dicom.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Names as PS3.5, annexes H to K, has them, and what files have instead. */
class SpecificCharacterSetTest {

    private static final String ESC = "\u001b";

    /** @param bytes characters below 256, each of them a byte */
    private static String name(String terms, String bytes) {
        return text(Vr.PN, terms, bytes);
    }

    private static String text(Vr vr, String terms, String bytes) {
        return SpecificCharacterSet.of(Arrays.asList(terms.split("\\\\", -1)))
                .decode(bytes.getBytes(StandardCharsets.ISO_8859_1), vr);
    }

    private static String latin(String text, String charset) {
        return new String(text.getBytes(Charset.forName(charset)), StandardCharsets.ISO_8859_1);
    }

    @Test
    void singleByteSetsAreReadWithAndWithoutCodeExtensions() {
        String[][] sets = {
            {"100", "ISO-8859-1", "A", "Jérôme"},
            {"101", "ISO-8859-2", "B", "Wałęsa"},
            {"109", "ISO-8859-3", "C", "Ĉapelo"},
            {"110", "ISO-8859-4", "D", "Ķīle"},
            {"144", "ISO-8859-5", "L", "Люксембург"},
            {"127", "ISO-8859-6", "G", "قباني"},
            {"126", "ISO-8859-7", "F", "Διονυσιος"},
            {"138", "ISO-8859-8", "H", "שרון"},
            {"148", "ISO-8859-9", "M", "Çavuşoğlu"},
            {"203", "ISO-8859-15", "b", "Œuvre €"},
            {"166", "TIS-620", "T", "นามสกุล"},
        };
        for (String[] set : sets) {
            String bytes = latin(set[3], set[1]);
            assertEquals("X^" + set[3], name("ISO_IR " + set[0], "X^" + bytes));
            assertEquals("X^" + set[3], name("ISO 2022 IR " + set[0], "X^" + bytes));
            assertEquals(
                    "X^" + set[3] + "=Y", name("\\ISO 2022 IR " + set[0], "X^" + ESC + "-" + set[2] + bytes + "=Y"));
            // At the delimiter the first set is in force again.
            assertEquals(
                    set[3] + "^é",
                    name("ISO 2022 IR 100\\ISO 2022 IR " + set[0], ESC + "-" + set[2] + bytes + "^\u00e9"));
        }
    }

    @Test
    void japaneseNamesAreRead() {
        String kanji = "Yamada^Tarou=" + ESC + "$B;3ED" + ESC + "(B^" + ESC + "$BB@O:" + ESC + "(B";
        assertEquals("Yamada^Tarou=山田^太郎", name("\\ISO 2022 IR 87", kanji));
        String half = "\u00d4\u00cf\u00c0\u00de^\u00c0\u00db\u00b3=" + ESC + "$B;3ED" + ESC + "(J^" + ESC + "$BB@O:"
                + ESC + "(J=" + ESC + "$B$d$^$@" + ESC + "(J^" + ESC + "$B$?$m$&" + ESC + "(J";
        assertEquals("ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう", name("ISO 2022 IR 13\\ISO 2022 IR 87", half));
        assertEquals("丂A", name("\\ISO 2022 IR 159", ESC + "$(D0!" + ESC + "(BA"));
        assertEquals("ﾔﾏﾀﾞ", name("\\ISO 2022 IR 13", ESC + ")I\u00d4\u00cf\u00c0\u00de"));
        // The second byte of a character may be a delimiter's.
        assertEquals("本^ソ", name("\\ISO 2022 IR 87", ESC + "$BK\\" + ESC + "(B^" + ESC + "$B%=" + ESC + "(B"));
        // Files that say IR 13 and mean Shift JIS.
        assertEquals("山田^ﾀﾛｳ", name("ISO_IR 13", latin("山田^ﾀﾛｳ", "Shift_JIS")));
    }

    @Test
    void koreanAndChineseNamesAreRead() {
        String korean = ESC + "$)C";
        assertEquals(
                "Hong^Gildong=洪^吉洞=홍^길동",
                name(
                        "\\ISO 2022 IR 149",
                        "Hong^Gildong=" + korean + "\u00fb\u00f3^" + korean + "\u00d1\u00ce\u00d4\u00d7=" + korean
                                + "\u00c8\u00ab^" + korean + "\u00b1\u00e6\u00b5\u00bf"));
        String chinese = ESC + "$)A";
        assertEquals(
                "Zhang^XiaoDong=张^小东",
                name(
                        "\\ISO 2022 IR 58",
                        "Zhang^XiaoDong=" + chinese + "\u00d5\u00c5^" + chinese + "\u00d0\u00a1\u00b6\u00ab"));
        assertEquals("王^小东=𠀀", name("GB18030", latin("王^小东=𠀀", "GB18030")));
        assertEquals("王^丄", name("GBK", latin("王^丄", "GBK")));
        assertEquals("王^Ü=😀", name("ISO_IR 192", latin("王^Ü=😀", "UTF-8")));
    }

    @Test
    void writersThatEscapeOnceOrNeverAreUnderstood() {
        String korean = latin("홍^길동", "EUC-KR");
        assertEquals("홍^길동", name("\\ISO 2022 IR 149", ESC + "$)C" + korean));
        assertEquals("홍^길동", name("ISO 2022 IR 149", korean));
        assertEquals("홍^길동", name("ISO_IR 149", korean));
        assertEquals("张^小东", name("ISO 2022 IR 58", latin("张^小东", "GB2312")));
    }

    @Test
    void controlCharactersAndValueDelimitersEndADesignation() {
        for (char control : new char[] {'\r', '\n', '\f', '\t'}) {
            assertEquals(
                    "Д" + control + "é",
                    text(Vr.LT, "ISO 2022 IR 100\\ISO 2022 IR 144", ESC + "-L\u00b4" + control + "\u00e9"));
        }
        assertEquals("Д\\é", text(Vr.LO, "ISO 2022 IR 100\\ISO 2022 IR 144", ESC + "-L\u00b4\\\u00e9"));
        // In other text, carets and equals signs are characters like any.
        assertEquals("Д^Д=Д", text(Vr.LO, "ISO 2022 IR 100\\ISO 2022 IR 144", ESC + "-L\u00b4^\u00b4=\u00b4"));
        assertEquals("Д\\Д", text(Vr.LT, "ISO 2022 IR 100\\ISO 2022 IR 144", ESC + "-L\u00b4\\\u00b4"));
    }

    @Test
    void brokenTextIsReplacedAndUnknownTermsAreLatin() {
        assertEquals("A\ufffdB", name("ISO_IR 192", "A\u00ffB"));
        assertEquals("A\u00e9", name("ISO_IR 999", "A\u00e9"));
        assertEquals("A\u00e9", name("", "A\u00e9"));
        assertEquals("A", name("\\ISO 2022 IR 87", "A" + ESC));
        assertEquals("A", name("\\ISO 2022 IR 87", "A" + ESC + "$"));
        assertEquals("A\ufffd", name("\\ISO 2022 IR 87", "A" + ESC + "$B;"));
        assertEquals("", name("\\ISO 2022 IR 87", ESC + "$B" + ESC + "$(D0" + ESC + "(B"));
    }

    @Test
    void anyBytesAreTextInAnySet() {
        Random random = new Random(7);
        String[] terms = {"", "ISO_IR 13", "ISO_IR 100", "ISO 2022 IR 87", "ISO 2022 IR 149", "GBK", "ISO_IR 192", "?"};
        byte[] escapes = "\u001b$()-BJDIAC@".getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            for (int k = 0; k < bytes.length; k++) {
                bytes[k] = random.nextInt(3) == 0 ? escapes[random.nextInt(escapes.length)] : bytes[k];
            }
            List<String> set = List.of(terms[random.nextInt(terms.length)], terms[random.nextInt(terms.length)]);
            SpecificCharacterSet.of(set).decode(bytes, Vr.values()[random.nextInt(Vr.values().length)]);
        }
    }
}
