package org.credence.dicom.internal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What stands in place of identities: HMAC-SHA256 under a key of its own per purpose, so that the same identity gets the
 * same replacement in every file, and nobody without the key can tell or try which identity that was. Immutable.
 */
final class Pseudonyms {

    private static final String HMAC = "HmacSHA256";

    /** Below it lie the identifiers that the standard gives out: classes, transfer syntaxes, well-known instances. */
    private static final String STANDARD_ROOT = "1.2.840.10008.";

    /** Without letters that are taken for digits. */
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int DIGITS_OF_A_NAME = 10;
    private static final int MOST_DAYS = 3650;

    private final byte[] uidKey;
    private final byte[] patientKey;
    private final byte[] readerKey;
    private final byte[] dateKey;

    Pseudonyms(byte[] key) {
        this.uidKey = hmac(key, "credence 1 uid");
        this.patientKey = hmac(key, "credence 1 patient");
        this.readerKey = hmac(key, "credence 1 reader");
        this.dateKey = hmac(key, "credence 1 date");
    }

    /** The identifiers in place of these, separated by backslashes; those that the standard gives out stay. */
    String uids(String values) {
        List<String> all = new ArrayList<>();
        for (String value : values.split("\\\\", -1)) {
            all.add(uid(value));
        }
        return String.join("\\", all);
    }

    private String uid(String value) {
        String original = value.strip();
        return original.isEmpty() || isStandard(original) ? original : Uids.hashed(hmac(uidKey, original));
    }

    static boolean isStandard(String uid) {
        return uid.startsWith(STANDARD_ROOT);
    }

    /** The name of a patient, by whatever tells her apart from others. */
    String patient(String identity) {
        return name("P-", hmac(patientKey, identity));
    }

    /** The name and id of somebody who reads images. */
    String reader(String id) {
        return name("R-", hmac(readerKey, id));
    }

    private static String name(String prefix, byte[] hash) {
        StringBuilder name = new StringBuilder(prefix);
        for (int i = 0; i < DIGITS_OF_A_NAME; i++) {
            name.append(DIGITS.charAt(hash[i] & 31));
        }
        return name.toString();
    }

    /** By how many days the dates of a patient go back, 1 to 3650. */
    int daysBack(String identity) {
        byte[] hash = hmac(dateKey, identity);
        long number = 0;
        for (int i = 0; i < 7; i++) {
            number = number << 8 | hash[i] & 0xff;
        }
        return 1 + (int) (number % MOST_DAYS);
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has " + HMAC + ".", e);
        }
    }
}
