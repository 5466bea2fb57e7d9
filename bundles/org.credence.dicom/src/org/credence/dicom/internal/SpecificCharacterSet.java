package org.credence.dicom.internal;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Map;

/**
 * How the text of a data set is to be read: (0008,0005) and PS3.5, 6.1. Immutable.
 *
 * <p>With ISO 2022 code extensions, bytes below 0x80 belong to the set designated as G0 and the others to G1; escape
 * sequences designate. Terms that are not known are read as ISO 8859-1, which keeps every byte apart.
 */
final class SpecificCharacterSet {

    /** A designated set; the Japanese sets of G0 have no Java charset of their own and are read through EUC-JP. */
    private enum Coding {
        ASCII(StandardCharsets.ISO_8859_1),
        KATAKANA(StandardCharsets.ISO_8859_1),
        SINGLE(StandardCharsets.ISO_8859_1),
        JIS_X_0208(named("EUC-JP")),
        JIS_X_0212(named("EUC-JP")),
        SHIFT_JIS(named("Shift_JIS")),
        KS_X_1001(named("EUC-KR")),
        GB_2312(named("GB18030"));

        private final Charset charset;

        Coding(Charset charset) {
            this.charset = charset;
        }
    }

    private record Designated(Coding coding, Charset charset) {
        static Designated of(Coding coding) {
            return new Designated(coding, coding.charset);
        }
    }

    private static final Designated G0 = Designated.of(Coding.ASCII);

    /** The default repertoire. Bytes outside it, which the standard forbids, are read as ISO 8859-1. */
    static final SpecificCharacterSet DEFAULT = new SpecificCharacterSet(StandardCharsets.ISO_8859_1, false, null);

    /** UTF-8, what this bundle writes. */
    static final SpecificCharacterSet UTF_8 = new SpecificCharacterSet(StandardCharsets.UTF_8, false, null);

    private static final Map<String, String> SINGLE_BYTE = Map.ofEntries(
            Map.entry("100", "ISO-8859-1"),
            Map.entry("101", "ISO-8859-2"),
            Map.entry("109", "ISO-8859-3"),
            Map.entry("110", "ISO-8859-4"),
            Map.entry("144", "ISO-8859-5"),
            Map.entry("127", "ISO-8859-6"),
            Map.entry("126", "ISO-8859-7"),
            Map.entry("138", "ISO-8859-8"),
            Map.entry("148", "ISO-8859-9"),
            Map.entry("203", "ISO-8859-15"),
            Map.entry("166", "TIS-620"));

    /** Final bytes of the escape sequences {@code ESC 2D x}, which designate a right half as G1. */
    private static final Map<Character, String> RIGHT_HALVES = Map.ofEntries(
            Map.entry('A', "ISO-8859-1"),
            Map.entry('B', "ISO-8859-2"),
            Map.entry('C', "ISO-8859-3"),
            Map.entry('D', "ISO-8859-4"),
            Map.entry('L', "ISO-8859-5"),
            Map.entry('G', "ISO-8859-6"),
            Map.entry('F', "ISO-8859-7"),
            Map.entry('H', "ISO-8859-8"),
            Map.entry('M', "ISO-8859-9"),
            Map.entry('b', "ISO-8859-15"),
            Map.entry('T', "TIS-620"));

    private final Charset whole;
    private final boolean extended;
    private final Designated initialG1;
    private final boolean hasRightHalf;

    private SpecificCharacterSet(Charset whole, boolean extended, Designated initialG1) {
        this(whole, extended, initialG1, false);
    }

    private SpecificCharacterSet(Charset whole, boolean extended, Designated initialG1, boolean hasRightHalf) {
        this.whole = whole;
        this.extended = extended;
        this.initialG1 = initialG1;
        this.hasRightHalf = hasRightHalf;
    }

    /** The character set that the values of (0008,0005) name. */
    static SpecificCharacterSet of(List<String> terms) {
        String first = terms.isEmpty() ? "" : normal(terms.get(0));
        String plain = first.replace("2022 ", "");
        Charset single = switch (plain) {
            case "192", "UTF 8" -> StandardCharsets.UTF_8;
            case "GB18030" -> named("GB18030");
            case "GBK", "GB2312" -> named("GBK");
            default -> named(SINGLE_BYTE.getOrDefault(plain, "ISO-8859-1"));
        };
        if (single.equals(StandardCharsets.UTF_8) || plain.startsWith("GB")) {
            return new SpecificCharacterSet(single, false, null);
        }
        Designated g1 = switch (plain) {
            case "13" -> Designated.of(Coding.KATAKANA);
            // As the first term these two are against the standard, and common.
            case "149" -> Designated.of(Coding.KS_X_1001);
            case "58" -> Designated.of(Coding.GB_2312);
            default -> new Designated(Coding.SINGLE, single);
        };
        boolean extended = terms.size() > 1 || first.startsWith("2022") || g1.coding == Coding.KS_X_1001;
        if (!extended && plain.equals("13")) {
            // Files with two-byte characters of Shift JIS say so too; its other characters are those of IR 13.
            return new SpecificCharacterSet(Coding.SHIFT_JIS.charset, false, null);
        }
        return new SpecificCharacterSet(
                single, extended || g1.coding != Coding.SINGLE, g1, SINGLE_BYTE.containsKey(plain));
    }

