package org.credence.headless.internal;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.credence.imaging.Clip;
import org.credence.imaging.Frame;
import org.credence.imaging.PixelRect;
import org.credence.imaging.PixelSpacing;
import org.credence.imaging.SeriesInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Does a little of what the other commands do, so that a Java runtime that watches learns which classes they need and keeps
 * them ready for later starts (docs/decisions/0020).
 */
@Command(name = "rehearse", hidden = true, description = "Do a little of everything with images made for that.")
final class RehearseCommand implements Credence.Runs {

    /** So many that headers are read with help. */
    private static final int CLIPS = 40;

    private static final int SIZE = 64;
    private static final int FRAMES = 2;

    private final Services services;

    @Parameters(paramLabel = "DIR", description = "A folder to write to; it is made.")
    private Path folder;

    RehearseCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() throws IOException {
        Path clips = Files.createDirectories(folder.resolve("clips"));
        for (int i = 1; i <= CLIPS; i++) {
            services.sinks().write(clip(i), clips.resolve("clip" + i + ".dcm"));
        }
        String one = clips.resolve("clip1.dcm").toString();
        String rle = folder.resolve("rle").toString();
        String jpegLs = folder.resolve("jpegls").toString();
        String png = folder.resolve("png").toString();
        List<List<String>> commands = List.of(
                List.of("info", one),
                List.of("check", one),
                List.of("info", "--json", clips.toString()),
                List.of("convert", clips.toString(), "--to", "dicom-rle", "--out", rle),
                List.of("convert", clips.toString(), "--to", "dicom-jpegls", "--out", jpegLs),
                List.of("convert", one, "--to", "png", "--shown", "--out", png),
                List.of("info", "--json", "--digest", clips.toString(), rle, jpegLs),
                List.of("help"));
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        for (List<String> command : commands) {
            int code = Credence.run(services, command.toArray(String[]::new), nowhere, nowhere);
            if (code != 0) {
                return code;
            }
        }
        return 0;
    }

    private static Clip clip(int number) {
        List<Frame> frames = new ArrayList<>();
        for (int f = 0; f < FRAMES; f++) {
            byte[] gray = new byte[SIZE * SIZE];
            for (int i = 0; i < gray.length; i++) {
                gray[i] = (byte) (i % SIZE + i / SIZE + f);
            }
            frames.add(Frame.gray(SIZE, SIZE, gray));
        }
        SeriesInfo series = new SeriesInfo(
                "rehearsal",
                "Rehearsal",
                "2.25.1",
                "20260101",
                "Rehearsal",
                "2.25.2" + number,
                number,
                "Made to be read once",
                "US");
        PixelRect all = new PixelRect(0, 0, SIZE, SIZE);
        return new Clip(series, "2.25.3" + number, number, frames, new PixelSpacing(0.2, 0.2), 33, all);
    }
}
