package org.credence.dicom.dcm4che.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.credence.dicom.spi.DataSetReader;
import org.credence.dicom.spi.ElementSink;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.BulkData;
import org.dcm4che3.data.Fragments;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.VR;
import org.dcm4che3.data.Value;
import org.dcm4che3.io.DicomStreamException;
import org.dcm4che3.util.TagUtils;

/** Reads data sets with dcm4che into its {@link Attributes}, and tells those on. Stateless and thread-safe. */
public final class Dcm4cheReader implements DataSetReader {

    @Override
    public void read(InputStream in, long length, String transferSyntax, ElementSink into) throws IOException {
        try (BoundedInput input = new BoundedInput(in, length, transferSyntax)) {
            tell(read(input), into);
        } catch (IllegalArgumentException
                | IllegalStateException
                | IndexOutOfBoundsException
                | NegativeArraySizeException
                | NullPointerException
                | ClassCastException
                | UnsupportedOperationException e) {
            // dcm4che trusts some lengths and values that damaged files get wrong.
            throw new DicomStreamException("dcm4che cannot make sense of it (" + e + ")", e);
        }
    }

    private static Attributes read(BoundedInput input) throws IOException {
        Attributes attributes = new Attributes(input.bigEndian(), 64);
        try {
            input.readElements(attributes);
        } catch (EOFException e) {
            if (input.endedWithPixels(attributes)) {
                return attributes;
            }
            throw new EOFException("it ends within element " + TagUtils.toString(input.tag())
                    + ", which starts at byte " + input.getTagPosition() + " of its data set");
        } catch (IOException e) {
            if (!input.endedWithPixels(attributes)) {
                throw e;
            }
        }
        return attributes;
    }

    private static void tell(Attributes attributes, ElementSink into) throws IOException {
        for (int tag : attributes.tags()) {
            VR vr = attributes.getVR(tag);
            switch (attributes.getValue(tag)) {
                case Sequence items -> {
                    List<ElementSink> sinks = into.items(tag, items.size());
                    for (int i = 0; i < sinks.size(); i++) {
                        tell(items.get(i), sinks.get(i));
                    }
                }
                case Fragments fragments -> {
                    BulkData[] all = fragments.toArray(BulkData[]::new);
                    long[] offsets = Arrays.stream(all).mapToLong(BulkData::offset).toArray();
                    long[] lengths = Arrays.stream(all).mapToLong(BulkData::longLength).toArray();
                    into.fragments(tag, vr.name(), offsets, lengths);
                }
                case BulkData stored -> into.stored(tag, vr.name(), stored.offset(), stored.longLength());
                case Value none -> {
                    if (vr == VR.SQ) {
                        into.items(tag, 0);
                    } else {
                        into.bytes(tag, vr.name(), new byte[0]);
                    }
                }
                default -> {
                    if (vr.isStringType()) {
                        into.text(tag, vr.name(), text(attributes, tag));
                    } else {
                        byte[] bytes = attributes.getBytes(tag);
                        into.bytes(tag, vr.name(), attributes.bigEndian() ? vr.toggleEndian(bytes, true) : bytes);
                    }
                }
            }
        }
    }

    private static String text(Attributes attributes, int tag) {
        String[] values = attributes.getStrings(tag);
        if (values == null) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : "\\").append(values[i] == null ? "" : values[i]);
        }
        return text.toString();
    }
}
