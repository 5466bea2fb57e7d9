package org.credence.dicom.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.credence.dicom.DicomException;
import org.credence.dicom.spi.DataSetReader;
import org.credence.dicom.spi.ElementSink;

/** Makes a data set of the elements that another parser reads. Used by one thread. */
final class DataSetSink implements ElementSink {

    /**
     * The part of a source that is read.
     *
     * @param from its first byte
     * @param to the byte after its last one
     * @param bigEndian whether words are in big-endian order
     */
    private record Part(ByteSource source, long from, long to, boolean bigEndian) {

        /** Where bytes lie in the source. */
        long within(int tag, long offset, long length) throws DicomException {
            if (offset < 0 || length < 0 || offset > to - from || length > to - from - offset) {
                throw new DicomException(
                        Tag.describe(tag) + " takes " + length + " bytes at byte " + offset + ", outside of the "
                                + (to - from) + " bytes of its data set",
                        tag,
                        offset);
            }
            return from + offset;
        }
    }

    private final Part part;
    private final DataSet dataSet;

    private DataSetSink(Part part) {
        this.part = part;
        this.dataSet = DataSet.decoded();
    }

    /**
     * Reads elements with another parser.
     *
     * @throws DicomException if that refuses them
     */
    static DataSet read(
            DataSetReader reader, Path file, ByteSource source, long from, long to, boolean explicit, boolean bigEndian)
            throws DicomException {
        DataSetSink sink = new DataSetSink(new Part(source, from, to, bigEndian));
        if (from == to) {
            return sink.dataSet;
        }
        String encoding = !explicit
                ? TransferSyntax.IMPLICIT_LITTLE_ENDIAN
                : bigEndian ? TransferSyntax.EXPLICIT_BIG_ENDIAN : TransferSyntax.EXPLICIT_LITTLE_ENDIAN;
        try (InputStream in = new PartStream(source, from, to)) {
            reader.read(in, to - from, encoding, sink);
            return sink.dataSet;
        } catch (DicomException e) {
            String message = sentence(file, "is damaged", e);
            throw e.tag().isPresent()
                    ? new DicomException(
                            message, e.tag().getAsInt(), from + e.offset().orElse(0))
                    : new DicomException(message, e);
        } catch (EOFException e) {
            throw new DicomException(sentence(file, "is damaged or cut off", e), e);
        } catch (IOException e) {
            throw new DicomException(sentence(file, "is damaged or cannot be read", e), e);
        }
    }

    private static String sentence(Path file, String state, IOException e) {
        return "File " + file + " " + state + ": " + DicomFile.reason(e) + "; copy the file again from where it came.";
    }

    @Override
    public void text(int tag, String vr, String value) throws DicomException {
        Vr known = vr(vr);
        boolean ascii = known.kind() == Vr.Kind.ASCII || known.kind() == Vr.Kind.LONG_ASCII;
        bytes(tag, vr, value.getBytes(ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
    }

    @Override
    public void bytes(int tag, String vr, byte[] value) throws DicomException {
        dataSet.put(new Element(tag, vr(vr), new Element.Value.Bytes(value)));
    }

    @Override
    public void stored(int tag, String vr, long offset, long length) throws DicomException {
        long at = part.within(tag, offset, length);
        dataSet.put(new Element(tag, vr(vr), new Element.Value.Stored(part.source, at, length, part.bigEndian)));
    }

    @Override
    public void fragments(int tag, String vr, long[] offsets, long[] lengths) throws DicomException {
        long[] at = new long[offsets.length];
        for (int i = 0; i < at.length; i++) {
            at[i] = part.within(tag, offsets[i], lengths[i]);
        }
        dataSet.put(new Element(tag, vr(vr), new Element.Value.Fragments(part.source, at, lengths.clone(), true)));
    }

    @Override
    public List<ElementSink> items(int tag, int count) throws DicomException {
        List<ElementSink> sinks = new ArrayList<>();
        List<DataSet> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            DataSetSink item = new DataSetSink(part);
            sinks.add(item);
            items.add(item.dataSet);
        }
        dataSet.put(new Element(tag, Vr.SQ, new Element.Value.Items(items)));
        return sinks;
    }

    private static Vr vr(String letters) {
        Optional<Vr> known = letters.length() == 2 ? Vr.of(letters.charAt(0), letters.charAt(1)) : Optional.empty();
        return known.orElse(Vr.UN);
    }
}
