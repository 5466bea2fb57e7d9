package org.credence.headless.internal;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Takes models of others in, and says what models there are. */
@Command(
        name = "models",
        description = "Import models of others; show what models are.",
        synopsisSubcommandLabel = "(import | list | info)",
        subcommands = {HelpCommand.class, ImportModelCommand.class, ListModelsCommand.class, ModelInfoCommand.class})
final class ModelsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    ModelsCommand() {}

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
