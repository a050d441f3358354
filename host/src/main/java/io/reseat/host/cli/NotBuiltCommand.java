package io.reseat.host.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** A command of a later version. It is refused whatever its arguments are, rather than unknown. */
@Command(description = "Not built yet.")
final class NotBuiltCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Unmatched
    private final List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        String asked = String.join(" ", arguments);
        throw new CommandFailure("'" + (spec.name() + " " + asked).strip() + "' is not built yet");
    }
}
