package org.credence.annotation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What happens in a reader's session, one line of JSON per event, forced to the disk before the method returns; docs/formats.md
 * describes the lines. No line says whose images are read. Opened again, it knows how far the session had come.
 *
 * <p>Thread-safe; what writes blocks. Only one process may have a log open.
 */
public final class ReadingLog {

    private static final String FORMAT = "credence-reading-log";
    private static final int VERSION = 1;
    private static final long MOST_BYTES = 64 << 20;

    private enum Kind {
        SESSION_BEGUN,
        CASE_BEGUN,
        CASE_PAUSED,
        CASE_LEFT,
        CASE_COMPLETED,
        SESSION_ENDED;

        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Optional<Kind> of(String text) {
            return Arrays.stream(values()).filter(k -> k.text().equals(text)).findFirst();
        }
    }

    /** A case's time: of earlier goes at it, and of the one that is under way. */
    private static final class Tally {
        private long earlierMs;
        private long latestMs;
        private boolean completed;
        private int frames;
    }

    private final ObjectMapper json = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private final Path file;
    private final ReadingPlan plan;
    private final Reader reader;
    private final String program;
    private final List<Tally> tallies = new ArrayList<>();

    private ReadingLog(Path file, ReadingPlan plan, Reader reader, String program) {
        this.file = file;
        this.plan = plan;
        this.reader = reader;
        this.program = program;
        plan.cases().forEach(c -> tallies.add(new Tally()));
    }

    /** Where the log of a reader's session lies within a folder of annotations. */
    public static Path fileFor(Path annotations, long seed, Reader reader) {
        return annotations.resolve("reading-sessions").resolve(seed + "." + reader.id() + ".jsonl");
    }

    /**
     * Opens a log, or begins one: the file appears with the first event. A last line that was not written whole, as a killed
     * process leaves it, is cut off; nothing else that was written is ever changed.
     *
     * @param reader of first readings
     * @param program which version of which program the session is read with
     * @throws AnnotationException if it cannot be read, is damaged, or is of another plan or reader
     */
    public static ReadingLog open(Path file, ReadingPlan plan, Reader reader, String program)
            throws AnnotationException {
        ReadingLog log = new ReadingLog(file, plan, reader, program);
        try {
            if (Files.exists(file)) {
                log.resume();
            }
        } catch (AnnotationException e) {
            throw e;
        } catch (IOException e) {
            throw new AnnotationException(
                    "Reading log " + file + " cannot be read: " + Journal.reason(e) + ". Check its permissions.", e);
        }
        return log;
    }

