package org.credence.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.credence.dicom.DicomImageSource;
import org.credence.imaging.Frame;
import org.credence.imaging.FrameCache;
import org.credence.imaging.ImageInstance;
import org.credence.imaging.ImageSeries;

/**
 * Opens DICOM files and decodes frames for viewing; {@code benchmarks/decode} starts it and times it from outside.
 *
 * <p>Arguments: {@code first FILE} for one frame; {@code all THREADS CACHE-MIB FILE-OR-FOLDER...} for all of them, through
 * a cache. Prints the frames decoded and, if the system property {@code credence.allocated} is set, the bytes that a thread
 * allocated per byte of frame in the second half; asking the runtime for that takes longer than many a frame.
 */
final class DecodeMain {

    private DecodeMain() {}

    /** A frame of a series that somebody still has to decode. */
    private record Work(ImageSeries series, int position) {}

    public static void main(String[] args) throws Exception {
        DicomImageSource source = new DicomImageSource();
        if (args[0].equals("first")) {
            Frame frame = source.open(Path.of(args[1])).decoder().decode(0);
            System.out.println("1 frame of " + frame.columns() + " x " + frame.rows());
            return;
        }
        int threads = Integer.parseInt(args[1]);
        FrameCache cache = new FrameCache(Long.parseLong(args[2]) << 20);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<ImageInstance> images = Collections.synchronizedList(new ArrayList<>());
            List<Path> files = new ArrayList<>();
            for (int i = 3; i < args.length; i++) {
                files.addAll(files(Path.of(args[i])));
            }
            share(files.size(), threads, pool, i -> images.add(source.open(files.get(i))));
            List<Work> work = new ArrayList<>();
            for (ImageSeries series : ImageSeries.group(images)) {
                for (int f = 0; f < series.frames().size(); f++) {
                    work.add(new Work(series, f));
                }
            }
            if (!Boolean.getBoolean("credence.allocated")) {
                share(
                        work.size(),
                        threads,
                        pool,
                        i -> cache.get(work.get(i).series(), work.get(i).position()));
                System.out.println(work.size() + " frames");
                return;
            }
            ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            AtomicLong allocated = new AtomicLong();
            AtomicLong decoded = new AtomicLong();
            share(work.size(), threads, pool, i -> {
                long before = memory.getCurrentThreadAllocatedBytes();
                Frame frame = cache.get(work.get(i).series(), work.get(i).position());
                if (i >= work.size() / 2) {
                    allocated.addAndGet(memory.getCurrentThreadAllocatedBytes() - before);
                    decoded.addAndGet(frame.sizeBytes());
                }
            });
            double each = (double) allocated.get() / decoded.get();
            System.out.println(work.size() + " frames, allocated " + Math.round(100 * each) / 100.0);
        }
    }

    private interface Step {
        void run(int index) throws Exception;
    }

    /** Runs a step for every index, by the threads of a pool. */
    private static void share(int count, int threads, ExecutorService pool, Step step) throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            running.add(pool.submit(() -> {
                for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                    step.run(i);
                }
                return null;
            }));
        }
        for (Future<?> future : running) {
            future.get();
        }
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.sorted().toList();
        }
    }
}
