package org.credence.dicom.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.credence.dicom.DicomException;

/**
 * A data set in the DICOM JSON model (PS3.18, annex F): one object, its text in Unicode. Pixels and other large binary values
 * are not in it; a BulkDataURI says where they lie, as {@code FILE#offset=O;length=N}, in bytes of the file. Where the file
 * is deflated that is {@code FILE#inflated;offset=O;length=N}, of the inflated data set.
 */
final class DicomJson {

    private static final JsonFactory JSON = new JsonFactory();

    private final DicomFile file;
    private final JsonGenerator out;

    private DicomJson(DicomFile file, JsonGenerator out) {
        this.file = file;
        this.out = out;
    }

    /** The data set of a file, without file meta information, which the model has no place for. */
    static String of(DicomFile file) throws DicomException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            new DicomJson(file, out).write(file.dataSet());
        } catch (DicomException e) {
            throw e;
        } catch (IOException e) {
            throw new DicomException(
                    "File " + file.path() + " cannot be told as JSON: " + DicomFile.reason(e) + ".", e);
        }
        return text.toString();
    }

    private void write(DataSet dataSet) throws IOException {
        out.writeStartObject();
        for (Element e : DataSetEncoder.written(dataSet)) {
            out.writeObjectFieldStart(String.format("%08X", e.tag()));
            out.writeStringField("vr", e.vr().name());
            switch (e.value()) {
                case Element.Value.Items sequence -> {
                    if (!sequence.items().isEmpty()) {
                        out.writeArrayFieldStart("Value");
                        for (DataSet item : sequence.items()) {
                            write(item);
                        }
                        out.writeEndArray();
                    }
                }
                case Element.Value.Fragments f -> {
                    int n = f.lengths().length - 1;
                    long from = f.offsets()[0] - 8;
                    bulk(from, f.offsets()[n] + f.lengths()[n] - from);
                }
                case Element.Value.Stored s -> {
                    if (isInline(e.vr(), s.length())) {
                        values(dataSet, e);
                    } else {
                        bulk(s.offset(), s.length());
                    }
                }
                case Element.Value.Bytes b -> {
                    if (b.bytes().length > 0) {
                        values(dataSet, e);
                    }
                }
            }
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    /** Whether even a large value is written out: text has no other form that keeps its characters. */
    private static boolean isInline(Vr vr, long length) {
        return vr.isText() && length <= DataSet.MAX_INTERPRETED_BYTES;
    }

    private void bulk(long offset, long length) throws IOException {
        String within = file.transferSyntax().deflated() ? "inflated;" : "";
        out.writeStringField(
                "BulkDataURI", file.path().toUri() + "#" + within + "offset=" + offset + ";length=" + length);
    }

    private void values(DataSet dataSet, Element e) throws IOException {
        switch (e.vr()) {
            case OB, OD, OF, OL, OV, OW, UN -> {
                out.writeFieldName("InlineBinary");
                out.writeBinary(DataSet.bytes(e));
            }
            case AT, FD, FL, SL, SS, SV, UL, US, UV -> numbers(e.vr(), DataSet.bytes(e));
            default -> texts(dataSet, e);
        }
    }

    private void numbers(Vr vr, byte[] bytes) throws IOException {
        int width = switch (vr) {
            case US, SS -> 2;
            case FD, SV, UV -> 8;
            default -> 4;
        };
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < width) {
            return;
        }
        out.writeArrayFieldStart("Value");
        while (in.remaining() >= width) {
            switch (vr) {
                case US -> out.writeNumber(in.getShort() & 0xffff);
                case SS -> out.writeNumber(in.getShort());
                case SL -> out.writeNumber(in.getInt());
                case UL -> out.writeNumber(in.getInt() & 0xffffffffL);
                case SV -> out.writeNumber(in.getLong());
                case UV -> out.writeNumber(new BigInteger(Long.toUnsignedString(in.getLong())));
                case FL -> real(in.getFloat(), true);
                case FD -> real(in.getDouble(), false);
                default -> out.writeString(String.format("%04X%04X", in.getShort() & 0xffff, in.getShort() & 0xffff));
            }
        }
        out.writeEndArray();
    }

    /** JSON has no numbers for what is none; the standard writes them as text. */
    private void real(double value, boolean single) throws IOException {
        if (Double.isNaN(value)) {
            out.writeString("NaN");
        } else if (Double.isInfinite(value)) {
            out.writeString(value > 0 ? "inf" : "-inf");
        } else if (single) {
            out.writeNumber((float) value);
        } else {
            out.writeNumber(value);
        }
    }

    private void texts(DataSet dataSet, Element e) throws IOException {
        List<String> values = dataSet.texts(e);
        if (values.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("Value");
        for (String value : values) {
            if (value.isEmpty()) {
                out.writeNull();
                continue;
            }
            switch (e.vr()) {
                case PN -> name(value);
                case DS, IS -> decimal(value);
                default -> out.writeString(value);
            }
        }
        out.writeEndArray();
    }

    private void name(String value) throws IOException {
        String[] groups = value.split("=", -1);
        String[] names = {"Alphabetic", "Ideographic", "Phonetic"};
        out.writeStartObject();
        for (int i = 0; i < Math.min(3, groups.length); i++) {
            if (!groups[i].isBlank()) {
                out.writeStringField(names[i], groups[i].strip());
            }
        }
        out.writeEndObject();
    }

    /** A number where it is one; what the file has instead is kept as text, which the standard allows. */
    private void decimal(String value) throws IOException {
        if (value.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,3})?")) {
            BigDecimal number = new BigDecimal(value);
            if (number.scale() <= 0 && number.precision() - number.scale() <= 30) {
                out.writeNumber(number.toBigInteger());
            } else {
                out.writeNumber(number);
            }
        } else {
            out.writeString(value);
        }
    }
}
