package org.credence.training.onnx.internal;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.credence.annotation.CodedConcept;
import org.credence.annotation.Segment;
import org.credence.imaging.ProbabilityMap;
import org.credence.imaging.Progress;
import org.credence.imaging.WholeFile;
import org.credence.segmentation.Letterbox;
import org.credence.segmentation.Model;
import org.credence.segmentation.ModelCard;
import org.credence.segmentation.SegmentationException;
import org.credence.segmentation.onnx.OnnxRuntime;
import org.credence.training.Overlap;
import org.credence.training.TrainingCase;
import org.credence.training.TrainingException;
import org.credence.training.TrainingPlan;
import org.credence.training.TrainingReport;
import org.credence.training.TrainingRequest;
import org.credence.training.TrainingResult;
import org.credence.training.spi.Trainer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Trains a U-Net on ONNX Runtime: one graph per step, written for the plan, then one graph for use. Runs on the caller's
 * thread and not on the inference thread, so that a workbench can go on proposing while it trains.
 */
@Component(property = "service.ranking:Integer=100")
public final class OnnxTrainer implements Trainer {

    private static final String INPUT = "image";
    private static final String OUTPUT = "probabilities";

    private final OnnxRuntime runtime;

    @Activate
    public OnnxTrainer(@Reference OnnxRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public String name() {
        return "U-Net on ONNX Runtime " + OnnxRuntime.VERSION;
    }

    @Override
    public TrainingResult train(TrainingRequest request, Progress progress) throws TrainingException {
        Network network =
                Network.unet(request.plan(), request.train().scheme().segments().size());
        Normalization normalization = Normalization.of(request.train());
        // Before the steps, so that what a card refuses costs no training.
        ModelCard card = card(request, normalization);
        try {
            List<Double> losses = new ArrayList<>();
            progress.report(0, "Preparing to train on " + runtime.accelerator());
            long[] elapsedNs = new long[1];
            InferenceGraph trained = run(request, network, normalization, losses, elapsedNs, progress);
            progress.checkCancelled();
            progress.report(0.97, "Measuring on " + request.validation().cases().size() + " validation frames");
            Map<String, Double> metrics = validate(request, trained.write(normalization, card), progress);
            WholeFile.write(request.onnxFile(), trained.write(normalization, card.withMetrics(metrics)));
            progress.report(1, "Model written");
            TrainingReport report = new TrainingReport(
                    runtime.accelerator(),
                    network.weightCount(),
                    request.train().cases().size(),
                    request.validation().cases().size(),
                    losses,
                    elapsedNs[0] / 1e6,
                    metrics);
            return new TrainingResult(Model.read(request.onnxFile()), report);
        } catch (OrtException e) {
            throw new TrainingException(
                    "Training " + request.identity().name() + " failed in ONNX Runtime: " + OnnxRuntime.reason(e)
                            + ". A smaller batch or grid needs less memory.",
                    e);
        } catch (SegmentationException e) {
            throw new TrainingException(e.getMessage(), e);
        } catch (IOException e) {
            throw e instanceof TrainingException t
                    ? t
                    : new TrainingException(
                            "Model " + request.onnxFile() + " cannot be written: " + e.getMessage()
                                    + "; choose another place.",
                            e);
        }
    }

    private InferenceGraph run(
            TrainingRequest request,
            Network network,
            Normalization normalization,
            List<Double> losses,
            long[] elapsedNs,
            Progress progress)
            throws OrtException, IOException {
        TrainingPlan plan = request.plan();
        BatchSource batches = new BatchSource(request.train(), plan, request.exposure());
        byte[] graph = TrainingGraph.write(
                network,
                plan.batch(),
                normalization,
                new TrainingGraph.Loss(batches.positiveWeights(), plan.overlapWeight()));
        float[] theta = network.initialWeights(plan.seed());
        try (TrainingStep step =
                new TrainingStep(runtime, network, plan.batch(), graph, theta, network.initialStatistics())) {
            long begin = System.nanoTime();
            double smooth = 0;
            for (int s = 0; s < plan.steps(); s++) {
                progress.checkCancelled();
                batches.next(step.image(), step.target(), step.weight());
                double loss = step.step(plan.learningRate(s));
                if (Double.isNaN(loss) || Double.isInfinite(loss)) {
                    throw new TrainingException("Training " + request.identity().name() + " diverged at step "
                            + (s + 1) + ": the loss is " + loss + ". Use a learning rate below " + plan.learningRate()
                            + ".");
                }
                losses.add(loss);
                smooth = s == 0 ? loss : 0.9 * smooth + 0.1 * loss;
                elapsedNs[0] = System.nanoTime() - begin;
                double leftS = elapsedNs[0] / 1e9 / (s + 1) * (plan.steps() - s - 1);
                progress.report(
                        0.96 * (s + 1) / plan.steps(),
                        String.format(
                                Locale.ROOT,
                                "Step %d of %d, loss %.3f, %.0f s left",
                                s + 1,
                                plan.steps(),
                                smooth,
                                leftS));
            }
            float[] trained = step.state("theta");
            float[] statistics = step.state("statistics");
            // The loss is that before a step, so it cannot tell what the last one did.
            if (isBroken(trained) || isBroken(statistics)) {
                throw new TrainingException("Training " + request.identity().name() + " diverged at its last step: a"
                        + " weight is not a number. Use a learning rate below " + plan.learningRate() + ".");
            }
            return new InferenceGraph(network, trained, statistics);
        }
    }

    private static boolean isBroken(float[] values) {
        for (float v : values) {
            if (!Float.isFinite(v)) {
                return true;
            }
        }
        return false;
    }

    private static ModelCard card(TrainingRequest request, Normalization normalization) {
        var identity = request.identity();
        return new ModelCard(
                identity.name(),
                identity.version(),
                identity.description(),
                request.train().scheme().segments().stream()
                        .map(OnnxTrainer::entry)
                        .toList(),
                new ModelCard.Input(
                        INPUT,
                        request.plan().columns(),
                        request.plan().rows(),
                        1,
                        Normalization.SCALE,
                        normalization.mean(),
                        normalization.deviation()),
                new ModelCard.Output(OUTPUT, "sigmoid", null, ModelCard.Output.LEVELS),
                request.exposure().thresholdPercent(),
                request.exposure().description(),
                request.train().digest(),
                Map.of(),
                identity.license(),
                identity.intendedUse());
    }

    private static ModelCard.SegmentEntry entry(Segment s) {
        return new ModelCard.SegmentEntry(s.number(), s.label(), s.rgb(), code(s.category()), code(s.type()));
    }

    private static ModelCard.Code code(CodedConcept concept) {
        return new ModelCard.Code(concept.value(), concept.scheme(), concept.meaning());
    }

    /**
     * Dice per segment of the very graph that is going to be written, over all validation frames, on the part of the grid
     * that each frame covers: beside it nothing was learned, and in use nothing is asked.
     */
    Map<String, Double> validate(TrainingRequest request, byte[] model, Progress progress)
            throws OrtException, SegmentationException {
        OrtEnvironment environment = runtime.environment();
        List<Segment> segments = request.train().scheme().segments();
        Overlap[] sums = new Overlap[segments.size()];
        Arrays.fill(sums, Overlap.NONE);
        int columns = request.plan().columns();
        int rows = request.plan().rows();
        int pixels = columns * rows;
        ByteBuffer gray = ByteBuffer.allocateDirect(pixels);
        ByteBuffer said = ByteBuffer.allocateDirect(pixels * segments.size()).order(ByteOrder.nativeOrder());
        try (var options = runtime.sessionOptions();
                OrtSession session = environment.createSession(model, options);
                OnnxTensor image = OnnxTensor.createTensor(
                        environment, gray, new long[] {1, 1, rows, columns}, OnnxJavaType.UINT8);
                OnnxTensor result = OnnxTensor.createTensor(
                        environment, said, new long[] {1, segments.size(), rows, columns}, OnnxJavaType.UINT8)) {
            for (TrainingCase c : request.validation().cases()) {
                progress.checkCancelled();
                gray.put(0, c.gray());
                session.run(Map.of(INPUT, image), Map.of(OUTPUT, result)).close();
                float[][] planes = new float[segments.size()][pixels];
                for (int s = 0; s < planes.length; s++) {
                    takeCovered(said, s * pixels, planes[s], c.box());
                }
                ProbabilityMap map = new ProbabilityMap(
                        columns, rows, segments.stream().map(Segment::label).toList(), planes);
                for (int s = 0; s < sums.length; s++) {
                    sums[s] = sums[s].plus(
                            Overlap.of(map, s, c.percent(s), request.exposure().thresholdPercent()));
                }
            }
        }
        Map<String, Double> metrics = new TreeMap<>();
        for (int s = 0; s < sums.length; s++) {
            OptionalDouble dice = sums[s].dice();
            if (dice.isPresent()) {
                metrics.put("Dice " + segments.get(s).label(), dice.getAsDouble());
            }
        }
        return metrics;
    }

    private static void takeCovered(ByteBuffer said, int from, float[] plane, Letterbox box)
            throws SegmentationException {
        for (int y = 0, i = 0; y < box.rows(); y++) {
            for (int x = 0; x < box.columns(); x++, i++) {
                int level = box.covers(x, y) ? said.get(from + i) & 0xff : 0;
                if (level > ModelCard.Output.LEVELS) {
                    throw new SegmentationException("The trained network gives what is no number on a validation frame;"
                            + " train again with a lower learning rate.");
                }
                plane[i] = (float) level / ModelCard.Output.LEVELS;
            }
        }
    }
}
