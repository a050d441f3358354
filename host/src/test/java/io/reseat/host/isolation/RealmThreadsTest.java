package io.reseat.host.isolation;

import static io.reseat.host.isolation.Realms.answer;
import static io.reseat.host.isolation.Realms.in;
import static io.reseat.host.isolation.Realms.probe;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

final class RealmThreadsTest {
    @TempDir
    Path directory;

    private Realms realms;
    private LoaderRealm realm;

    @BeforeEach
    void setUp() throws Exception {
        realms = new Realms(directory);
        realm = realms.open(probe("probe", "return \"\";"));
    }

    @AfterEach
    void tearDown() {
        if (!realm.retired()) {
            realm.release();
        }
        realms.awaitCollected();
        realms.close();
    }

    @Test
    void aCallRunsOnAThreadOfTheRealm() throws Exception {
        Thread thread = in(realm, Thread::currentThread);
        assertEquals(realm.name() + "-1", thread.getName());
        assertTrue(thread.isDaemon());
        assertSame(realm.loader(), thread.getContextClassLoader());
        assertEquals(realm.name(), thread.getThreadGroup().getName());
    }

    @Test
    void anIdleThreadIsUsedAgainAndWhatThePluginChangedIsUndone() throws Exception {
        Thread first = in(realm, () -> {
            Thread.currentThread().setName("mine");
            Thread.currentThread().setContextClassLoader(null);
            Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
            return Thread.currentThread();
        });
        await("it waits for the next call").until(() -> first.getState() == Thread.State.TIMED_WAITING);
        assertSame(first, in(realm, () -> {
            assertEquals(realm.name() + "-1", Thread.currentThread().getName());
            assertSame(realm.loader(), Thread.currentThread().getContextClassLoader());
            assertEquals(Thread.NORM_PRIORITY, Thread.currentThread().getPriority());
            return Thread.currentThread();
        }));
    }

    @Test
    void aCallThatBlocksDelaysNoOther() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Call<Thread> blocked = realm.threads().call("run()", () -> {
            end.await();
            return Thread.currentThread();
        });
        Thread other = in(realm, Thread::currentThread);
        assertTrue(blocked.running());
        end.countDown();
        assertNotEquals(other, answer(blocked));
        assertFalse(blocked.running());
    }

    @Test
    void aRunningCallCanBeSeenAndInterrupted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Call<String> call = realm.threads().call("run()", () -> {
            begun.countDown();
            new CountDownLatch(1).await();
            return "never";
        });
        assertTrue(begun.await(60, TimeUnit.SECONDS));
        await().until(() -> call.stack().contains("CountDownLatch.await"));
        assertEquals(1, realm.threads().live().size());
        assertTrue(realm.threads().live().get(0).stack().startsWith("WAITING" + System.lineSeparator() + "    at "));
        call.interrupt();
        PluginFailure failure = assertThrows(PluginFailure.class, () -> answer(call));
        assertTrue(failure.interruption());
        assertEquals("run() failed: java.lang.InterruptedException", failure.getMessage());
        assertEquals("", call.stack());
    }

    /** The later call runs on the thread of the early one, or this test would show nothing. */
    @Test
    void anInterruptThatComesTooLateHitsNoLaterCall() throws Exception {
        await().untilAsserted(() -> {
            Call<Thread> early = realm.threads().call("early", Thread::currentThread);
            Thread thread = answer(early);
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch end = new CountDownLatch(1);
            Call<Thread> later = realm.threads().call("later", () -> {
                begun.countDown();
                end.await();
                return Thread.currentThread();
            });
            begun.await();
            early.interrupt();
            end.countDown();
            assertSame(thread, answer(later));
        });
    }

    @Test
    void anInterruptThatAPluginLeavesBehindIsGoneWhenItsCallIsOver() throws Exception {
        Call<String> call = new Call<>("run()", () -> {
            Thread.currentThread().interrupt();
            return "done";
        });
        call.run();
        assertFalse(Thread.currentThread().isInterrupted());
        assertEquals("done", answer(call));
    }

    @Test
    void anInterruptBeforeTheCallBeginsIsNotLost() throws Exception {
        Call<Boolean> call = new Call<>("run()", () -> Thread.currentThread().isInterrupted());
        call.interrupt();
        call.run();
        assertTrue(answer(call));
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void aRetiredRealmInterruptsItsCallsAndTakesNoOther() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Call<String> call = realm.threads().call("run()", () -> {
            begun.countDown();
            new CountDownLatch(1).await();
            return "never";
        });
        begun.await();
        realm.release();
        assertTrue(assertThrows(PluginFailure.class, () -> answer(call)).interruption());
        PluginFailure refused = assertThrows(PluginFailure.class, () -> in(realm, () -> "more"));
        assertEquals("test failed: " + realm.name() + " is retired", refused.getMessage());
    }

    /** Its code may still load classes, and the realm cannot be collected anyway. */
    @Test
    void aCallThatIgnoresItsInterruptKeepsTheLoaderOpen() throws Exception {
        AtomicBoolean end = new AtomicBoolean();
        ClassLoader loader = realm.loader();
        Call<String> call = realm.threads().call("run()", () -> {
            while (!end.get()) {
                Thread.onSpinWait();
            }
            return loader.loadClass("probe.ProbeFactory").getName();
        });
        await().until(() -> !call.stack().isEmpty());
        realm.release();
        assertEquals(1, realms.watch.counts().awaiting());
        assertFalse(realms.watch.awaiting().get(0).closed());
        end.set(true);
        assertEquals("probe.ProbeFactory", answer(call));
        await().until(() -> realms.watch.awaiting().get(0).closed());
    }

    @Test
    void threadsAreCountedAndBornInTheRealmsGroupAlone() throws Exception {
        int before = realm.threads().count();
        in(realm, () -> "one");
        assertEquals(before + 1, realm.threads().count());
    }

    /** Before Java 19 a thread group lives until it is destroyed; since then its parent holds it weakly. */
    @Test
    @EnabledForJreRange(max = JRE.JAVA_18)
    void noThreadGroupIsLeftBehind() throws Exception {
        in(realm, () -> "one");
        realm.threads().generation("unused");
        String name = realm.name();
        realm.release();
        await().untilAsserted(() -> {
            ThreadGroup[] groups = new ThreadGroup[RealmGroup.root().activeGroupCount() + 50];
            int count = RealmGroup.root().enumerate(groups);
            for (int i = 0; i < count; i++) {
                assertNotEquals(name, groups[i].getName());
            }
        });
    }
}
