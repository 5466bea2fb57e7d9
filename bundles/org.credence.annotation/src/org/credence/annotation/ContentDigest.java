package org.credence.annotation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import org.credence.imaging.FrameRef;

/**
 * A digest of what is painted, of the frames' states and of the segments' provenance, whatever file keeps them. Two
 * snapshots with the same have the same digest; nothing painted and no file at all are the same, too.
 */
final class ContentDigest {

    private static final Comparator<FrameRef> BY_FRAME =
            Comparator.comparing(FrameRef::sopInstanceUid).thenComparing(FrameRef::frameNumber);
    private static final Comparator<LayerKey> BY_LAYER =
            Comparator.comparing(LayerKey::frame, BY_FRAME).thenComparing(LayerKey::segment);

    private ContentDigest() {}

    /** SHA-256 in hexadecimal. */
    static String of(AnnotationSnapshot snapshot) {
        MessageDigest digest = sha256();
        snapshot.layers().keySet().stream().sorted(BY_LAYER).forEach(key -> {
            add(digest, key.frame(), key.segment());
            ConfidenceLayer layer = snapshot.layers().get(key);
            for (int t = 0; t < layer.tileCount(); t++) {
                byte[] tile = layer.tile(t);
                if (ConfidenceLayer.isPainted(tile)) {
                    add(digest, t);
                    digest.update(tile);
                }
            }
            add(digest, -1);
        });
        snapshot.states().keySet().stream()
                .sorted(BY_FRAME)
                .forEach(frame ->
                        add(digest, frame, -1 - snapshot.states().get(frame).ordinal()));
        snapshot.provenance().keySet().stream().sorted().forEach(segment -> {
            add(digest, segment);
            for (String model : snapshot.provenance().get(segment).models()) {
                byte[] name = model.getBytes(StandardCharsets.UTF_8);
                add(digest, name.length);
                digest.update(name);
            }
            add(digest, -1);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, FrameRef frame, int number) {
        byte[] uid = frame.sopInstanceUid().getBytes(StandardCharsets.UTF_8);
        add(digest, uid.length);
        digest.update(uid);
        add(digest, frame.frameNumber());
        add(digest, number);
    }

    private static void add(MessageDigest digest, int number) {
        digest.update(ByteBuffer.allocate(4).putInt(number).array());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no SHA-256, which every one must have.", e);
        }
    }
}
