package org.credence.dicom.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.credence.dicom.DicomException;

/**
 * Elements by tag, in the order of the file: a whole data set or an item of a sequence. Mutable while it is read or built,
 * by one thread; only read afterwards.
 */
final class DataSet {

    /** Values larger than this are pixels or other bulk, and not read in one piece. */
    private static final int MAX_BYTES = 1 << 26;

    /** Text and numbers longer than this are none that any attribute has. */
    static final int MAX_INTERPRETED_BYTES = 1 << 22;

    /** Whole numbers of so few digits are exact in a double, as are the powers of ten up to there. */
    private static final int EXACT_DIGITS = 15;

    private static final double[] POWERS_OF_TEN = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private final Map<Integer, Element> elements = new LinkedHashMap<>();
    private final boolean decoded;
    private SpecificCharacterSet charset;

    /** An empty data set whose text is in {@code charset} unless an element says otherwise. */
    DataSet(SpecificCharacterSet charset) {
        this(charset, false);
    }

    private DataSet(SpecificCharacterSet charset, boolean decoded) {
        this.charset = charset;
        this.decoded = decoded;
    }

    /** An empty data set whose text is in UTF-8, whatever its elements say: somebody else decoded it. */
    static DataSet decoded() {
        return new DataSet(SpecificCharacterSet.UTF_8, true);
    }

    void put(Element element) throws DicomException {
        elements.put(element.tag(), element);
        if (element.tag() == Tag.SPECIFIC_CHARACTER_SET && !decoded) {
            charset = SpecificCharacterSet.of(texts(Tag.SPECIFIC_CHARACTER_SET));
        }
    }

    /** Takes an element out; its Specific Character Set still holds for the text that stays. */
    void remove(int tag) {
        elements.remove(tag);
    }

    /** A data set with the same elements, to be changed; items of sequences are shared. */
    DataSet copy() {
        DataSet copy = new DataSet(charset);
        copy.elements.putAll(elements);
        return copy;
    }

    SpecificCharacterSet charset() {
        return charset;
    }

    Collection<Element> elements() {
        return elements.values();
    }

    Optional<Element> element(int tag) {
        return Optional.ofNullable(elements.get(tag));
    }

    /** Whether the element is there and has a value. */
    boolean has(int tag) {
        Element e = elements.get(tag);
        return e != null && e.value().isPresent();
    }

    /** The first value as text without padding; empty where there is none. */
    String text(int tag) throws DicomException {
        Element e = elements.get(tag);
        if (e == null) {
            return "";
        }
        List<String> all = texts(e);
        return all.isEmpty() ? "" : all.get(0);
    }

    /** The name of an element, a private one by its creator; empty if it is not known. */
    String keyword(int tag) {
        return privateEntry(tag)
                .map(DataDictionary.Entry::keyword)
                .orElseGet(() -> DataDictionary.standard().keyword(tag));
    }

    /** What is known of a private element by the creator of its block. */
    Optional<DataDictionary.Entry> privateEntry(int tag) {
        if (!Tag.isPrivate(tag) || (tag & 0xff00) < 0x1000) {
            return Optional.empty();
        }
        Element creator = elements.get(tag & 0xffff0000 | tag >> 8 & 0xff);
        return creator != null && creator.value() instanceof Element.Value.Bytes name
                ? DataDictionary.standard()
                        .privateEntry(new String(name.bytes(), StandardCharsets.ISO_8859_1).strip(), tag)
                : Optional.empty();
    }

    /** All values as text without padding. */
    List<String> texts(int tag) throws DicomException {
        Element e = elements.get(tag);
        return e == null ? List.of() : texts(e);
    }

