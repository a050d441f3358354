package io.reseat.host.cli;

import io.reseat.host.management.CommandsMXBean;
import io.reseat.host.management.Reply;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The commands that do one thing to one task. */
final class TaskCommands {
    private TaskCommands() {}

    /** What they share. */
    abstract static class OneTask extends ReplyCommand {
        @Parameters(paramLabel = "TASK", description = "The task's name.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        private String task;

        private final BiFunction<CommandsMXBean, String, Reply> operation;

        OneTask(BiFunction<CommandsMXBean, String, Reply> operation) {
            this.operation = operation;
        }

        @Override
        final Reply operate(CommandsMXBean commands) {
            return operation.apply(commands, task);
        }
    }

    @Command(name = "pause", description = "Run no more cycles of a task until it is resumed.")
    static final class Pause extends OneTask {
        Pause() {
            super(CommandsMXBean::pause);
        }
    }

    @Command(name = "resume", description = "End a pause, or take up a task that gave up or is completed.")
    static final class Resume extends OneTask {
        Resume() {
            super(CommandsMXBean::resume);
        }
    }

    @Command(name = "run-now", description = "Run one cycle of a task now, beside its schedule.")
    static final class RunNow extends OneTask {
        RunNow() {
            super(CommandsMXBean::runNow);
        }
    }
}
