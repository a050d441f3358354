package io.reseat.host.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code reseat stacks TASK}: what a task's threads do. */
@Command(name = "stacks", description = "Show what the threads of a task do.")
final class StacksCommand extends ClientCommand {
    /** The JSON. */
    private record Stacks(String task, String stacks) {}

    @Parameters(paramLabel = "TASK", description = "The task's name.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String task;

    @Override
    int ask(RunningHost host) {
        String stacks = host.commands().stacks(task);
        if (json()) {
            Json.print(out(), new Stacks(task, stacks));
        } else {
            out().println(stacks.isBlank() ? "no thread of " + task + " runs now" : stacks.stripTrailing());
        }
        return OK;
    }
}
