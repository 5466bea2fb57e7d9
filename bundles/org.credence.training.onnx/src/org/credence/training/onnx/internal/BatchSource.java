package org.credence.training.onnx.internal;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.credence.segmentation.Letterbox;
import org.credence.training.Augmentation;
import org.credence.training.Exposure;
import org.credence.training.TrainingCase;
import org.credence.training.TrainingPlan;
import org.credence.training.TrainingSet;

/** Deals the cases of a set in batches, in a new random order each time round. One thread. */
final class BatchSource {

    private final TrainingSet set;
    private final TrainingPlan plan;
    private final Random random;
    private final float[] targets = new float[101];
    private final float[] weights = new float[101];
    private final List<TrainingCase> deck = new ArrayList<>();

    BatchSource(TrainingSet set, TrainingPlan plan, Exposure exposure) {
        this.set = set;
        this.plan = plan;
        this.random = new Random(plan.seed() + 1);
        for (int p = 0; p <= 100; p++) {
            targets[p] = exposure.target(p);
            weights[p] = exposure.weight(p);
        }
    }

    /** Fills the next batch into buffers of exactly its size. */
    void next(ByteBuffer image, FloatBuffer target, FloatBuffer weight) {
        image.clear();
        target.clear();
        weight.clear();
        int pixels = set.columns() * set.rows();
        float[] y = new float[pixels];
        float[] w = new float[pixels];
        for (int n = 0; n < plan.batch(); n++) {
            TrainingCase drawn = draw();
            Augmentation change = plan.augment() ? Augmentation.draw(random) : Augmentation.NONE;
            image.put(change.applyToImage(drawn.gray(), set.columns()));
            byte[] covered = change.applyToLabel(coverage(drawn.box()), set.columns());
            for (int s = 0; s < drawn.segments(); s++) {
                byte[] percent = change.applyToLabel(drawn.percent(s), set.columns());
                for (int i = 0; i < pixels; i++) {
                    y[i] = targets[percent[i]];
                    // What lies outside the frame teaches nothing, and neither does what a change moved in from there.
                    w[i] = covered[i] * weights[percent[i]];
                }
                target.put(y);
                weight.put(w);
            }
        }
        image.flip();
        target.flip();
        weight.flip();
    }

    /**
     * The weight of foreground in the loss per segment: the square root of background over foreground where the frames
     * cover the grid, between 1 and the plan's cap.
     */
    float[] positiveWeights() {
        float[] factors = new float[set.scheme().segments().size()];
        for (int s = 0; s < factors.length; s++) {
            double foreground = 0;
            double all = 0;
            for (TrainingCase c : set.cases()) {
                byte[] percent = c.percent(s);
                byte[] covered = coverage(c.box());
                for (int i = 0; i < percent.length; i++) {
                    foreground += covered[i] * weights[percent[i]] * targets[percent[i]];
                    all += covered[i] * weights[percent[i]];
                }
            }
            double ratio = foreground > 0 ? (all - foreground) / foreground : 1;
            factors[s] = (float) Math.min(plan.positiveWeightCap(), Math.max(1, Math.sqrt(ratio)));
        }
        return factors;
    }

    private TrainingCase draw() {
        if (deck.isEmpty()) {
            deck.addAll(set.cases());
            Collections.shuffle(deck, random);
        }
        return deck.remove(deck.size() - 1);
    }

    private static byte[] coverage(Letterbox box) {
        byte[] covered = new byte[box.columns() * box.rows()];
        for (int y = box.top(); y < box.top() + box.coveredRows(); y++) {
            int from = y * box.columns() + box.left();
            Arrays.fill(covered, from, from + box.coveredColumns(), (byte) 1);
        }
        return covered;
    }
}
