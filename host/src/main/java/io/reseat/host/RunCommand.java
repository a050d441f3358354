package io.reseat.host;

import io.reseat.host.cli.CommandFailure;
import io.reseat.host.cli.HomeOption;
import io.reseat.host.config.HostSettings;
import io.reseat.host.config.Parsed;
import io.reseat.host.management.Words;
import io.reseat.host.model.Problem;
import io.reseat.host.store.DataDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code reseat run}: the host itself. */
@Command(name = "run", description = "Run the host of a home until it is told to stop.")
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger("reseat.host");

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private HomeOption home;

    @Option(names = "--allow-shared-home", description = "Run although other users can write to the home.")
    private boolean allowSharedHome;

    @SuppressWarnings("NullAway.Init") // set by picocli
    RunCommand() {}

    /** For {@link PlainRun}, which does picocli's part. */
    RunCommand(HomeOption home, boolean allowSharedHome) {
        this.home = home;
        this.allowSharedHome = allowSharedHome;
    }

    @Override
    public Integer call() throws IOException {
        Path directory = home.home();
        Parsed<HostSettings> settings = Host.goodSettings(directory);
        refuseSharedHome(directory, settings.value().orElseThrow());
        HostSignals signals = HostSignals.take();
        Host host = started(directory, settings);
        CountDownLatch ended = new CountDownLatch(1);
        Stop stop = new Stop(host);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stop, ended), "reseat-shutdown"));
        signals.serve(stop);
        host.started().thenAccept(reports -> {
            LOG.info("{} looked at; ready", Words.count(reports.size(), "task"));
            host.forgetStarted();
        });
        awaitEnd(ended);
        return 0;
    }

    /** Nothing of the host interrupts this thread, and a plugin that does so must not end it. */
    private static void awaitEnd(CountDownLatch ended) {
        while (ended.getCount() > 0) {
            try {
                ended.await();
            } catch (InterruptedException e) {
                LOG.warn("the main thread was interrupted by a plugin; the host goes on");
            }
        }
    }

    private static Host started(Path directory, Parsed<HostSettings> settings) throws IOException {
        try {
            return Host.start(directory, settings, HostVersion.current());
        } catch (IOException | RuntimeException e) {
            Logging.stop(); // the JVM ends now: what was logged has to be written
            throw e;
        }
    }

    /** What comes from a server is no file here: its own users are kept out there. */
    private void refuseSharedHome(Path home, HostSettings settings) throws IOException {
        if (allowSharedHome) {
            return;
        }
        HostSettings defaults = HostSettings.defaults(home);
        List<Problem> problems = DataDirectory.sharedHomeProblems(
                home,
                (settings.tasks().local() ? settings : defaults).tasks().path(),
                (settings.plugins().local() ? settings : defaults).plugins().path());
        if (!problems.isEmpty()) {
            throw new CommandFailure(problems.stream()
                    .map(Problem::toString)
                    .collect(Collectors.joining(
                            System.lineSeparator() + "  ",
                            "whoever can write to the home owns this process; it is refused:" + System.lineSeparator()
                                    + "  ",
                            System.lineSeparator() + "If that is meant: --allow-shared-home")));
        }
    }

    /** Runs when the JVM ends: a plugin said so, or a signal that no handler could be had for. */
    private static void end(Stop stop, CountDownLatch ended) {
        stop.end("");
        ended.countDown();
    }
}
