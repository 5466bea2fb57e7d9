package org.credence.imaging;

import java.util.List;

/**
 * One element of a header, for people and for export.
 *
 * @param tag its number, {@code (gggg,eeee)} in hexadecimal for DICOM
 * @param keyword its name, such as {@code PatientID}; for private elements their creator in brackets; empty where unknown
 * @param vr its value representation, such as {@code LO}
 * @param value its value as text, shortened where it is long; empty for sequences
 * @param items the items of a sequence, each a list of elements; empty otherwise
 */
public record Attribute(String tag, String keyword, String vr, String value, List<List<Attribute>> items) {

    public Attribute {
        items = List.copyOf(items);
    }
}
