package org.credence.phantom;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.credence.imaging.PixelSpacing;
import org.credence.imaging.SeriesInfo;
import org.credence.phantom.internal.LungScene;
import org.credence.phantom.internal.ProbeGeometry;
import org.credence.phantom.internal.Textures;
import org.credence.phantom.internal.Traits;

/**
 * Synthetic patients with known truth. Immutable; a plan decides everything, to the last pixel.
 *
 * <p>A patient has a disease burden from 0 to 1. It drives what is seen (number, strength and width of B-lines,
 * consolidations, the irregularity of the pleura) and, with noise, how the patient is (S/F ratio, readmission). Nothing
 * else connects image and outcome.
 */
public final class Cohort {

    private static final String[] ZONES = {"R1", "L1", "R2", "L2", "R3", "L3", "R4", "L4", "R5", "L5", "R6", "L6"};

    private static final double ROOM_AIR = 0.21;

    private final CohortPlan plan;
    private final List<PhantomPatient> patients;

    private Cohort(CohortPlan plan, List<PhantomPatient> patients) {
        this.plan = plan;
        this.patients = List.copyOf(patients);
    }

    /** Draws a cohort. Takes about a second; frames are computed later, when clips are asked for them. */
    public static Cohort simulate(CohortPlan plan) {
        Textures textures = new Textures(plan.seed());
        List<PhantomPatient> patients = new ArrayList<>();
        for (int p = 0; p < plan.patients(); p++) {
            patients.add(patient(plan, textures, p));
        }
        return new Cohort(plan, patients);
    }

    public CohortPlan plan() {
        return plan;
    }

    public List<PhantomPatient> patients() {
        return patients;
    }

    /** The exams of all patients. */
    public List<PhantomExam> exams() {
        return patients.stream().flatMap(p -> p.exams().stream()).toList();
    }

    /** The clip that an image object was rendered from, if it is one of this cohort. */
    public Optional<PhantomClip> clip(String sopInstanceUid) {
        return exams().stream()
                .flatMap(e -> e.clips().stream())
                .filter(c -> c.sopInstanceUid().equals(sopInstanceUid))
                .findFirst();
    }

    private static PhantomPatient patient(CohortPlan plan, Textures textures, int number) {
        Random random = random(plan, "patient", number, 0, 0);
        String id = String.format(Locale.ROOT, "PHANTOM-%03d", number + 1);
        // Stratified, so that a small cohort covers mild and severe disease.
        double burden = (stratum(plan, number) + random.nextDouble()) / plan.patients();
        List<PhantomExam> exams = new ArrayList<>();
        LocalDate date = LocalDate.of(2025, 1, 6).plusDays(random.nextInt(300));
        for (int e = 1; e <= plan.examsPerPatient(); e++) {
            exams.add(exam(plan, textures, number, id, e, burden, date));
            burden = clamp(burden + 0.25 * random.nextGaussian() - 0.05);
            date = date.plusDays(2 + random.nextInt(5));
        }
        return new PhantomPatient(id, exams);
    }

    private static PhantomExam exam(
            CohortPlan plan, Textures textures, int number, String id, int exam, double burden, LocalDate date) {
        Random random = random(plan, "exam", number, exam, 0);
        Outcome outcome = outcome(burden, random);
        Traits traits = Traits.draw(random);
        ProbeGeometry probe = traits.probe(plan.size());
        double mm = traits.spacingMm(plan.size());
        String studyUid = uid(plan, "study", number, exam, 0);
        String day = date.format(DateTimeFormatter.BASIC_ISO_DATE);
        List<PhantomClip> clips = new ArrayList<>();
        for (int c = 0; c < plan.clipsPerExam(); c++) {
            Random own = random(plan, "clip", number, exam, c);
            double zoneBurden = clamp(burden + 0.12 * own.nextGaussian());
            LungScene scene = LungScene.draw(textures, traits, probe, zoneBurden, own);
            SeriesInfo series = new SeriesInfo(
                    id,
                    "PHANTOM^" + String.format(Locale.ROOT, "%03d", number + 1),
                    studyUid,
                    day,
                    "Lung ultrasound, synthetic",
                    uid(plan, "series", number, exam, c),
                    c + 1,
                    "Synthetic phantom, zone " + ZONES[c],
                    "US");
            clips.add(new PhantomClip(
                    series, uid(plan, "image", number, exam, c), ZONES[c], scene, plan, new PixelSpacing(mm, mm)));
        }
        return new PhantomExam(id, exam, studyUid, day, burden, outcome, clips);
    }

    /**
     * S/F falls from about 460 by some 290 over the whole range of burden. Who saturates below 91 % on room air gets as
     * much oxygen, in steps of 1 %, as brings the saturation to a target between 92 and 97 %, as at the bedside.
     * Readmission is logistic in the burden.
     */
    private static Outcome outcome(double burden, Random random) {
        double ratio = Math.max(105, Math.min(476, 460 - 290 * burden + 22 * random.nextGaussian()));
        double fio2 = ROOM_AIR;
        int target = 92 + random.nextInt(6);
        if (ratio * ROOM_AIR < 91) {
            fio2 = Math.max(22, Math.round(100 * target / ratio)) / 100.0;
        }
        int spo2 = (int) Math.round(Math.min(100, ratio * fio2));
        boolean readmitted = random.nextDouble() < 1 / (1 + Math.exp(-(6 * burden - 3.4)));
        return new Outcome(spo2, fio2, readmitted);
    }

    private static int stratum(CohortPlan plan, int number) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < plan.patients(); i++) {
            order.add(i);
        }
        java.util.Collections.shuffle(order, random(plan, "strata", 0, 0, 0));
        return order.get(number);
    }

    private static double clamp(double burden) {
        return Math.max(0, Math.min(1, burden));
    }

    private static Random random(CohortPlan plan, String what, int patient, int exam, int clip) {
        return new Random(
                ByteBuffer.wrap(digest(plan, what, patient, exam, clip)).getLong());
    }

    /**
     * A UID under 2.25 (a UUID as an integer, DICOM PS3.5 B.2), decided by the whole plan: cohorts of other sizes have
     * other pixels and must not pass for the same images.
     */
    private static String uid(CohortPlan plan, String what, int patient, int exam, int clip) {
        byte[] uuid = java.util.Arrays.copyOf(digest(plan, what + plan, patient, exam, clip), 16);
        uuid[6] = (byte) (uuid[6] & 0x0f | 0x80);
        uuid[8] = (byte) (uuid[8] & 0x3f | 0x80);
        return "2.25." + new BigInteger(1, uuid);
    }

    private static byte[] digest(CohortPlan plan, String what, int patient, int exam, int clip) {
        try {
            String key = plan.seed() + "/" + what + "/" + patient + "/" + exam + "/" + clip;
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
