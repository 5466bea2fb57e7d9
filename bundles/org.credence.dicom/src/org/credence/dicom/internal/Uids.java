package org.credence.dicom.internal;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Makes unique identifiers below 2.25: a UUID as one decimal number (PS3.5, B.2), which needs no root of one's own. */
final class Uids {

    private static final String ROOT = "2.25.";

    private Uids() {}

    /** A new one. */
    static String random() {
        return of(UUID.randomUUID());
    }

    /** The same for the same name. */
    static String named(String name) {
        return named(name.getBytes(StandardCharsets.UTF_8));
    }

    /** The same for the same bytes. */
    static String named(byte[] name) {
        return of(UUID.nameUUIDFromBytes(name));
    }

    /** Of the first 16 bytes of a hash; marked as a UUID of version 8, whose bits mean what their maker says. */
    static String hashed(byte[] hash) {
        byte[] bits = java.util.Arrays.copyOf(hash, 16);
        bits[6] = (byte) (bits[6] & 0x0f | 0x80);
        bits[8] = (byte) (bits[8] & 0x3f | 0x80);
        return ROOT + new BigInteger(1, bits);
    }

    /** Of a UUID. */
    static String of(UUID uuid) {
        return ROOT + new BigInteger(uuid.toString().replace("-", ""), 16);
    }
}