    /** All values of one of this data set's elements as text without padding. */
    List<String> texts(Element e) throws DicomException {
        if (!e.vr().isText()) {
            double[] numbers = numbers(e);
            List<String> all = new ArrayList<>();
            for (double n : numbers) {
                if (n == Math.rint(n) && Math.abs(n) < 1e15) {
                    all.add(Long.toString((long) n));
                } else {
                    boolean single = e.vr() == Vr.FL || e.vr() == Vr.OF;
                    all.add(single ? Float.toString((float) n) : Double.toString(n));
                }
            }
            return all;
        }
        String whole = whole(e);
        if (whole.isEmpty()) {
            return List.of();
        }
        if (e.vr().kind() == Vr.Kind.LONG_TEXT || e.vr().kind() == Vr.Kind.LONG_ASCII) {
            return List.of(whole);
        }
        int separator = whole.indexOf('\\');
        if (separator < 0) {
            return List.of(whole.strip());
        }
        List<String> all = new ArrayList<>();
        int from = 0;
        while (separator >= 0) {
            all.add(whole.substring(from, separator).strip());
            from = separator + 1;
            separator = whole.indexOf('\\', from);
        }
        all.add(whole.substring(from).strip());
        return all;
    }

    /** The whole value as text, backslashes included, without the padding at its end; empty where there is none. */
    String whole(int tag) throws DicomException {
        Element e = elements.get(tag);
        return e == null || !e.vr().isText() ? "" : whole(e);
    }

    private String whole(Element e) throws DicomException {
        checkLength(e, MAX_INTERPRETED_BYTES);
        byte[] bytes = bytes(e);
        int end = bytes.length;
        while (end > 0 && (bytes[end - 1] == 0 || bytes[end - 1] == ' ')) {
            end--;
        }
        if (end < bytes.length) {
            bytes = java.util.Arrays.copyOf(bytes, end);
        }
        boolean ascii = e.vr().kind() == Vr.Kind.ASCII || e.vr().kind() == Vr.Kind.LONG_ASCII;
        return (ascii ? SpecificCharacterSet.DEFAULT : charset).decode(bytes, e.vr());
    }

    /** The first value as a whole number; empty where there is none or it is no number. */
    OptionalInt integer(int tag) throws DicomException {
        double first = number(tag);
        return first != Math.rint(first) || Math.abs(first) > Integer.MAX_VALUE
                ? OptionalInt.empty()
                : OptionalInt.of((int) first);
    }

    int integer(int tag, int absent) throws DicomException {
        return integer(tag).orElse(absent);
    }

    /** The first value as a number; NaN where there is none or it is no number. */
    double number(int tag) throws DicomException {
        Element e = elements.get(tag);
        if (e == null) {
            return Double.NaN;
        }
        if (e.vr() == Vr.US && e.value() instanceof Element.Value.Bytes b && b.bytes().length >= 2) {
            return b.bytes()[0] & 0xff | (b.bytes()[1] & 0xff) << 8;
        }
        double[] all = numbers(e);
        return all.length == 0 ? Double.NaN : all[0];
    }

    /** All values as numbers, NaN for those that are none. */
    double[] numbers(int tag) throws DicomException {
        Element e = elements.get(tag);
        return e == null ? new double[0] : numbers(e);
    }

    private double[] numbers(Element e) throws DicomException {
        if (e.vr().isText()) {
            List<String> texts = texts(e);
            double[] all = new double[texts.size()];
            for (int i = 0; i < all.length; i++) {
                all[i] = parse(texts.get(i));
            }
            return all;
        }
        if (e.vr() == Vr.SQ || e.value() instanceof Element.Value.Fragments) {
            return new double[0];
        }
        checkLength(e, MAX_INTERPRETED_BYTES);
        ByteBuffer in = ByteBuffer.wrap(bytes(e)).order(ByteOrder.LITTLE_ENDIAN);
        int width = switch (e.vr()) {
            case FD, OD, SV, UV, OV -> 8;
            case FL, OF, SL, UL, OL, AT -> 4;
            case US, SS, OW -> 2;
            default -> 1;
        };
        double[] all = new double[in.capacity() / width];
        for (int i = 0; i < all.length; i++) {
            all[i] = switch (e.vr()) {
                case FD, OD -> in.getDouble();
                case SV -> in.getLong();
                case UV, OV -> unsigned(in.getLong());
                case FL, OF -> in.getFloat();
                case SL -> in.getInt();
                case AT -> ((in.getShort() & 0xffffL) << 16) + (in.getShort() & 0xffff);
                case UL, OL -> in.getInt() & 0xffffffffL;
                case SS -> in.getShort();
                case US, OW -> in.getShort() & 0xffff;
                default -> in.get() & 0xff;
            };
        }
        return all;
    }

