package org.credence.headless.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.credence.imaging.ImagingException;
import org.credence.imaging.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Looks whether paths can be opened, so that the launcher can refuse them before a window appears. */
@Command(name = "check", hidden = true, description = "Look whether the workbench can open these paths.")
final class CheckCommand implements Credence.Runs {

    private final Services services;

    @Parameters(arity = "1..*", paramLabel = "PATH")
    private List<Path> paths;

    CheckCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() throws ImagingException {
        for (Path path : paths) {
            if (!Files.isDirectory(path) || !holdsAnImage(path)) {
                // Fails with the sentence that says why; the workbench reads all headers later, with progress.
                services.images().scan(List.of(path), Progress.NONE);
            }
        }
        return 0;
    }

    /** Whether there is an image to open; stops at the first one, so that a large folder costs nothing. */
    private boolean holdsAnImage(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).anyMatch(this::opens);
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private boolean opens(Path file) {
        try {
            return services.images().knows(file) && services.images().open(file).frameCount() > 0;
        } catch (ImagingException e) {
            return false;
        }
    }
}
