package org.credence.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.credence.segmentation.Accelerator;

/**
 * How busy a device is and how much of its memory is taken: of a CUDA device as nvidia-smi says it (by all processes), of the CPU
 * the share of all cores that this process has; the CPU's memory is not told. One thread.
 */
final class DeviceLoad {

    private static final int SAMPLE_MS = 200;

    private final Accelerator device;
    private Process samples;
    private long begunNs;
    private long cpuNs;

    DeviceLoad(Accelerator device) {
        this.device = device;
    }

    /** MiB in use, or -1 where nothing tells. */
    long memoryMib() throws InterruptedException {
        if (device.kind() == Accelerator.Kind.CPU) {
            return -1;
        }
        try {
            Process smi = ask("memory.used", List.of());
            String said = new String(smi.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return smi.waitFor() == 0 ? Long.parseLong(said) : -1;
        } catch (IOException | NumberFormatException e) {
            return -1;
        }
    }

    /** Begins a time of which {@link #end} tells how busy the device was. */
    void begin() {
        begunNs = System.nanoTime();
        cpuNs = cpuNs();
        samples = null;
        if (device.kind() == Accelerator.Kind.CUDA) {
            try {
                samples = ask("utilization.gpu", List.of("--loop-ms=" + SAMPLE_MS));
            } catch (IOException e) {
                // Nothing tells, then.
            }
        }
    }

    /** The share of the time since {@link #begin} that the device was busy, from 0 to 1, or -1 where nothing tells. */
    double end() throws IOException {
        if (device.kind() == Accelerator.Kind.CPU) {
            return (double) (cpuNs() - cpuNs)
                    / (System.nanoTime() - begunNs)
                    / Runtime.getRuntime().availableProcessors();
        }
        if (samples == null) {
            return -1;
        }
        // Through its handle, as the process itself would close what it has said with it.
        samples.toHandle().destroy();
        return samples.inputReader(StandardCharsets.US_ASCII)
                .lines()
                .map(String::strip)
                .filter(line -> line.matches("[0-9]+"))
                .mapToDouble(line -> Double.parseDouble(line) / 100)
                .average()
                .orElse(-1);
    }

    private Process ask(String what, List<String> more) throws IOException {
        ProcessBuilder smi = new ProcessBuilder(
                "nvidia-smi", "--id=" + device.index(), "--query-gpu=" + what, "--format=csv,noheader,nounits");
        smi.command().addAll(more);
        return smi.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static long cpuNs() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
