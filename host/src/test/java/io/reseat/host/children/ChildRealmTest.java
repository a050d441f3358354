package io.reseat.host.children;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.wire.GoneException;
import io.reseat.host.wire.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ChildRealmTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path home;

    private Played host;

    @BeforeEach
    void startHost() throws IOException {
        Files.createDirectories(home.resolve("logs"));
        host = new Played(home);
    }

    @AfterEach
    void noChildIsLeft() {
        host.close();
        await().atMost(PATIENCE).until(() -> host.children.count() == 0);
        await().atMost(PATIENCE)
                .until(() -> ProcessHandle.current().descendants().findAny().isEmpty());
    }

    @Test
    void aChildOpensItsPluginAndAnswers() throws Exception {
        ChildRealm realm = host.open();
        assertEquals(Map.of("did", "nothing"), get(Played.run(realm, 1, "nothing")), "asked before it is ready");
        get(realm.ready());
        assertEquals(List.of("a copy of the API is ignored"), realm.warnings());
        assertTrue(realm.pid() > 0);
        assertTrue(realm.usable());
        await().atMost(PATIENCE).until(() -> realm.vitals().heapMax() > 0);
    }

    @Test
    void aRefusedPluginIsSaidAndItsJvmEnds() {
        ChildRealm realm = host.open("bad-plugin", 0);
        RefusedException refused = assertInstanceOf(RefusedException.class, failure(realm.ready()));
        assertEquals("the JAR cannot be read", refused.getMessage());
        await().atMost(PATIENCE).until(() -> host.children.count() == 0);
    }

    @Test
    void theCallerOfExitIsChargedAlone() throws Exception {
        ChildRealm realm = host.open();
        Heard culprit = new Heard();
        Heard neighbour = new Heard();
        realm.attend(1, culprit);
        realm.attend(2, neighbour);
        get(realm.ask("build", Map.of("g", 1L, "task", "bad", "do", "nothing")));
        get(realm.ask("build", Map.of("g", 2L, "task", "good", "do", "nothing")));
        CompletableFuture<?> underWay = Played.run(realm, 2, "hang");
        CompletableFuture<?> last = realm.ask("run", Map.of("g", 1L, "do", "exit", "by", "bad"));
        assertTrue(culprit.loss().charged());
        assertFalse(neighbour.loss().charged());
        String text = culprit.loss().text();
        assertTrue(text.contains("ended for task bad: System.exit was called at Bad.java:7"), text);
        assertEquals(text, assertInstanceOf(GoneException.class, failure(last)).getMessage());
        assertEquals(
                text, assertInstanceOf(GoneException.class, failure(underWay)).getMessage());
        assertEquals(text, failure(Played.run(realm, 1, "nothing")).getMessage(), "asked after its end");
        assertFalse(realm.usable());
    }

    @Test
    void whoRunsWhenTheJvmHaltsIsChargedAndWhoIsIdleIsNot() throws Exception {
        ChildRealm realm = host.open();
        Heard running = new Heard();
        Heard idle = new Heard();
        realm.attend(1, running);
        realm.attend(2, idle);
        get(Played.run(realm, 2, "nothing"));
        Played.run(realm, 1, "halt");
        assertTrue(running.loss().charged());
        assertFalse(idle.loss().charged());
        assertTrue(
                running.loss().text().contains("exit status 7"), running.loss().text());
    }

    /** Who is charged with nothing builds again at once. */
    @Test
    void aLostChildIsNotUsableWhenItsLossIsTold() throws Exception {
        ChildRealm realm = host.open();
        get(realm.ready());
        CompletableFuture<Boolean> usable = new CompletableFuture<>();
        realm.attend(1, new Heard() {
            @Override
            public void lost(Loss how) {
                usable.complete(realm.usable());
            }
        });
        ProcessHandle.of(realm.pid()).orElseThrow().destroyForcibly();
        assertFalse(usable.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        realm.release();
    }

    @Test
    void aFullHeapIsNamedWithItsRemedy() throws Exception {
        ChildRealm realm = host.open();
        Heard heard = new Heard();
        realm.attend(1, heard);
        Played.run(realm, 1, "fill");
        assertTrue(
                heard.loss().text().contains("raise process.heap, which is 48m"),
                heard.loss().text());
    }

    @Test
    void aCrashOfNativeCodeNamesItsReport() throws Exception {
        ChildRealm realm = host.open();
        Heard heard = new Heard();
        realm.attend(1, heard);
        get(realm.ready());
        Path report = home.resolve("logs/hs_err_pid" + realm.pid() + ".log");
        Played.run(realm, 1, "crash");
        assertTrue(
                heard.loss().text().contains("crashed in native code; see " + report),
                heard.loss().text());
        assertTrue(Files.exists(report));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aKillFromOutsideIsNamed() throws Exception {
        ChildRealm realm = host.open();
        Heard heard = new Heard();
        realm.attend(1, heard);
        get(realm.ready());
        ProcessHandle.of(realm.pid()).orElseThrow().destroyForcibly();
        assertTrue(
                heard.loss().text().contains("was killed with SIGKILL"),
                heard.loss().text());
        assertFalse(heard.loss().charged(), "it did nothing");
    }

    @Test
    void aBadOptionIsShownAsTheJvmSaysIt() {
        ChildRealm realm = host.open("-XX:+NoSuchThing");
        String text =
                assertInstanceOf(GoneException.class, failure(realm.ready())).getMessage();
        assertTrue(text.contains("NoSuchThing"), text);
    }

    @Test
    void aChildOfAnotherVersionIsEnded() {
        ChildRealm realm = host.open("-Dmode=old");
        String text =
                assertInstanceOf(GoneException.class, failure(realm.ready())).getMessage();
        assertTrue(text.contains("version 99 of the protocol"), text);
    }

    @Test
    void aChildThatSaysNothingIsEnded() {
        host.close();
        Tuning hasty = new Tuning(
                Duration.ofMillis(200),
                PATIENCE,
                Duration.ZERO,
                Duration.ofSeconds(1),
                PATIENCE,
                PATIENCE,
                PATIENCE,
                PATIENCE);
        host = new Played(home, hasty);
        ChildRealm realm = host.open("-Dmode=silent");
        String text =
                assertInstanceOf(GoneException.class, failure(realm.ready())).getMessage();
        assertTrue(text.contains("its JVM said nothing within"), text);
    }

    @Test
    void stateThatATaskSavesItselfIsAnsweredWhenItIsTaken() throws Exception {
        ChildRealm realm = host.open();
        Heard heard = new Heard();
        realm.attend(4, heard);
        get(Played.run(realm, 4, "checkpoint"));
        assertEquals(Map.of("n", 5L), heard.state);
        realm.leave(4);
        String refused = failure(Played.run(realm, 4, "checkpoint")).getMessage();
        assertTrue(refused.contains("the generation has ended"), refused);
    }

    @Test
    void aServiceSaysThatItIsReady() throws Exception {
        ChildRealm realm = host.open();
        Heard heard = new Heard();
        realm.attend(4, heard);
        get(Played.run(realm, 4, "ready"));
        assertTrue(heard.ready.await(60, TimeUnit.SECONDS));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aKilledChildTakesAlongWhatItStarted() throws Exception {
        ChildRealm realm = host.open();
        Heard heard = new Heard();
        realm.attend(1, heard);
        ProcessHandle started = Played.spawned(realm, "spawn");
        realm.kill("it was time");
        assertEquals("it was time", heard.loss().text());
        await().atMost(PATIENCE).until(() -> Played.gone(started));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatADeadChildStartedEndsThoughItHasAnotherParentNow() throws Exception {
        ChildRealm realm = host.open();
        ProcessHandle started = Played.spawned(realm, "spawn");
        Played.run(realm, 1, "halt");
        await().atMost(PATIENCE).until(() -> Played.gone(started));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void whatATaskOfADeadChildStartedThroughItsContextEnds() throws Exception {
        ChildRealm realm = host.open();
        ProcessHandle started = Played.spawned(realm, "register");
        await().atMost(PATIENCE).until(() -> Files.exists(home.resolve("data/processes/" + started.pid())));
        Played.run(realm, 1, "halt");
        await().atMost(PATIENCE).until(() -> Played.gone(started));
    }

    @Test
    void aRealmEndsWithItsLastReference() throws Exception {
        ChildRealm realm = host.open();
        get(realm.ready());
        Path record = home.resolve("data/processes/" + realm.pid());
        assertTrue(Files.exists(record));
        realm.retain();
        realm.release();
        assertTrue(realm.usable());
        realm.release();
        get(realm.closed().toCompletableFuture());
        assertTrue(realm.retired());
        assertThrows(IllegalStateException.class, realm::retain);
        assertTrue(ProcessHandle.of(realm.pid()).isEmpty());
        assertFalse(Files.exists(record));
    }

    @Test
    void aRealmThatIsReleasedBeforeItsJvmRunsEnds() throws Exception {
        ChildRealm realm = host.open();
        realm.release();
        get(realm.closed().toCompletableFuture());
    }

    @Test
    void aChildThatHeedsNothingIsKilled() throws Exception {
        host.close();
        host = new Played(
                home,
                new Tuning(
                        PATIENCE,
                        PATIENCE,
                        Duration.ZERO,
                        Duration.ofMillis(300),
                        PATIENCE,
                        PATIENCE,
                        PATIENCE,
                        PATIENCE));
        ChildRealm realm = host.open();
        get(Played.run(realm, 1, "deaf"));
        realm.release();
        get(realm.closed().toCompletableFuture());
        assertTrue(ProcessHandle.of(realm.pid()).isEmpty());
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static Throwable failure(CompletableFuture<?> future) {
        return assertThrows(ExecutionException.class, () -> get(future)).getCause();
    }

    /** Keeps what it hears. */
    private static class Heard implements Attendant {
        private final CompletableFuture<Loss> loss = new CompletableFuture<>();
        private final CountDownLatch ready = new CountDownLatch(1);
        private volatile Map<String, Object> state = Map.of();

        Loss loss() throws Exception {
            return get(loss);
        }

        @Override
        public void checkpoint(Map<String, Object> saved) {
            state = saved;
        }

        @Override
        public void ready() {
            ready.countDown();
        }

        @Override
        public void hangs(String text, String stack, CompletionStage<Void> ended) {}

        @Override
        public void lost(Loss how) {
            loss.complete(how);
        }
    }
}
