package org.credence.training;

/**
 * How a model is built and trained.
 *
 * @param columns width of the model's grid, a multiple of 2 to the power of depth, at most 8192
 * @param rows height of the model's grid, likewise
 * @param baseChannels feature maps at full resolution, doubled at each level below
 * @param depth levels below the full resolution
 * @param steps of the optimizer
 * @param batch frames per step
 * @param learningRate at its peak; it warms up and falls along a cosine
 * @param seed of weights, order and augmentation: same machine, set, plan and seed give the same model
 * @param positiveWeightCap bound on the weight of foreground in the loss; below it, the weight is the square root of
 *     background over foreground, which thin bright lines need; 1 switches it off
 * @param overlapWeight weight of the overlap term (logarithm of soft Dice) beside the cross entropy; 0 switches it off
 * @param augment whether frames are mirrored and their brightness varied at random
 */
public record TrainingPlan(
        int columns,
        int rows,
        int baseChannels,
        int depth,
        int steps,
        int batch,
        double learningRate,
        long seed,
        double positiveWeightCap,
        double overlapWeight,
        boolean augment) {

    private static final int MAX_BATCH_PIXELS = 1 << 26;
    private static final int MAX_CHANNELS = 4096;

    public TrainingPlan {
        if (depth < 1 || depth > 6 || baseChannels < 1 || baseChannels > 256) {
            throw new IllegalArgumentException("A network has 1 to 256 base channels and a depth of 1 to 6, got: "
                    + baseChannels + " and " + depth);
        }
        if (columns < 1 || rows < 1 || columns % (1 << depth) != 0 || rows % (1 << depth) != 0) {
            throw new IllegalArgumentException("A grid for depth " + depth + " is a multiple of " + (1 << depth)
                    + " in both directions, got: " + columns + " x " + rows);
        }
        if (steps < 1 || batch < 1 || batch > 1024) {
            throw new IllegalArgumentException(
                    "Training takes steps and a batch of 1 to 1024 frames, got: " + steps + " and " + batch);
        }
        // What a model card and its engine can take, said before hours of training and not after.
        if (columns > 8192 || rows > 8192 || (long) batch * columns * rows > MAX_BATCH_PIXELS) {
            throw new IllegalArgumentException("A grid has at most 8192 columns and rows, and a batch at most "
                    + MAX_BATCH_PIXELS + " pixels, got: " + batch + " frames of " + columns + " x " + rows);
        }
        if (baseChannels << depth > MAX_CHANNELS) {
            throw new IllegalArgumentException("A network has at most " + MAX_CHANNELS
                    + " channels at its lowest level," + " got: " + baseChannels + " times 2 to the power of " + depth);
        }
        if (batch * (columns >> depth) * (rows >> depth) < 2) {
            throw new IllegalArgumentException(
                    "A batch needs at least two values per channel at the lowest level, where"
                            + " one alone has no variance to normalise by; got one frame of " + columns + " x " + rows
                            + " and depth " + depth);
        }
        if (!(learningRate > 0 && learningRate <= 1)) {
            throw new IllegalArgumentException("A learning rate lies between 0 and 1, got: " + learningRate);
        }
        if (!(positiveWeightCap >= 1 && positiveWeightCap <= 1000)) {
            throw new IllegalArgumentException(
                    "The weight of foreground is bounded by 1 to 1000, got: " + positiveWeightCap);
        }
        if (!(overlapWeight >= 0 && overlapWeight <= 100)) {
            throw new IllegalArgumentException("The overlap term has a weight of 0 to 100, got: " + overlapWeight);
        }
    }

    /**
     * A small network for a CPU: 128 x 128 pixels, 8 base channels, 4 levels below, so that a pixel sees the whole frame;
     * trained in about a minute on two cores.
     */
    public static TrainingPlan small(long seed) {
        return new TrainingPlan(128, 128, 8, 4, 500, 4, 0.005, seed, 2, 1, true);
    }

    /** This plan with another number of steps. */
    public TrainingPlan withSteps(int number) {
        return new TrainingPlan(
                columns,
                rows,
                baseChannels,
                depth,
                number,
                batch,
                learningRate,
                seed,
                positiveWeightCap,
                overlapWeight,
                augment);
    }

    /** The learning rate of a step, counted from 0. */
    public double learningRate(int step) {
        int warmUp = Math.max(1, steps / 20);
        if (step < warmUp) {
            return learningRate * (step + 1) / warmUp;
        }
        double done = (double) (step - warmUp) / Math.max(1, steps - warmUp);
        return learningRate * (0.01 + 0.99 * 0.5 * (1 + Math.cos(Math.PI * done)));
    }
}
