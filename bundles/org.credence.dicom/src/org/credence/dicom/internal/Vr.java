package org.credence.dicom.internal;

import java.util.Optional;
import org.credence.dicom.DicomException;

/** Value representations (PS3.5, 6.2): how the bytes of a value are to be read, and how a length is written. */
enum Vr {
    AE(Kind.ASCII, false, 1),
    AS(Kind.ASCII, false, 1),
    AT(Kind.BINARY, false, 2),
    CS(Kind.ASCII, false, 1),
    DA(Kind.ASCII, false, 1),
    DS(Kind.ASCII, false, 1),
    DT(Kind.ASCII, false, 1),
    FD(Kind.BINARY, false, 8),
    FL(Kind.BINARY, false, 4),
    IS(Kind.ASCII, false, 1),
    LO(Kind.TEXT, false, 1),
    LT(Kind.LONG_TEXT, false, 1),
    OB(Kind.BINARY, true, 1),
    OD(Kind.BINARY, true, 8),
    OF(Kind.BINARY, true, 4),
    OL(Kind.BINARY, true, 4),
    OV(Kind.BINARY, true, 8),
    OW(Kind.BINARY, true, 2),
    PN(Kind.TEXT, false, 1),
    SH(Kind.TEXT, false, 1),
    SL(Kind.BINARY, false, 4),
    SQ(Kind.SEQUENCE, true, 1),
    SS(Kind.BINARY, false, 2),
    ST(Kind.LONG_TEXT, false, 1),
    SV(Kind.BINARY, true, 8),
    TM(Kind.ASCII, false, 1),
    UC(Kind.TEXT, true, 1),
    UI(Kind.ASCII, false, 1),
    UL(Kind.BINARY, false, 4),
    UN(Kind.BINARY, true, 1),
    UR(Kind.LONG_ASCII, true, 1),
    US(Kind.BINARY, false, 2),
    UT(Kind.LONG_TEXT, true, 1),
    UV(Kind.BINARY, true, 8);

    /** What a value consists of. */
    enum Kind {
        /** Numbers or bytes. */
        BINARY,
        /** Characters of the default repertoire, values separated by backslashes. */
        ASCII,
        /** Characters of the default repertoire, one value. */
        LONG_ASCII,
        /** Characters of the Specific Character Set, values separated by backslashes. */
        TEXT,
        /** Characters of the Specific Character Set, one value. */
        LONG_TEXT,
        /** Items. */
        SEQUENCE
    }

    private static final Vr[] BY_LETTERS = new Vr[26 * 26];

    static {
        for (Vr vr : values()) {
            BY_LETTERS[26 * (vr.name().charAt(0) - 'A') + vr.name().charAt(1) - 'A'] = vr;
        }
    }

    private final Kind kind;
    private final boolean longLength;
    private final int wordBytes;

    Vr(Kind kind, boolean longLength, int wordBytes) {
        this.kind = kind;
        this.longLength = longLength;
        this.wordBytes = wordBytes;
    }

    Kind kind() {
        return kind;
    }

    /** Whether explicit encodings write a 32-bit length after two reserved bytes, rather than a 16-bit one. */
    boolean longLength() {
        return longLength;
    }

    /** Bytes that change places between little and big endian. */
    int wordBytes() {
        return wordBytes;
    }

    boolean isText() {
        return kind != Kind.BINARY && kind != Kind.SEQUENCE;
    }

    /** The representation with these two letters. */
    static Optional<Vr> of(int first, int second) {
        return areLetters(first, second)
                ? Optional.ofNullable(BY_LETTERS[26 * (first - 'A') + second - 'A'])
                : Optional.empty();
    }

    /** Whether two bytes could be a representation, known or not. */
    static boolean areLetters(int first, int second) {
        return first >= 'A' && first <= 'Z' && second >= 'A' && second <= 'Z';
    }

    /** Whether a dictionary has the element. */
    static boolean isKnown(int tag, DataSet around) {
        return DataDictionary.standard().entry(tag).isPresent()
                || around.privateEntry(tag).isPresent();
    }

    /**
     * The representation that the dictionary gives; of several, the one that fits what was read before.
     *
     * @param before what the data set holds up to the element
     */
    static Vr implied(int tag, DataSet before) throws DicomException {
        if ((tag & 0xffff) == 0) {
            return UL;
        }
        if (Tag.isPrivate(tag)) {
            if ((tag & 0xffff) >= 0x10 && (tag & 0xffff) <= 0xff) {
                return LO;
            }
            // Other versions of a system may mean another element; as UN it becomes a sequence only if it is one.
            return before.privateEntry(tag)
                    .flatMap(e -> of(e.vr().charAt(0), e.vr().charAt(1)))
                    .filter(vr -> vr != SQ)
                    .orElse(UN);
        }
        String vr = DataDictionary.standard()
                .entry(tag)
                .map(DataDictionary.Entry::vr)
                .orElse("UN");
        if (vr.length() > 2) {
            boolean signed = before.integer(Tag.PIXEL_REPRESENTATION, 0) == 1;
            return vr.endsWith("OW") ? OW : vr.equals("US|SS") && signed ? SS : US;
        }
        return of(vr.charAt(0), vr.charAt(1)).orElse(UN);
    }
}
