package org.credence.dicom.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.credence.dicom.DicomException;

/** Collects the elements of a data set to be written, with text in UTF-8. Used by one thread. */
final class DataSetBuilder {

    private final DataSet dataSet;

    DataSetBuilder() {
        this(new DataSet(SpecificCharacterSet.UTF_8));
    }

    private DataSetBuilder(DataSet dataSet) {
        this.dataSet = dataSet;
    }

    /** Changes a data set that is there; text that is put in has ASCII characters alone, as its character set may be any. */
    static DataSetBuilder changing(DataSet dataSet) {
        return new DataSetBuilder(dataSet);
    }

    /** A value of characters; several are separated by backslashes. */
    DataSetBuilder text(int tag, Vr vr, String value) throws DicomException {
        return bytes(tag, vr, value.getBytes(StandardCharsets.UTF_8));
    }

    /** The values of US, UL, FD, AT or another numeric representation. */
    DataSetBuilder numbers(int tag, Vr vr, double... values) throws DicomException {
        ByteBuffer out = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double v : values) {
            switch (vr) {
                case US, SS -> out.putShort((short) v);
                case UL, SL -> out.putInt((int) (long) v);
                case FL -> out.putFloat((float) v);
                case FD -> out.putDouble(v);
                case AT -> out.putShort((short) ((long) v >> 16)).putShort((short) (long) v);
                default -> throw new IllegalArgumentException(vr + " does not hold numbers to be written");
            }
        }
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes(tag, vr, bytes);
    }

    /** A decimal string, shortened to its 16 characters where it has more. */
    DataSetBuilder decimals(int tag, double... values) throws DicomException {
        List<String> texts = new ArrayList<>();
        for (double v : values) {
            texts.add(decimal(v));
        }
        return text(tag, Vr.DS, String.join("\\", texts));
    }

    static String decimal(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        String text = Double.toString(value);
        for (int digits = 15; text.length() > 16; digits--) {
            text = new java.math.BigDecimal(value)
                    .round(new java.math.MathContext(digits))
                    .toString();
        }
        return text;
    }

    DataSetBuilder bytes(int tag, Vr vr, byte[] value) throws DicomException {
        dataSet.put(new Element(tag, vr, new Element.Value.Bytes(value)));
        return this;
    }

    DataSetBuilder items(int tag, DataSet... items) throws DicomException {
        return items(tag, List.of(items));
    }

    DataSetBuilder items(int tag, List<DataSet> items) throws DicomException {
        dataSet.put(new Element(tag, Vr.SQ, new Element.Value.Items(items)));
        return this;
    }

    /** The element of another data set, its text in UTF-8; an empty one of {@code vr} where it is absent. */
    DataSetBuilder copyOrEmpty(DataSet from, int tag, Vr vr) throws DicomException {
        return copy(from, tag) ? this : bytes(tag, vr, new byte[0]);
    }

    /** Copies the element of another data set, its text in UTF-8; whether there is one. */
    boolean copy(DataSet from, int tag) throws DicomException {
        Element element = from.element(tag).orElse(null);
        if (element == null) {
            return false;
        }
        if (element.value() instanceof Element.Value.Items sequence) {
            List<DataSet> items = new ArrayList<>();
            for (DataSet item : sequence.items()) {
                DataSetBuilder copy = new DataSetBuilder();
                for (Element e : item.elements()) {
                    copy.copy(item, e.tag());
                }
                items.add(copy.build());
            }
            items(tag, items);
        } else if (element.vr().isText()) {
            text(tag, element.vr(), from.whole(tag));
        } else {
            bytes(tag, element.vr(), DataSet.bytes(element));
        }
        return true;
    }

    /** A coded concept as the only item of a sequence. */
    DataSetBuilder code(int sequence, String value, String scheme, String meaning) throws DicomException {
        return items(
                sequence,
                new DataSetBuilder()
                        .text(Tag.CODE_VALUE, Vr.SH, value)
                        .text(Tag.CODING_SCHEME_DESIGNATOR, Vr.SH, scheme)
                        .text(Tag.CODE_MEANING, Vr.LO, meaning)
                        .build());
    }

    /** The data set; the builder is not used afterwards. */
    DataSet build() {
        return dataSet;
    }
}
