package io.reseat.host;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code reseat completion}: the shell's part. */
@Command(
        name = "completion",
        description = {"Print the completion script for bash and zsh.", "Use it with: source <(reseat completion)"})
final class CompletionCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine()
                .getOut()
                .println(AutoComplete.bash("reseat", spec.root().commandLine()));
        return 0;
    }
}