    private void resume() throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw refusal("has " + Files.size(file) + " bytes, and logs have at most " + MOST_BYTES);
        }
        byte[] bytes = Files.readAllBytes(file);
        int whole = bytes.length;
        while (whole > 0 && bytes[whole - 1] != '\n') {
            whole--;
        }
        int number = 0;
        for (String line :
                new String(bytes, 0, whole, StandardCharsets.UTF_8).lines().toList()) {
            number++;
            try {
                JsonNode event = json.readTree(line);
                if (number == 1 && !event.path("event").asText().equals(Kind.SESSION_BEGUN.text())) {
                    throw refusal("does not begin with the beginning of a session; move it away");
                }
                apply(event, number);
            } catch (JsonProcessingException e) {
                throw damaged(number, "is no JSON");
            }
        }
        if (whole < bytes.length) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(whole);
                channel.force(true);
            }
        }
    }

    private void apply(JsonNode event, int line) throws AnnotationException {
        Kind kind = Kind.of(event.path("event").asText())
                .orElseThrow(() -> damaged(line, "has the event " + event.path("event")));
        if (!event.path("seed").canConvertToExactIntegral()
                || !event.path("seed").canConvertToLong()
                || event.path("seed").asLong() != plan.seed()) {
            throw refusal("is of the seed " + event.path("seed") + " and not " + plan.seed() + "; move it away");
        }
        if (!event.path("reader").asText().equals(reader.id())) {
            throw refusal("is of the reader " + event.path("reader") + " and not " + reader.id() + "; move it away");
        }
        switch (kind) {
            case SESSION_BEGUN -> {
                if (!event.path("format").asText().equals(FORMAT)
                        || event.path("version").asInt() > VERSION) {
                    throw refusal("is of format " + event.path("format") + " " + event.path("version")
                            + ", and this program reads " + FORMAT + " " + VERSION + "; use a newer program");
                }
                if (!event.path("plan").asText().equals(plan.name())) {
                    throw refusal("was begun with " + event.path("cases") + " cases, " + event.path("repeats")
                            + " of them repeats, and now there are "
                            + plan.cases().size() + " with " + plan.repeats()
                            + ", or other studies. Open the same studies and repeat as many, or choose another seed");
                }
            }
            case CASE_BEGUN, CASE_PAUSED, CASE_LEFT, CASE_COMPLETED -> {
                int number = event.path("number").asInt();
                if (number < 1 || number > tallies.size()) {
                    throw damaged(line, "has a case number " + event.path("number"));
                }
                ReadingCase of = plan.cases().get(number - 1);
                if (!event.path("case").asText().equals(plan.nameOf(of))
                        || event.path("pass").asInt() != of.pass()) {
                    throw damaged(line, "is about another case than number " + number + " of the plan");
                }
                long workMs = event.path("workMs").asLong(-1);
                int frames = event.path("frames").asInt(-1);
                if (workMs < 0 || frames < 0) {
                    throw damaged(line, "has no time on task or no number of frames");
                }
                tally(kind, number, workMs, frames);
            }
            case SESSION_ENDED -> {}
        }
    }

    private void tally(Kind kind, int number, long workMs, int frames) {
        Tally tally = tallies.get(number - 1);
        if (kind == Kind.CASE_BEGUN) {
            tally.earlierMs += tally.latestMs;
        }
        tally.latestMs = workMs;
        tally.frames = frames;
        tally.completed |= kind == Kind.CASE_COMPLETED;
    }

    public Path file() {
        return file;
    }

    public ReadingPlan plan() {
        return plan;
    }

    /** The person whose session it is, as first readings are stored. */
    public Reader reader() {
        return reader;
    }

    /** How far the reader is with every case, in the order of reading. */
    public synchronized List<CaseReading> readings() {
        List<CaseReading> readings = new ArrayList<>();
        for (int i = 0; i < tallies.size(); i++) {
            Tally t = tallies.get(i);
            readings.add(new CaseReading(i + 1, plan.cases().get(i), t.completed, t.earlierMs + t.latestMs, t.frames));
        }
        return readings;
    }

    /** The first case that is not completed; empty if all are. */
    public Optional<CaseReading> next() {
        return readings().stream().filter(r -> !r.completed()).findFirst();
    }

    /**
     * Says that the reader sat down.
     *
     * @throws AnnotationException if it cannot be written; nothing is then
     */
    public void sessionBegun(Instant at) throws AnnotationException {
        ObjectNode event = event(Kind.SESSION_BEGUN, at)
                .put("format", FORMAT)
                .put("version", VERSION)
                .put("plan", plan.name())
                .put("cases", plan.cases().size())
                .put("repeats", plan.repeats());
        append(event);
    }

    /**
     * Says that a case is shown. Time on task of it is told from 0 on again; what an earlier go has told is added.
     *
     * @param number of the case in the plan, from 1
     * @param completeFrames how many are marked complete
     * @throws AnnotationException if it cannot be written; nothing is then
     */
    public void caseBegun(int number, Instant at, int completeFrames) throws AnnotationException {
        append(Kind.CASE_BEGUN, number, at, 0, 0, completeFrames);
    }

    /**
     * Says that the reader works again after a pause.
     *
     * @param workMs time on task since the case was begun, without this and other pauses
     * @param pauseMs how long the pause was
     * @throws AnnotationException if it cannot be written; nothing is then
     */
    public void casePaused(int number, Instant at, long workMs, long pauseMs, int completeFrames)
            throws AnnotationException {
        append(Kind.CASE_PAUSED, number, at, workMs, pauseMs, completeFrames);
    }

    /**
     * Says that a case is no longer shown though it is not completed.
     *
     * @throws AnnotationException if it cannot be written; nothing is then
     */
    public void caseLeft(int number, Instant at, long workMs, int completeFrames) throws AnnotationException {
        append(Kind.CASE_LEFT, number, at, workMs, 0, completeFrames);
    }

    /**
     * Says that a case is done with and stored.
     *
     * @throws AnnotationException if it cannot be written; nothing is then
     */
    public void caseCompleted(int number, Instant at, long workMs, int completeFrames) throws AnnotationException {
        append(Kind.CASE_COMPLETED, number, at, workMs, 0, completeFrames);
    }

    /**
     * Says that the reader stood up, done or not.
     *
     * @throws AnnotationException if it cannot be written; nothing is then
     */
    public void sessionEnded(Instant at) throws AnnotationException {
        append(event(Kind.SESSION_ENDED, at));
    }

    private synchronized void append(Kind kind, int number, Instant at, long workMs, long pauseMs, int frames)
            throws AnnotationException {
        if (workMs < 0 || pauseMs < 0 || frames < 0) {
            throw new IllegalArgumentException("Time and frames are not negative, got: " + workMs + " ms, " + pauseMs
                    + " ms of pause, " + frames + " frames");
        }
        ReadingCase of = plan.cases().get(number - 1);
        ObjectNode event = event(kind, at)
                .put("number", number)
                .put("case", plan.nameOf(of))
                .put("pass", of.pass())
                .put("workMs", workMs)
                .put("frames", frames);
        if (kind == Kind.CASE_PAUSED) {
            event.put("pauseMs", pauseMs);
        }
        append(event);
        tally(kind, number, workMs, frames);
    }

    private ObjectNode event(Kind kind, Instant at) {
        return json.createObjectNode()
                .put("event", kind.text())
                .put("at", at.toString())
                .put("seed", plan.seed())
                .put("reader", reader.id())
                .put("program", program);
    }

    private synchronized void append(ObjectNode event) throws AnnotationException {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            byte[] line = (json.writeValueAsString(event) + "\n").getBytes(StandardCharsets.UTF_8);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                write(channel, line);
            }
        } catch (IOException e) {
            throw new AnnotationException(
                    "Reading log " + file + " cannot be written: " + Journal.reason(e)
                            + ". Make room or check its permissions.",
                    e);
        }
    }

    private static void write(FileChannel channel, byte[] line) throws IOException {
        long before = channel.size();
        try {
            channel.position(before);
            ByteBuffer rest = ByteBuffer.wrap(line);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        } catch (IOException e) {
            try {
                channel.truncate(before);
            } catch (IOException torn) {
                // What is left of the line is cut off when the log is opened again.
                e.addSuppressed(torn);
            }
            throw e;
        }
    }

    private AnnotationException refusal(String why) {
        return new AnnotationException("Reading log " + file + " " + why + ".");
    }

    private AnnotationException damaged(int line, String how) {
        return new AnnotationException("Reading log " + file + " is damaged: line " + line + " " + how
                + ". Correct it there, or move the file away to begin anew.");
    }
}
