package io.reseat.host;

import io.reseat.host.cli.CommandFailure;
import io.reseat.host.cli.HomeOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code reseat run}: the host itself. */
@Command(name = "run", description = "Run the host of a home until it is told to stop.")
final class RunCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private HomeOption home;

    @Option(names = "--allow-shared-home", description = "Run although other users can write to the home.")
    private boolean allowSharedHome;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    RunCommand() {}

    /** For {@link PlainRun}, which does picocli's part. */
    RunCommand(HomeOption home, boolean allowSharedHome) {
        this.home = home;
        this.allowSharedHome = allowSharedHome;
    }

    @Override
    public Integer call() {
        throw new CommandFailure("run " + home.home() + " (shared: " + allowSharedHome + ") is not built yet");
    }
}
