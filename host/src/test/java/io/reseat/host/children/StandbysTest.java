package io.reseat.host.children;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.ProcessOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandbysTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Tuning QUICK = new Tuning(
            PATIENCE,
            PATIENCE,
            Duration.ZERO,
            Duration.ofSeconds(20),
            PATIENCE,
            PATIENCE,
            Duration.ofMillis(10),
            Duration.ofMillis(10));

    @TempDir
    Path home;

    private Played host;

    @BeforeEach
    void startHost() throws IOException {
        Files.createDirectories(home.resolve("logs"));
        host = new Played(home, QUICK);
    }

    @AfterEach
    void stopHost() {
        host.close();
    }

    @Test
    void oneThatStandsByIsTakenAndReplaced() throws Exception {
        ready(host.open("p", 1));
        ChildRealm second = takenAfterAWhile("p", 1);
        assertTrue(second.ready().isDone(), "it has opened its plugin");
        assertEquals("p@1.0#" + second.number(), second.name());
        await().atMost(PATIENCE).until(() -> host.children.count() == 3);
    }

    @Test
    void oneOfAnotherPluginIsNotTaken() throws Exception {
        ready(host.open("p", 1));
        await().atMost(PATIENCE).until(() -> host.children.standing() == 1);
        assertTrue(host.open("q", 1).number() > 0);
    }

    @Test
    void oneThatDiesIsReplaced() throws Exception {
        ChildRealm used = ready(host.open("p", 1));
        await().atMost(PATIENCE).until(() -> host.children.standing() == 1);
        ProcessHandle first = standing(used);
        first.destroyForcibly();
        Path record = home.resolve("data/processes/" + first.pid());
        await().atMost(PATIENCE).until(() -> !Files.exists(record) && host.children.standing() == 1);
        assertTrue(takenAfterAWhile("p", 1).pid() != first.pid());
    }

    private ProcessHandle standing(ChildRealm used) throws IOException {
        try (Stream<Path> records = Files.list(home.resolve("data/processes"))) {
            return records.map(record -> Long.parseLong(record.getFileName().toString()))
                    .filter(pid -> pid != used.pid())
                    .map(pid -> ProcessHandle.of(pid).orElseThrow())
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void withTheLastRealmTheyEndSoon() throws Exception {
        ChildRealm only = ready(host.open("p", 2));
        await().atMost(PATIENCE).until(() -> host.children.count() == 3);
        only.release();
        await().atMost(PATIENCE).until(() -> host.children.count() == 0);
    }

    @Test
    void thoseThatKeepDyingAreGivenUpForAWhile() throws Exception {
        LinkedBlockingQueue<Runnable> due = new LinkedBlockingQueue<>();
        LinkedBlockingQueue<Runnable> healing = new LinkedBlockingQueue<>();
        List<ChildRealm> started = new ArrayList<>();
        ProcessOptions dying = new ProcessOptions(48L << 20, List.of("-Dmode=dies"), 1);
        Standbys standbys = new Standbys(
                QUICK,
                (delay, action) -> {
                    (delay.equals(Standbys.HEALS) ? healing : due).add(action);
                    return CompletableFuture.completedFuture(null);
                },
                (artifact, options) -> {
                    ChildRealm realm = host.open("p", 0, "-Dmode=dies");
                    started.add(realm);
                    return realm;
                });
        standbys.opened(ready(host.open("p", 0)), dying);
        for (int i = 1; i <= 5; i++) {
            due.poll(60, TimeUnit.SECONDS).run();
            assertEquals(i, started.size());
            await().atMost(PATIENCE).until(started.get(i - 1)::retired);
        }
        assertEquals(Optional.empty(), standbys.take(Played.artifact("p"), dying));
        assertTrue(due.isEmpty(), "no sixth is planned");
        healing.poll(60, TimeUnit.SECONDS).run();
        due.poll(60, TimeUnit.SECONDS).run();
        assertEquals(6, started.size());
        await().atMost(PATIENCE).until(started.get(5)::retired);
        standbys.close();
    }

    /** Opens a realm once one stands by. */
    private ChildRealm takenAfterAWhile(String plugin, int standby) throws Exception {
        await().atMost(PATIENCE).until(() -> host.children.standing() > 0);
        ChildRealm taken = host.open(plugin, standby);
        assertTrue(taken.number() < 0, "it stood by");
        return taken;
    }

    private static ChildRealm ready(ChildRealm realm) throws Exception {
        realm.ready().get(60, TimeUnit.SECONDS);
        return realm;
    }
}
