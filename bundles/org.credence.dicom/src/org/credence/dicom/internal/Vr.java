package org.credence.dicom.internal;

import java.util.Optional;

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

    /** By the two letters; files have thousands of elements. */
    private static final Vr[] BY_LETTERS = byLetters();

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
        return first < 'A' || first > 'Z' || second < 'A' || second > 'Z'
                ? Optional.empty()
                : Optional.ofNullable(BY_LETTERS[index(first, second)]);
    }

    private static int index(int first, int second) {
        return (first - 'A') * 26 + second - 'A';
    }

    private static Vr[] byLetters() {
        Vr[] all = new Vr[26 * 26];
        for (Vr vr : values()) {
            all[index(vr.name().charAt(0), vr.name().charAt(1))] = vr;
        }
        return all;
    }
}