    /** The items of a sequence; none where it is absent or no sequence. */
    List<DataSet> items(int tag) {
        Element e = elements.get(tag);
        return e != null && e.value() instanceof Element.Value.Items i ? i.items() : List.of();
    }

    /** The first item of a sequence. */
    Optional<DataSet> item(int tag) {
        return items(tag).stream().findFirst();
    }

    /** The bytes of a value in little-endian order; none where it is absent or a sequence. */
    byte[] bytes(int tag) throws DicomException {
        Element e = elements.get(tag);
        return e == null ? new byte[0] : bytes(e);
    }

    /** The bytes of an element in little-endian order; none for sequences and fragments. */
    static byte[] bytes(Element e) throws DicomException {
        if (e.value() instanceof Element.Value.Bytes b) {
            return b.bytes();
        }
        if (!(e.value() instanceof Element.Value.Stored s)) {
            return new byte[0];
        }
        checkLength(e, MAX_BYTES);
        byte[] bytes = new byte[(int) s.length()];
        try (ByteSource.Reading in = s.source().open()) {
            in.read(s.offset(), bytes, 0, bytes.length);
        } catch (IOException x) {
            throw new DicomException(
                    "Element " + Tag.describe(e.tag()) + " cannot be read: " + DicomFile.reason(x) + ".", x);
        }
        if (s.bigEndian()) {
            swap(bytes, e.vr().wordBytes());
        }
        return bytes;
    }

    private static void checkLength(Element e, long most) throws DicomException {
        if (e.length() > most) {
            throw new DicomException(
                    "Element " + Tag.describe(e.tag()) + " has " + e.length() + " bytes, but at most " + most
                            + " can be read of it; it is damaged, copy the file again from where it came.",
                    e.tag(),
                    e.value() instanceof Element.Value.Stored s ? s.offset() : -1);
        }
    }

    /** Reverses the bytes of every word. */
    static void swap(byte[] bytes, int wordBytes) {
        for (int i = 0; i + wordBytes <= bytes.length; i += wordBytes) {
            for (int a = i, b = i + wordBytes - 1; a < b; a++, b--) {
                byte t = bytes[a];
                bytes[a] = bytes[b];
                bytes[b] = t;
            }
        }
    }

    private static double unsigned(long value) {
        return value >= 0 ? value : (value >>> 1) * 2.0 + (value & 1);
    }

    private static double parse(String text) {
        int length = text.length();
        int sign = length > 0 && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
        long digits = 0;
        int count = 0;
        int point = -1;
        int i = sign;
        for (; i < length && count <= EXACT_DIGITS; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits = 10 * digits + c - '0';
                count++;
            } else if (c == '.' && point < 0) {
                point = i;
            } else {
                break;
            }
        }
        if (i == length && count > 0 && count <= EXACT_DIGITS) {
            // Both are exact in a double, so that their quotient is the nearest one to the number.
            double value = point < 0 ? digits : digits / POWERS_OF_TEN[length - 1 - point];
            return text.charAt(0) == '-' ? -value : value;
        }
        return parseAny(text);
    }

    private static double parseAny(String text) {
        try {
            // Java's grammar also takes "1d" and hexadecimal numbers, which DICOM's does not.
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if ((c < '0' || c > '9') && "-+.eE".indexOf(c) < 0) {
                    return Double.NaN;
                }
            }
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
