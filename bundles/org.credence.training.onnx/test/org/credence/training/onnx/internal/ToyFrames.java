package org.credence.training.onnx.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.credence.annotation.LabelScheme;
import org.credence.imaging.FrameRef;
import org.credence.segmentation.Letterbox;
import org.credence.training.TrainingCase;
import org.credence.training.TrainingException;
import org.credence.training.TrainingSet;

/** Noisy frames with a bright horizontal line (segment 1) and a bright disc (segment 2), whose truth is known. */
final class ToyFrames {

    static final LabelScheme SCHEME =
            new LabelScheme("Toy", LabelScheme.lungUltrasound().segments().subList(0, 2));

    private ToyFrames() {}

    static TrainingSet of(int size, int patients, int framesEach, long seed) throws TrainingException {
        Random random = new Random(seed);
        List<TrainingCase> cases = new ArrayList<>();
        for (int p = 0; p < patients; p++) {
            for (int f = 1; f <= framesEach; f++) {
                cases.add(frame(size, "P" + seed + "-" + p, f, random));
            }
        }
        return TrainingSet.of(SCHEME, cases);
    }

    private static TrainingCase frame(int size, String patient, int number, Random random) {
        byte[] gray = new byte[size * size];
        byte[][] percent = new byte[2][size * size];
        int line = size / 8 + random.nextInt(size / 4);
        int cx = size / 4 + random.nextInt(size / 2);
        int cy = size / 2 + random.nextInt(size / 3);
        int radius = size / 12 + random.nextInt(size / 8);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int i = y * size + x;
                boolean onLine = y == line || y == line + 1;
                boolean inDisc = (x - cx) * (x - cx) + (y - cy) * (y - cy) <= radius * radius;
                int v = (int) (60 + 30 * random.nextGaussian() + (onLine ? 120 : 0) + (inDisc ? 90 : 0));
                gray[i] = (byte) Math.max(0, Math.min(255, v));
                percent[0][i] = (byte) (onLine ? 90 : 0);
                percent[1][i] = (byte) (inDisc ? 80 : 0);
            }
        }
        return new TrainingCase(
                patient,
                new FrameRef("1.2." + patient.hashCode(), number),
                new Letterbox(size, size, size, size),
                gray,
                percent);
    }
}
