package org.credence.segmentation.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.credence.segmentation.SegmentationException;

/**
 * A protobuf message within a model's file, walked field by field. Lengths are held against the message's own end, so that
 * nothing it says leads elsewhere. For one thread.
 *
 * <pre>
 * while (message.next()) { switch (message.field()) { ... } }
 * </pre>
 */
public final class ProtoMessage {

    /** Names and other texts; longer ones are damage. */
    private static final int MAX_TEXT = 1 << 20;

    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int BYTES = 2;
    private static final int FOUR_BYTES = 5;

    private final ModelBytes bytes;
    private final long end;
    private long fieldBegin;
    private long position;
    private int field;
    private int wire;
    private long number;
    private long valueBegin;
    private long valueEnd;

    ProtoMessage(ModelBytes bytes, long begin, long end) {
        this.bytes = bytes;
        this.position = begin;
        this.end = end;
        this.valueEnd = begin;
    }

    /**
     * Goes to the next field.
     *
     * @return false at the message's end
     * @throws SegmentationException if there is neither a field nor the end
     */
    public boolean next() throws IOException {
        position = valueEnd;
        if (position >= end) {
            return false;
        }
        bytes.count();
        fieldBegin = position;
        long tag = varint();
        if (tag >>> 3 < 1 || tag >>> 3 > 536_870_911) {
            throw bytes.damaged("field number " + (tag >>> 3) + " at byte " + fieldBegin + " is impossible");
        }
        field = (int) (tag >>> 3);
        wire = (int) (tag & 7);
        number = 0;
        valueBegin = position;
        switch (wire) {
            case VARINT -> number = varint();
            case EIGHT_BYTES -> number = fixed(8);
            case FOUR_BYTES -> number = fixed(4);
            case BYTES -> {
                long length = varint();
                valueBegin = position;
                if (length < 0 || length > end - position) {
                    throw bytes.damaged("it ends in the middle of a field, which has " + length + " bytes at byte "
                            + fieldBegin + " but only " + (end - position) + " are there");
                }
                position += length;
            }
            default -> throw bytes.damaged("byte " + fieldBegin + " begins no field");
        }
        valueEnd = position;
        return true;
    }

    /** The number of the field. */
    public int field() {
        return field;
    }

    /** The bytes of a field's value. */
    long length() {
        return valueEnd - valueBegin;
    }

    boolean isNumber() {
        return wire == VARINT;
    }

    /** The value of a field that is a whole number. */
    long number() throws SegmentationException {
        if (wire != VARINT) {
            throw bytes.damaged("field " + field + " at byte " + fieldBegin + " should be a number");
        }
        return number;
    }

    /** The value of a field that is a number of four bytes. */
    float real() throws SegmentationException {
        if (wire != FOUR_BYTES) {
            throw bytes.damaged("field " + field + " at byte " + fieldBegin + " should be a real number");
        }
        return Float.intBitsToFloat((int) number);
    }

    /** The message in the field. */
    ProtoMessage message() throws SegmentationException {
        requireBytes();
        return new ProtoMessage(bytes, valueBegin, valueEnd);
    }

    /** The text in the field. */
    String text() throws IOException {
        bytes.countText(length());
        return new String(bytes(MAX_TEXT), StandardCharsets.UTF_8);
    }

    /** The bytes in the field, of which there must not be more than {@code most}. */
    byte[] bytes(int most) throws IOException {
        requireBytes();
        if (length() > most) {
            throw bytes.damaged(
                    "field " + field + " at byte " + fieldBegin + " has " + length() + " bytes, more than " + most);
        }
        return bytes.read(valueBegin, (int) length());
    }

    /** Whole numbers that are one to a field or packed into one; of more than {@code most}, those. */
    List<Long> numbers(int most) throws IOException {
        if (wire == VARINT) {
            return List.of(number);
        }
        ProtoMessage packed = message();
        List<Long> numbers = new ArrayList<>();
        while (packed.position < packed.end && numbers.size() < most) {
            numbers.add(packed.varint());
        }
        return numbers;
    }

    /** The field as it is, its number included, for writing it elsewhere. */
    Piece whole() {
        return new Piece.Copy(bytes, fieldBegin, valueEnd - fieldBegin);
    }

    private void requireBytes() throws SegmentationException {
        if (wire != BYTES) {
            throw bytes.damaged("field " + field + " at byte " + fieldBegin + " should have a length");
        }
    }

    private long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (position >= end) {
                throw bytes.damaged("it ends in the middle of a field");
            }
            byte b = bytes.at(position++);
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw bytes.damaged("a number at byte " + position + " has too many digits");
    }

    private long fixed(int length) throws IOException {
        if (length > end - position) {
            throw bytes.damaged("it ends in the middle of a field");
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (bytes.at(position++) & 0xffL) << 8 * i;
        }
        return value;
    }
}
