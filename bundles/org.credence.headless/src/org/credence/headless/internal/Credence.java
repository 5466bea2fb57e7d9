package org.credence.headless.internal;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line: one subcommand per capability, results on stdout, progress and errors on stderr. */
@Command(
        name = "credence",
        description = "Medical images whose labels carry confidence.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {HelpCommand.class, DemoCommand.class, InfoCommand.class, SegmentCommand.class, CheckCommand.class
        },
        footer = {
            "",
            "Without a command the workbench opens; 'open PATH...' opens it on files or folders.",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 bad input."
        })
final class Credence implements Runnable {

    /** Exit code for an error of the program itself. */
    static final int FAILED = 1;

    /** Exit code for input that cannot be used. */
    static final int BAD_INPUT = 3;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print the stack trace of an error too.")
    private boolean debug;

    @picocli.CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private Credence() {}

    /**
     * Runs one command.
     *
     * @return its exit code
     */
    static int run(Services services, String[] args, PrintWriter out, PrintWriter err) {
        Credence root = new Credence();
        CommandLine line = new CommandLine(root, new CommandLine.IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                if (Runs.class.isAssignableFrom(type)) {
                    return type.getDeclaredConstructor(Services.class).newInstance(services);
                }
                return CommandLine.defaultFactory().create(type);
            }
        });
        line.setOut(out).setErr(err).setCaseInsensitiveEnumValuesAllowed(true).setUsageHelpWidth(100);
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            boolean input = e instanceof IOException;
            if (e instanceof CancellationException) {
                err.println("credence: cancelled.");
            } else if (input) {
                err.println("credence: " + e.getMessage());
            } else {
                err.println("credence: internal error: " + e
                        + (root.debug ? "" : "; run again with --debug and report it."));
            }
            if (root.debug) {
                e.printStackTrace(err);
            }
            err.flush();
            return input ? BAD_INPUT : FAILED;
        });
        int code = line.execute(args);
        out.flush();
        err.flush();
        return code;
    }

    /** Whether errors are printed with their stack traces. */
    boolean debugs() {
        return debug;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** What every command of ours is: made with the services, run once, its checked exceptions are bad input. */
    interface Runs extends java.util.concurrent.Callable<Integer> {}
}
