package io.reseat.host.cli;

import io.reseat.host.management.CommandsMXBean;
import io.reseat.host.management.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reseat restart TASK}: a new generation, whatever changed. */
@Command(
        name = "restart",
        description = "Look again and build a new generation of a task even if nothing changed; clears its backoff.")
final class RestartCommand extends ReplyCommand {
    static final String WITHOUT_STATE = "Start without state: what runs is not asked for it, and what was saved is set"
            + " aside in data/state. For a state that cannot be handed over or read.";

    @Parameters(paramLabel = "TASK", description = "The task's name.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String task;

    @Option(names = "--without-state", description = WITHOUT_STATE)
    private boolean withoutState;

    @Override
    Reply operate(CommandsMXBean commands) {
        return commands.restart(task, withoutState);
    }
}
