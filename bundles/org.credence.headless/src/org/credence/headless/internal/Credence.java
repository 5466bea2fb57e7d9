package org.credence.headless.internal;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
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
        subcommands = {
            HelpCommand.class,
            DemoCommand.class,
            InfoCommand.class,
            ConvertCommand.class,
            SegmentCommand.class,
            ModelsCommand.class,
            AnnotationsCommand.class,
            DeidentifyCommand.class,
            CheckCommand.class,
            RehearseCommand.class
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
                err.println("credence: " + sentence((IOException) e));
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

    /** What went wrong, for people: our own errors are sentences, those of the file system only name a file. */
    private static String sentence(IOException e) {
        return switch (e) {
            case AccessDeniedException f -> "No permission for " + f.getFile() + "; check it or choose another place.";
            case NoSuchFileException f -> f.getFile() + " does not exist; check the path.";
            case FileAlreadyExistsException f -> f.getFile() + " is in the way; move it or choose another place.";
            case FileSystemException f ->
                f.getFile() + " cannot be used"
                        + (f.getReason() == null ? "" : ": " + f.getReason())
                        + "; check its disk.";
            default -> e.getMessage() == null ? e.toString() : e.getMessage();
        };
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
