package io.reseat.host.cli;

import io.reseat.host.management.CommandsMXBean;
import io.reseat.host.management.Reply;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reseat reload}: look again. */
@Command(name = "reload", description = "Look at the files of one task, or of all, again and take what changed.")
final class ReloadCommand extends ReplyCommand {
    @Parameters(arity = "0..1", paramLabel = "TASK", description = "The task's name; all if left out.")
    private @Nullable String task;

    @Option(names = "--force", description = "Try again what was refused or held with the same content.")
    private boolean force;

    @Option(names = "--confirm-removals", description = "Carry out a mass removal of tasks that is held.")
    private boolean confirmRemovals;

    @Override
    Reply operate(CommandsMXBean commands) {
        if (task != null && task.isBlank()) { // an unset variable of a script must not reload everything
            throw new CommandFailure("the task's name is empty; leave it out to reload all");
        }
        return commands.reload(task == null ? "" : task, force, confirmRemovals);
    }
}
