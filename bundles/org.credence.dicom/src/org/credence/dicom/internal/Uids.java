package org.credence.dicom.internal;

import java.math.BigInteger;
import java.util.UUID;

/** New identifiers, of the root that needs no registration (PS3.5, B.2). */
final class Uids {

    private Uids() {}

    static String random() {
        return of(UUID.randomUUID());
    }

    static String of(UUID uuid) {
        return "2.25." + new BigInteger(uuid.toString().replace("-", ""), 16);
    }
}
