package org.credence.headless.internal;

import java.nio.file.Path;
import java.util.List;
import org.credence.imaging.ImageSources;
import org.credence.imaging.ImagingException;
import org.credence.imaging.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks whether paths can be opened, so that the launcher can refuse them before a window appears. */
@Command(name = "check", hidden = true, description = "Look whether the workbench can open these paths.")
final class CheckCommand implements Credence.Runs {

    private final Services services;

    @Parameters(arity = "1..*", paramLabel = "PATH")
    private List<Path> paths;

    @Spec
    private CommandSpec spec;

    CheckCommand(Services services) {
        this.services = services;
    }

    @Override
    public Integer call() throws ImagingException {
        ImageSources.Scan scan = services.images().scan(paths, Progress.NONE);
        scan.problems().forEach(p -> spec.commandLine().getErr().println("credence: " + p.message()));
        return 0;
    }
}
