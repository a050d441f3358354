package io.reseat.host.cli;

import io.reseat.host.management.PastOfTask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code reseat history TASK}: what became of a task so far. */
@Command(
        name = "history",
        description = {
            "Show a task's past: generations, refusals, who asked, and what is held.",
            "A generation that is proved can be gone back to with: reseat rollback TASK GENERATION"
        })
final class HistoryCommand extends ClientCommand {
    @Parameters(paramLabel = "TASK", description = "The task's name.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String task;

    @Override
    int ask(RunningHost host) {
        PastOfTask past = host.commands().history(task);
        if (json()) {
            Json.print(out(), past);
        } else {
            HistoryText.print(past, out());
        }
        return OK;
    }
}
