package io.reseat.host.cli;

import io.reseat.host.management.HostRow;
import io.reseat.host.management.TaskDetail;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reseat status}: the host and all its tasks, or one task in full. */
@Command(name = "status", description = "Show the host and all its tasks, or all about one task.")
final class StatusCommand extends ClientCommand {
    @Parameters(arity = "0..1", paramLabel = "TASK", description = "The task's name; all if left out.")
    private @Nullable String task;

    @Option(names = "--all", description = "List everything that is wrong, not the first three.")
    private boolean all;

    @Override
    int ask(RunningHost running) {
        if (task != null) {
            return one(running.commands().task(task));
        }
        HostRow host = running.commands().status();
        if (json()) {
            Json.print(out(), host);
        } else {
            new StatusTable(colours(), Instant.now(), all).print(host, out());
        }
        return OK;
    }

    private int one(TaskDetail detail) {
        if (json()) {
            Json.print(out(), detail);
        } else {
            new StatusOfOne(Instant.now()).print(detail, out());
        }
        return OK;
    }
}
