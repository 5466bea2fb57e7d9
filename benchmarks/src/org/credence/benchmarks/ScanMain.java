package org.credence.benchmarks;

import java.nio.file.Path;
import java.util.List;
import org.credence.dicom.DicomImageSource;
import org.credence.imaging.ImageCache;
import org.credence.imaging.ImageSources;
import org.credence.imaging.ImagingException;
import org.credence.imaging.Progress;
import org.credence.imaging.spi.ImageSource;

/** Scans a folder once, with a cache or without, and prints how many frames it found; {@code benchmarks/scan} times it. */
public final class ScanMain {

    private ScanMain() {}

    /** @param args the folder, and the folder of the cache if there is to be one */
    public static void main(String[] args) throws ImagingException {
        List<ImageSource> dicom = List.of(new DicomImageSource());
        ImageSources sources =
                args.length > 1 ? new ImageSources(dicom, new ImageCache(Path.of(args[1]))) : new ImageSources(dicom);
        ImageSources.Scan scan = sources.scan(List.of(Path.of(args[0])), Progress.NONE);
        System.out.println(
                scan.series().stream().mapToInt(s -> s.frames().size()).sum());
    }
}
