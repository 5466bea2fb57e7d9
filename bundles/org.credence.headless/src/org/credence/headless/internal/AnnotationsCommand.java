package org.credence.headless.internal;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Exchanges annotations with other programs. */
@Command(
        name = "annotations",
        description = "Exchange annotations with other programs.",
        synopsisSubcommandLabel = "(export | import)",
        subcommands = {HelpCommand.class, ExportAnnotationsCommand.class, ImportAnnotationsCommand.class})
final class AnnotationsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    AnnotationsCommand() {}

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
