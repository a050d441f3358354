package io.reseat.host.cli;

import io.reseat.host.management.CommandsMXBean;
import io.reseat.host.management.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reseat rollback TASK [GENERATION]}: back to an older generation. */
@Command(
        name = "rollback",
        description = {
            "Bring an older generation's content back as a new generation of a task.",
            "What its files hold now is not tried again until it changes, or: reseat reload TASK --force"
        })
final class RollbackCommand extends ReplyCommand {
    @Parameters(index = "0", paramLabel = "TASK", description = "The task's name.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String task;

    @Parameters(
            index = "1",
            arity = "0..1",
            defaultValue = "0",
            paramLabel = "GENERATION",
            description =
                    "Its number, from: reseat history TASK. If left out, the newest that was proved and has another"
                            + " content than what runs.")
    private long generation;

    @Option(names = "--without-state", description = RestartCommand.WITHOUT_STATE)
    private boolean withoutState;

    @Override
    Reply operate(CommandsMXBean commands) {
        return commands.rollback(task, generation, withoutState);
    }
}
