package io.reseat.host.children;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.Digest;
import io.reseat.host.model.PluginId;
import io.reseat.host.model.ProcessOptions;
import io.reseat.host.model.Version;
import io.reseat.host.wire.ProcessStart;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A host's side with {@link PlayedChild} on the other. */
final class Played implements AutoCloseable {
    static final Tuning PATIENT = new Tuning(
            Duration.ofMinutes(2),
            Duration.ofMinutes(2),
            Duration.ofMillis(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(2),
            Duration.ofMinutes(1),
            Duration.ofMillis(10),
            Duration.ofMinutes(2));

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(body -> {
        Thread thread = new Thread(body, "clock");
        thread.setDaemon(true);
        return thread;
    });
    final Children children;
    private long numbers;

    Played(Path home) {
        this(home, PATIENT);
    }

    Played(Path home, Tuning tuning) {
        this(home, tuning, program());
    }

    Played(Path home, Tuning tuning, Program program) {
        this.children = new Children(setup(home), tuning, program);
    }

    /** Makes an archive, and waits for it. */
    void train(ClassArchive archive) {
        children.train(archive);
    }

    static Program program() {
        return Program.ofHost().with(PlayedChild.class.getName(), Program.home(PlayedChild.class.getName()));
    }

    private Children.Setup setup(Path home) {
        return new Children.Setup(
                home,
                home.resolve("data"),
                home.resolve("data/scratch"),
                1,
                (delay, action) -> clock.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS),
                () -> Map.of("step", 1000L),
                () -> Map.of("", "INFO"));
    }

    ChildRealm open(String... jvmArgs) {
        return open("p", 0, jvmArgs);
    }

    ChildRealm open(String plugin, int standby, String... jvmArgs) {
        return children.open(
                artifact(plugin),
                ++numbers,
                new ProcessOptions(48L << 20, List.of(jvmArgs), standby),
                "task-of-" + plugin);
    }

    static Artifact artifact(String plugin) {
        return new Artifact(
                new PluginId(plugin),
                new Version("1.0"),
                Digest.of(plugin.getBytes(StandardCharsets.UTF_8)),
                Path.of(plugin + ".jar"),
                false,
                plugin + ".jar",
                1);
    }

    /** Asks a generation to do something. */
    static CompletableFuture<Map<String, Object>> run(ChildRealm realm, long generation, String what) {
        return realm.ask("run", Map.of("g", generation, "do", what));
    }

    /** Starts a process below the child. */
    static ProcessHandle spawned(ChildRealm realm, String how) throws Exception {
        Map<String, Object> answer = run(realm, 1, how).get(60, TimeUnit.SECONDS);
        return ProcessHandle.of((Long) answer.get("pid")).orElseThrow();
    }

    static boolean gone(ProcessHandle process) {
        return ProcessStart.of(process).isEmpty();
    }

    @Override
    public void close() {
        children.close();
        clock.shutdownNow();
    }
}
