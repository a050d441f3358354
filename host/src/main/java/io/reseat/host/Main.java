package io.reseat.host;

import io.reseat.host.cli.ClientCommands;
import io.reseat.host.cli.CommandFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The one program: {@code reseat COMMAND}. Owned by the JVM's main thread. */
public final class Main {
    private static final OptionSpec HELP = OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .description("Show this help.")
            .build();
    private static final OptionSpec VERSION = OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description("Show the version.")
            .build();

    private Main() {}

    /** Runs one command and ends the JVM with its status: 0 ok, 1 refused or failed, 2 wrong usage. */
    public static void main(String[] arguments) {
        if (arguments.length == 0 || !arguments[0].equals("run")) {
            logNothing();
        }
        System.exit(PlainRun.of(arguments)
                .map(Main::run)
                .orElseGet(() -> commandLine(arguments).execute(arguments)));
    }

    private static int run(RunCommand command) {
        try {
            return command.call();
        } catch (Exception e) {
            return failed(e, "run", new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        }
    }

    /** Commands print what they have to say; starting Logback would double the time that they take. */
    private static void logNothing() {
        System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "WARN");
    }

    /** The parser for these arguments: it knows all commands, but only the one that is meant costs anything. */
    static CommandLine commandLine(String... arguments) {
        Map<String, Supplier<Object>> commands = commands();
        CommandLine root = new CommandLine(new Root());
        String first = arguments.length == 0 ? "" : arguments[0];
        Supplier<Object> meant = commands.get(first);
        if (meant == null || first.equals("completion")) {
            commands.forEach((name, command) -> root.addSubcommand(name, command.get()));
        } else {
            root.addSubcommand(first, meant.get());
        }
        root.getCommandSpec().addOption(VERSION);
        addHelp(root);
        root.getSubcommands().values().forEach(Main::addHelp);
        return root.setExecutionExceptionHandler(
                        (failure, command, parsed) -> failed(failure, command.getCommandName(), command.getErr()))
                .setParameterExceptionHandler(Main::misused);
    }

    private static void addHelp(CommandLine command) {
        command.getCommandSpec().addOption(HELP);
    }

    private static Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("run", RunCommand::new);
        commands.put("check", CheckCommand::new);
        commands.putAll(ClientCommands.all());
        commands.put("init", InitCommand::new);
        commands.put("sign", SignCommand::new);
        commands.put("version", VersionCommand::new);
        commands.put("completion", CompletionCommand::new);
        return commands;
    }

    private static int failed(Exception failure, String command, PrintWriter err) {
        if (foreseen(failure)) {
            err.println("reseat " + command + ": " + text(failure));
        } else {
            failure.printStackTrace(err);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static boolean foreseen(Exception failure) {
        return failure instanceof CommandFailure
                || failure instanceof IOException
                || failure instanceof IllegalArgumentException
                || failure instanceof IllegalStateException
                || failure instanceof SecurityException;
    }

    private static String text(Exception failure) {
        String message = failure.getMessage();
        if (message == null) {
            return failure.getClass().getSimpleName();
        } else if (failure instanceof NoSuchFileException) {
            return message + " does not exist";
        } else if (failure instanceof FileAlreadyExistsException) {
            return message + " exists already and was left as it is";
        } else if (failure instanceof AccessDeniedException) {
            return message + ": access denied";
        }
        return message;
    }

    private static int misused(ParameterException mistake, String[] arguments) {
        CommandLine command = mistake.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("reseat: " + mistake.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(mistake, err)) {
            String name = command.getCommandSpec().qualifiedName();
            err.println("Try '" + name + " --help'.");
        }
        return CommandLine.ExitCode.USAGE;
    }

    /** The program without a command. */
    @Command(
            name = "reseat",
            description = "A host for tasks that are replaced while it runs.",
            synopsisSubcommandLabel = "COMMAND",
            versionProvider = VersionCommand.Provider.class,
            footer = {"", "Exit status: 0 ok, 1 refused or failed, 2 wrong usage."})
    private static final class Root implements Callable<Integer> {
        @CommandLine.Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandLine.Model.CommandSpec spec;

        @Override
        public Integer call() {
            spec.commandLine().usage(spec.commandLine().getErr());
            return CommandLine.ExitCode.USAGE;
        }
    }
}
