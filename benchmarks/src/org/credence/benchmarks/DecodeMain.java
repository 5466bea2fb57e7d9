package org.credence.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
 * a cache. Prints the frames decoded and the bytes that a thread allocated per byte of frame in the second half.
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
        List<ImageInstance> images = new ArrayList<>();
        for (int i = 3; i < args.length; i++) {
            for (Path file : files(Path.of(args[i]))) {
                images.add(source.open(file));
            }
        }
        List<Work> work = new ArrayList<>();
        for (ImageSeries series : ImageSeries.group(images)) {
            for (int f = 0; f < series.frames().size(); f++) {
                work.add(new Work(series, f));
            }
        }
        AtomicInteger next = new AtomicInteger();
        AtomicLong allocated = new AtomicLong();
        AtomicLong decoded = new AtomicLong();
        Callable<Void> worker = () -> {
            ThreadMXBean threadsBean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            for (int i = next.getAndIncrement(); i < work.size(); i = next.getAndIncrement()) {
                long before = threadsBean.getCurrentThreadAllocatedBytes();
                Frame frame = cache.get(work.get(i).series(), work.get(i).position());
                if (i >= work.size() / 2) {
                    allocated.addAndGet(threadsBean.getCurrentThreadAllocatedBytes() - before);
                    decoded.addAndGet(frame.sizeBytes());
                }
            }
            return null;
        };
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<Void>> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                running.add(pool.submit(worker));
            }
            for (Future<Void> future : running) {
                future.get();
            }
        }
        System.out.printf("%d frames, allocated %.2f%n", work.size(), (double) allocated.get() / decoded.get());
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
