package io.reseat.host.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.Digest;
import io.reseat.host.model.HeldContent;
import io.reseat.host.model.HistoryEntry;
import io.reseat.host.model.Isolation;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.Requester;
import io.reseat.host.model.RunnerKind;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskText;
import io.reseat.host.store.ArtifactStore;
import io.reseat.host.store.History;
import io.reseat.host.store.Source;
import io.reseat.host.store.Staging;
import io.reseat.host.store.Trust;
import io.reseat.host.testing.PluginJar;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreSweepTest {
    private static final TaskName TASK = new TaskName("one");
    private static final Digest PLUGIN = new Digest("a".repeat(64));
    private static final TaskText TEXT = new TaskText("conf/tasks/one.yaml", "plugin: actor\n");

    private static final String FACTORY = """
            package some;
            import io.reseat.api.*;
            public final class Factory implements TaskFactory<Factory.Config> {
                public record Config() {}
                public String type() { return "some"; }
                public Class<Config> configType() { return Config.class; }
                public Task create(Config config, TaskContext context) { return () -> {}; }
            }
            """;

    @TempDir
    Path folder;

    @TempDir
    Path place;

    private final AtomicLong nanos = new AtomicLong();
    private final List<Runnable> later = new ArrayList<>();
    private ArtifactStore store;

    @BeforeEach
    void openStore() throws IOException {
        store = ArtifactStore.open(place.resolve("store"), Trust.none(), nanos::get);
    }

    /** As on a host that starts while conf/tasks is not mounted: no task has a seat. */
    @Test
    void pluginsOfTasksWhoseFilesAreNotThereAreKept() throws Exception {
        History before = open();
        before.record(TASK, generation(PLUGIN), Optional.of(TEXT));
        before.flush(TASK);
        Files.writeString(folder.resolve("one.json.corrupt-1"), "{");
        Files.writeString(folder.resolve("by hand .json"), "{}");
        assertEquals(Set.of(PLUGIN), StoreSweep.ofPasts(open()));
    }

    @Test
    void nothingIsSweptWherePastsCannotBeListed() throws Exception {
        History history = open();
        Artifact free = staged("free");
        Files.delete(folder);
        sweep(history, Set.of(), true);
        Files.createDirectory(folder);
        assertTrue(isKept(free));
    }

    @Test
    void whatNothingRefersToIsSweptAndTheRestIsNot() throws Exception {
        Artifact ran = staged("ran");
        Artifact held = staged("held");
        Artifact runs = staged("runs");
        Artifact free = staged("free");
        History history = open();
        history.record(TASK, generation(ran.digest()), Optional.of(TEXT));
        history.hold(TASK, held(held.digest()));
        sweep(history, Set.of(runs.digest()), true);
        assertTrue(isKept(ran) && isKept(held) && isKept(runs));
        assertFalse(isKept(free));
    }

    @Test
    void nothingIsSweptWhileItIsNotKnownWhichTasksThereAre() throws Exception {
        Artifact free = staged("free");
        sweep(open(), Set.of(), false);
        assertTrue(isKept(free));
        assertEquals(1, later.size());
    }

    @Test
    void nothingIsSweptWhileAPastCannotBeRead() throws Exception {
        Artifact free = staged("free");
        Files.createDirectory(folder.resolve("other.json"));
        sweep(open(), Set.of(), true);
        assertTrue(isKept(free));
        Files.delete(folder.resolve("other.json"));
        sweep(open(), Set.of(), true);
        assertFalse(isKept(free));
    }

    /** Found damaged by the sweep itself, and by one before it. */
    @Test
    void whatADamagedPastNamesIsKeptUntilSomebodyRemovesIt() throws Exception {
        Artifact ran = staged("ran");
        Artifact free = staged("free");
        History before = open();
        before.record(TASK, generation(ran.digest()), Optional.of(TEXT));
        before.flush(TASK);
        Path file = folder.resolve("one.json");
        Files.writeString(file, Files.readString(file).replaceFirst("\\}\\s*$", ""));
        sweep(open(), Set.of(), true);
        assertFalse(isKept(free));
        assertTrue(isKept(ran));
        sweep(open(), Set.of(), true);
        assertTrue(isKept(ran));
        try (Stream<Path> files = Files.list(folder)) {
            Files.delete(files.findFirst().orElseThrow());
        }
        sweep(open(), Set.of(), true);
        assertFalse(isKept(ran));
    }

    private Artifact staged(String id) throws IOException {
        byte[] jar = PluginJar.named(id)
                .source("some.Factory", FACTORY)
                .factory("some.Factory")
                .toBytes();
        return assertInstanceOf(Staging.Staged.class, store.stage(new InMemory(id + ".jar", jar)))
                .artifact();
    }

    /** A JAR that needs no file. */
    private record InMemory(String name, byte[] content) implements Source {
        @Override
        public String shown() {
            return "plugins/" + name;
        }

        @Override
        public boolean folder() {
            return false;
        }

        @Override
        public List<Part> parts() {
            return List.of(new Part(name, content.length, () -> new ByteArrayInputStream(content)));
        }

        @Override
        public Object fingerprint() {
            return name;
        }

        @Override
        public Optional<byte[]> sibling(String suffix) {
            return Optional.empty();
        }
    }

    /** When nothing in the store is new any more. */
    private void sweep(History history, Set<Digest> inUse, boolean listed) {
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        new StoreSweep(later::add, Runnable::run, history, store, () -> new HashSet<>(inUse), () -> listed).sweep();
    }

    /** Without asking the store, which would count as a use. */
    private boolean isKept(Artifact artifact) {
        return Files.exists(artifact.location());
    }

    private static HeldContent held(Digest artifact) {
        return new HeldContent(
                artifact,
                new Digest("c".repeat(64)),
                Optional.empty(),
                Isolation.TASK,
                RunnerKind.THREAD,
                Optional.empty(),
                "it failed",
                Instant.EPOCH,
                false);
    }

    private History open() throws IOException {
        return History.open(folder, problem -> {});
    }

    private static HistoryEntry generation(Digest plugin) {
        HistoryEntry.Content content =
                new HistoryEntry.Content("actor@1.0.0", plugin, new Digest("b".repeat(64)), TEXT.digest());
        return new HistoryEntry(
                1,
                0,
                0,
                Instant.EPOCH,
                Outcome.ADDED,
                "first build",
                new Requester(Requester.Kind.HOST, "start"),
                Optional.of(content),
                Map.of(),
                false);
    }
}
