package io.reseat.host.cli;

import java.io.PrintWriter;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Objects;
import java.util.concurrent.Callable;
import javax.management.InstanceNotFoundException;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that asks a running host. Made and called by picocli; {@link #ask} is what differs. */
abstract class ClientCommand implements Callable<Integer> {
    static final int OK = 0;
    static final int REFUSED = 1;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private HomeOption home;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean json;

    /** Asks and prints. Answers the exit status. */
    abstract int ask(RunningHost host);

    @Override
    public final Integer call() {
        try (RunningHost host = RunningHost.on(home.home())) {
            int status = ask(host);
            out().flush();
            return status;
        } catch (UndeclaredThrowableException e) { // how a proxy wraps what went wrong on the way
            throw new CommandFailure(lost(Objects.requireNonNullElse(e.getCause(), e)), e);
        }
    }

    private String lost(Throwable failure) {
        return failure instanceof InstanceNotFoundException
                ? "the host on " + home.home() + " is just starting or ending; try again"
                : "the host on " + home.home() + " went away, or did not answer: " + failure.getMessage()
                        + "; what it was asked for may have been done";
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final boolean json() {
        return json;
    }

    /** The text's {@code @|style …|@} as colours on a terminal, and without them elsewhere or with NO_COLOR. */
    final Ansi colours() {
        return spec.commandLine().getColorScheme().ansi();
    }
}