    /**
     * The text of a value, without interpretation of backslashes and padding. What no character set has becomes a
     * replacement character.
     *
     * @param vr what the text is, which says where the sets of the first term are in force again
     */
    String decode(byte[] bytes, Vr vr) {
        if (!extended) {
            return new String(bytes, whole);
        }
        StringBuilder text = new StringBuilder(bytes.length);
        Designated g0 = G0;
        Designated g1 = initialG1;
        int i = 0;
        while (i < bytes.length) {
            int b = bytes[i] & 0xff;
            if (b == 0x1b) {
                int length = escapeLength(bytes, i);
                Designated next = designation(bytes, i, length);
                if (next != null) {
                    boolean high = next.coding != Coding.ASCII
                            && next.coding != Coding.JIS_X_0208
                            && next.coding != Coding.JIS_X_0212;
                    g1 = high ? next : g1;
                    g0 = high ? g0 : next;
                }
                i += length;
                continue;
            }
            if (b < 0x20 || g0.coding == Coding.ASCII && isDelimiter(b, vr)) {
                text.append((char) b);
                g0 = G0;
                // Many writers say once what is in G1 and go on with it in the next component; where the first term has
                // nothing there that the text could be in, they are right.
                g1 = initialG1.coding == Coding.SINGLE && hasRightHalf ? initialG1 : g1;
                i++;
                continue;
            }
            int end = i;
            while (end < bytes.length
                    && (bytes[end] & 0xff) >= 0x20
                    && (bytes[end] & 0x80) == (b & 0x80)
                    && !(g0.coding == Coding.ASCII && isDelimiter(bytes[end] & 0xff, vr))) {
                end++;
            }
            append(text, bytes, i, end, b < 0x80 ? g0 : g1);
            i = end;
        }
        return text.toString();
    }

    /** Whether the sets of the first term are in force again after a character (PS3.5, 6.1.2.5.3). */
    private static boolean isDelimiter(int b, Vr vr) {
        return b == '\\' && vr.kind() == Vr.Kind.TEXT || vr == Vr.PN && (b == '^' || b == '=');
    }

    private static void append(StringBuilder text, byte[] bytes, int from, int to, Designated set) {
        switch (set.coding) {
            case KATAKANA -> {
                for (int i = from; i < to; i++) {
                    int b = bytes[i] & 0xff;
                    text.append(b >= 0xa1 && b <= 0xdf ? (char) (0xff61 + b - 0xa1) : (char) b);
                }
            }
            case JIS_X_0208 -> {
                byte[] euc = new byte[to - from];
                for (int i = from; i < to; i++) {
                    euc[i - from] = (byte) (bytes[i] | 0x80);
                }
                text.append(set.charset.decode(ByteBuffer.wrap(euc)));
            }
            case JIS_X_0212 -> {
                byte[] euc = new byte[(to - from) / 2 * 3];
                for (int i = from, o = 0; i + 1 < to; i += 2, o += 3) {
                    euc[o] = (byte) 0x8f;
                    euc[o + 1] = (byte) (bytes[i] | 0x80);
                    euc[o + 2] = (byte) (bytes[i + 1] | 0x80);
                }
                text.append(set.charset.decode(ByteBuffer.wrap(euc)));
            }
            case ASCII, SINGLE, SHIFT_JIS, KS_X_1001, GB_2312 ->
                text.append(set.charset.decode(ByteBuffer.wrap(bytes, from, to - from)));
        }
    }

    private static int escapeLength(byte[] bytes, int at) {
        int end = at + 1;
        while (end < bytes.length && end < at + 4 && bytes[end] >= 0x20 && bytes[end] <= 0x2f) {
            end++;
        }
        return Math.min(end + 1, bytes.length) - at;
    }

    private static Designated designation(byte[] bytes, int at, int length) {
        String sequence = new String(bytes, at + 1, Math.max(0, length - 1), StandardCharsets.ISO_8859_1);
        return switch (sequence) {
            case "(B", "(J" -> Designated.of(Coding.ASCII);
            case ")I" -> Designated.of(Coding.KATAKANA);
            case "$B", "$@" -> Designated.of(Coding.JIS_X_0208);
            case "$(D" -> Designated.of(Coding.JIS_X_0212);
            case "$)C" -> Designated.of(Coding.KS_X_1001);
            case "$)A" -> Designated.of(Coding.GB_2312);
            default -> {
                String name = sequence.length() == 2 && sequence.charAt(0) == '-'
                        ? RIGHT_HALVES.get(sequence.charAt(1))
                        : null;
                yield name == null ? null : new Designated(Coding.SINGLE, named(name));
            }
        };
    }

    /** The term without its prefix, in whatever of the usual spellings: {@code 100}, {@code 2022 100}, {@code 192}. */
    private static String normal(String term) {
        String t = term.strip()
                .toUpperCase(java.util.Locale.ROOT)
                .replace('_', ' ')
                .replace('-', ' ');
        if (t.startsWith("ISO 2022 IR ")) {
            return "2022 " + t.substring(12).strip();
        }
        return t.startsWith("ISO IR ") ? t.substring(7).strip() : t;
    }

    private static Charset named(String name) {
        try {
            return Charset.forName(name);
        } catch (UnsupportedCharsetException | IllegalCharsetNameException e) {
            // A reduced Java runtime may lack the extended charsets; every byte stays apart then.
            return StandardCharsets.ISO_8859_1;
        }
    }
}
