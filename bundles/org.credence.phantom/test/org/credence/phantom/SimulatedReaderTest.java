package org.credence.phantom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.credence.annotation.AnnotationSnapshot;
import org.credence.annotation.FrameState;
import org.credence.imaging.FrameTiming;
import org.credence.imaging.ImageGeometry;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;
import org.credence.imaging.Progress;
import org.junit.jupiter.api.Test;

class SimulatedReaderTest {

    private final Cohort cohort = Cohort.simulate(new CohortPlan(14, 1, 1, 4, 120, 160, 21));
    private final List<SimulatedReader> readers = SimulatedReader.defaults(1);

    private static ImageSeries series(PhantomClip clip) {
        return ImageSeries.of(new ImageInstance(
                clip.series(),
                clip.sopInstanceUid(),
                "1.2.840.10008.5.1.4.1.1.3.1",
                1,
                Path.of("clip.dcm"),
                clip.size(),
                clip.size(),
                clip.frameCount(),
                ImageGeometry.of(clip.spacing()),
                FrameTiming.every(120),
                clip::frame));
    }

    private PhantomClip clip(int patient) {
        return cohort.patients().get(patient).exams().get(0).clips().get(0);
    }

    @Test
    void a_reader_paints_the_same_again() {
        AnnotationSnapshot one = readers.get(1).read(clip(2), series(clip(2)), 2, Progress.NONE);
        AnnotationSnapshot two = readers.get(1).read(clip(2), series(clip(2)), 2, Progress.NONE);

        assertEquals(one, two);
    }

    @Test
    void only_every_stride_th_frame_is_read_and_complete() {
        AnnotationSnapshot snapshot = readers.get(0).read(clip(0), series(clip(0)), 2, Progress.NONE);

        assertEquals(FrameState.COMPLETE, snapshot.state(snapshot.frames().get(0)));
        assertEquals(FrameState.UNTOUCHED, snapshot.state(snapshot.frames().get(1)));
        assertEquals(FrameState.COMPLETE, snapshot.state(snapshot.frames().get(2)));
        assertTrue(snapshot.layers().keySet().stream().noneMatch(k -> k.frame().frameNumber() % 2 == 0));
    }

    @Test
    void readers_use_few_confidences_in_steps_of_their_own() {
        for (SimulatedReader reader : readers) {
            TreeSet<Integer> used = new TreeSet<>();
            for (int p = 0; p < 14; p += 3) {
                AnnotationSnapshot snapshot = reader.read(clip(p), series(clip(p)), 4, Progress.NONE);
                snapshot.layers().values().forEach(layer -> {
                    for (byte b : layer.percents()) {
                        used.add((int) b);
                    }
                });
            }
            assertTrue(used.size() > 3, reader.reader() + " " + used);
            used.forEach(c -> assertEquals(0, c % reader.stepPercent(), reader.reader() + " " + used));
        }
    }

    @Test
    void readers_are_calibrated_as_they_declare() {
        double[] error = new double[3];
        double[] excess = new double[3];
        for (int r = 0; r < 3; r++) {
            double[] sumConfidence = new double[10];
            double[] sumTruth = new double[10];
            long[] n = new long[10];
            for (int p = 0; p < 14; p++) {
                Truth truth = clip(p).truth(0);
                AnnotationSnapshot snapshot = readers.get(r).read(clip(p), series(clip(p)), 4, Progress.NONE);
                byte[] percents = snapshot.layer(snapshot.frames().get(0), 3).percents();
                for (int i = 0; i < percents.length; i++) {
                    if (percents[i] > 0) {
                        int bin = Math.min(9, percents[i] / 10);
                        sumConfidence[bin] += percents[i] / 100.0;
                        sumTruth[bin] += truth.probabilities().probability(2, i % 160, i / 160);
                        n[bin]++;
                    }
                }
            }
            long all = 0;
            for (int bin = 0; bin < 10; bin++) {
                error[r] += Math.abs(sumConfidence[bin] - sumTruth[bin]);
                excess[r] += bin >= 5 ? sumConfidence[bin] - sumTruth[bin] : 0;
                all += n[bin];
            }
            error[r] /= all;
        }
        assertTrue(error[0] < 0.06, "well calibrated: " + error[0]);
        assertTrue(error[1] > 1.5 * error[0], "over-confident: " + error[1] + ", well calibrated: " + error[0]);
        assertTrue(error[2] > 1.5 * error[0], "under-confident: " + error[2] + ", well calibrated: " + error[0]);
        assertTrue(excess[1] > 0 && excess[2] < 0, "sure too much " + excess[1] + ", too little " + excess[2]);
    }

    @Test
    void a_series_of_another_clip_is_refused() {
        assertThrows(
                IllegalArgumentException.class, () -> readers.get(0).read(clip(0), series(clip(1)), 1, Progress.NONE));
    }
}
