package io.reseat.host;

import io.reseat.host.cli.HostRecord;
import io.reseat.host.config.HostSettings;
import io.reseat.host.config.Parsed;
import io.reseat.host.config.TaskFiles;
import io.reseat.host.isolation.RealmWatch;
import io.reseat.host.management.HostState;
import io.reseat.host.management.Management;
import io.reseat.host.model.PluginId;
import io.reseat.host.model.Problem;
import io.reseat.host.model.ReloadReport;
import io.reseat.host.model.TaskName;
import io.reseat.host.reconcile.Control;
import io.reseat.host.reconcile.Foundation;
import io.reseat.host.reconcile.LiveSettings;
import io.reseat.host.reconcile.Reconciler;
import io.reseat.host.store.ArtifactStore;
import io.reseat.host.store.DataDirectory;
import io.reseat.host.store.GenerationNumbers;
import io.reseat.host.store.History;
import io.reseat.host.store.HomeKey;
import io.reseat.host.store.HomeLock;
import io.reseat.host.store.TaskMemory;
import io.reseat.host.store.Trust;
import io.reseat.host.watch.WatchSettings;
import io.reseat.host.watch.Watcher;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One host on one home: puts the parts together, and takes them apart in reverse order. Used by one thread. */
final class Host implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("reseat.host");

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Path home;
    private final LiveSettings settings;
    private final Beans beans = new Beans();
    private volatile @Nullable Reconciler reconciler;
    private volatile CompletionStage<List<ReloadReport>> started = CompletableFuture.completedFuture(List.of());

    private Host(Path home, Parsed<HostSettings> settings) {
        this.home = home;
        this.settings = new LiveSettings(home, settings, logging -> Logging.apply(logging, home));
    }

    /**
     * Starts a host; its tasks follow, {@link #started} says when.
     *
     * @throws HomeRefusedException if the home cannot be used as it is; the message says why and what to do
     */
    static Host start(Path home, String version) throws IOException {
        return start(home, goodSettings(home), version);
    }

    /** With settings that were read before, by {@link #goodSettings}. */
    static Host start(Path home, Parsed<HostSettings> settings, String version) throws IOException {
        Host host = new Host(home.toAbsolutePath().normalize(), settings);
        try {
            host.open(version);
            return host;
        } catch (IOException | RuntimeException e) {
            host.close();
            throw e;
        }
    }

    Control control() {
        return Objects.requireNonNull(reconciler, "the host is not open");
    }

    /** The tasks that {@link #close} has to end yet, or could not end in their time. */
    Set<TaskName> unfinished() {
        Reconciler open = reconciler;
        return open == null ? Set.of() : open.unfinished();
    }

    CompletionStage<List<ReloadReport>> started() {
        return started;
    }

    /** Keeps the reports of the start no longer, which may be thousands. */
    void forgetStarted() {
        started = CompletableFuture.completedFuture(List.of());
    }

    /** The settings of a home, or their problems; one without {@code conf/reseat.yaml} has the defaults. */
    static Parsed<HostSettings> readSettings(Path home) throws IOException {
        if (!Files.isDirectory(home)) {
            throw new HomeRefusedException(home + " is no directory; make a home with: reseat init --home " + home);
        }
        return LiveSettings.read(home);
    }

    /**
     * The settings of a home that a host can start with.
     *
     * @throws HomeRefusedException if it has none
     */
    static Parsed<HostSettings> goodSettings(Path home) throws IOException {
        Parsed<HostSettings> parsed = readSettings(home.toAbsolutePath().normalize());
        if (parsed.value().isEmpty()) {
            throw new HomeRefusedException(lines(parsed.problems()));
        }
        return parsed;
    }

    private void open(String version) throws IOException {
        DataDirectory data = DataDirectory.open(home);
        opened(HomeLock.take(data.root()));
        data.emptyScratch();
        opened((AutoCloseable)
                () -> HostRecord.remove(home)); // late: commands find the host until its tasks have ended
        Logging.apply(settings.now().logging(), home);
        Consumer<Problem> warn = problem -> LOG.warn("{}", problem);
        HomeKey key = HomeKey.load(data.root());
        GenerationNumbers numbers = opened(GenerationNumbers.open(data.state().resolve("numbers"), warn));
        RealmWatch realms = opened(new RealmWatch());
        Watcher watcher = opened(new Watcher(home, watchSettings()));
        opened(beans); // below the reconciler: a JMX client sees the tasks drain
        Reconciler fresh = opened(new Reconciler(new Foundation(
                version,
                home,
                settings,
                data,
                ArtifactStore.open(data.store(), Trust.of(settings.now().trust())),
                TaskMemory.open(data.state(), warn),
                History.open(data.history(), warn),
                numbers,
                realms,
                watcher,
                () -> new TaskFiles(System::getenv, configKey(key), home),
                beans)));
        reconciler = fresh;
        Management management = Management.start(ManagementFactory.getPlatformMBeanServer(), fresh);
        beans.management = management;
        LOG.info(
                "Reseat {} on {} (pid {}, Java {})",
                version,
                home,
                ProcessHandle.current().pid(),
                Runtime.version());
        started = fresh.start();
        management.state(HostState.RUNNING);
        HostRecord.ofThisProcess(version).write(home);
    }

    /** Ends everything in reverse order; a part that fails does not keep the others from ending. */
    @Override
    public void close() {
        beans.stopping();
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.error("{} did not end cleanly", part.getClass().getSimpleName(), e);
            }
        }
    }

    private <P extends AutoCloseable> P opened(P part) {
        parts.push(part);
        return part;
    }

    private WatchSettings watchSettings() {
        HostSettings now = settings.now();
        WatchSettings watch =
                WatchSettings.of(home).withIntervals(now.rescan(), now.deletionGrace(), now.remoteRescan());
        return now.knownHosts().map(watch::withKnownHosts).orElse(watch);
    }

    /** Config digests have a key of their own, derived from the home's. */
    static byte[] configKey(HomeKey key) {
        return HexFormat.of()
                .parseHex(key.mac("config".getBytes(StandardCharsets.UTF_8)).hex());
    }

    private static String lines(List<Problem> problems) {
        StringBuilder text = new StringBuilder("the host's settings have problems; nothing was started");
        problems.forEach(
                problem -> text.append(System.lineSeparator()).append("  ").append(problem));
        return text.toString();
    }

    /** Brings members to the beans, which are made after the reconciler. */
    private static final class Beans implements Foundation.Members, AutoCloseable {
        private volatile @Nullable Management management;

        void stopping() {
            Management open = management;
            if (open != null) {
                open.state(HostState.STOPPING);
            }
        }

        @Override
        public void close() {
            Management open = management;
            if (open != null) {
                open.close();
            }
        }

        @Override
        public void tasks(Set<TaskName> added, Set<TaskName> removed) {
            if (management != null) {
                management.tasks(added, removed);
            }
        }

        @Override
        public void plugins(Set<PluginId> added, Set<PluginId> removed) {
            if (management != null) {
                management.plugins(added, removed);
            }
        }
    }
}
