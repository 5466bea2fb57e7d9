package org.credence.segmentation;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A device that models run on, written {@code cpu} or {@code cuda:0}.
 *
 * @param kind of the device
 * @param index which of that kind, from 0 on; the CPU is one device
 */
public record Accelerator(Kind kind, int index) {

    /** The kinds of devices, the fastest first. */
    public enum Kind {
        CUDA,
        CPU
    }

    /**
     * A device that was looked for.
     *
     * @param accelerator the device
     * @param description for people, such as "CPU, 2 threads"
     * @param obstacle why it cannot be used, a phrase for people; empty where it can
     */
    public record Found(Accelerator accelerator, String description, String obstacle) {
        public Found {
            if (accelerator == null || description == null || description.isBlank() || obstacle == null) {
                throw new IllegalArgumentException("A device that was looked for needs a description, got: "
                        + accelerator + ", " + description + ", " + obstacle);
            }
        }

        public boolean usable() {
            return obstacle.isEmpty();
        }
    }

    /** The CPU, which every machine has. */
    public static final Accelerator CPU = new Accelerator(Kind.CPU, 0);

    private static final Pattern CUDA_DEVICE = Pattern.compile("cuda:([0-9]{1,3})");

    public Accelerator {
        if (kind == null || index < 0 || kind == Kind.CPU && index != 0) {
            throw new IllegalArgumentException("No such device: " + kind + ", " + index);
        }
    }

    /**
     * A device by its name.
     *
     * @throws IllegalArgumentException if there is no such name; the message is a sentence for people
     */
    public static Accelerator parse(String name) {
        String small = name.toLowerCase(Locale.ROOT);
        Matcher cuda = CUDA_DEVICE.matcher(small);
        if (cuda.matches()) {
            return new Accelerator(Kind.CUDA, Integer.parseInt(cuda.group(1)));
        }
        if (small.equals("cpu")) {
            return CPU;
        }
        throw new IllegalArgumentException(
                "An accelerator is cpu, cuda:0 or another number of a CUDA device, got: " + name + ".");
    }

    /** The first usable of these in words, with the reasons against those before it. */
    public static String inWords(List<Found> bestFirst) {
        StringBuilder against = new StringBuilder();
        for (Found found : bestFirst) {
            if (found.usable()) {
                return found.description() + (against.isEmpty() ? "" : " (" + against + ")");
            }
            against.append(against.isEmpty() ? "" : "; ")
                    .append(found.description())
                    .append(": ")
                    .append(found.obstacle());
        }
        return "nothing (" + against + ")";
    }

    @Override
    public String toString() {
        return kind == Kind.CPU ? "cpu" : "cuda:" + index;
    }
}
