package io.reseat.host;

import io.reseat.host.cli.CommandFailure;
import io.reseat.host.cli.HomeOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code reseat check}: validates a home without running it. */
@Command(name = "check", description = "Check all files of a home without running it.")
final class CheckCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private HomeOption home;

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean json;

    @Override
    public Integer call() {
        throw new CommandFailure("check " + home.home() + " (json: " + json + ") is not built yet");
    }
}
