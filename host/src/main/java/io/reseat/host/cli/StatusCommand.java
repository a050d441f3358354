package io.reseat.host.cli;

import io.reseat.host.management.HostRow;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code reseat status}: the host and all its tasks. */
@Command(name = "status", description = "Show the host and all its tasks.")
final class StatusCommand extends ClientCommand {
    @Option(names = "--all", description = "List everything that is wrong, not the first three.")
    private boolean all;

    @Override
    int ask(RunningHost running) {
        HostRow host = running.commands().status();
        if (json()) {
            Json.print(out(), host);
        } else {
            new StatusTable(colours(), Instant.now(), all).print(host, out());
        }
        return OK;
    }
}
