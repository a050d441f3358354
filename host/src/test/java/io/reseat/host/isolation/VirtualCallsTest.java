package io.reseat.host.isolation;

import static io.reseat.host.isolation.Realms.answer;
import static io.reseat.host.isolation.Realms.probe;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

final class VirtualCallsTest {
    private static final String NEEDS_21 = "virtual threads came with Java 21";
    private static final InheritableThreadLocal<String> INHERITABLE = new InheritableThreadLocal<>();

    @TempDir
    Path directory;

    private Realms realms;
    private LoaderRealm realm;

    @BeforeEach
    void setUp() throws Exception {
        realms = new Realms(directory);
        realm = realms.open(probe("probe", """
                ThreadLocal<Object> kept = new ThreadLocal<>();
                kept.set(new ProbeFactory());
                Thread.currentThread().setContextClassLoader(ProbeFactory.class.getClassLoader());
                return Thread.currentThread().getName();"""));
    }

    @AfterEach
    void tearDown() {
        INHERITABLE.remove();
        if (!realm.retired()) {
            realm.release();
        }
        realms.awaitCollected();
        realms.close();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = NEEDS_21)
    void aCallRunsOnAVirtualThreadThatInheritsNothing() throws Exception {
        INHERITABLE.set("of whoever asks");
        answer(realm.threads().virtual().call("run()", () -> {
            Thread thread = Thread.currentThread();
            assertTrue(VirtualThreads.inOne());
            assertEquals(realm.name() + "-virtual-1", thread.getName());
            assertSame(realm.loader(), thread.getContextClassLoader());
            assertNull(INHERITABLE.get());
            return null;
        }));
        assertFalse(VirtualThreads.inOne());
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = NEEDS_21)
    void aContextLoaderThatACycleLeftBehindIsChangedBack() throws Exception {
        answer(realm.threads().virtual().call("run()", () -> {
            Thread.currentThread().setContextClassLoader(null);
            realm.threads().tidy();
            assertSame(realm.loader(), Thread.currentThread().getContextClassLoader());
            return null;
        }));
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = NEEDS_21)
    void aRunningCallIsListedWithItsStackAndCanBeInterrupted() throws Exception {
        Call<String> call = hanging();
        await().until(() -> call.stack().contains("CountDownLatch.await"));
        List<LiveThread> live = realm.threads().live();
        assertEquals(
                List.of(realm.name() + "-virtual-1"),
                live.stream().map(LiveThread::name).toList());
        assertTrue(live.get(0).stack().startsWith("WAITING" + System.lineSeparator() + "    at "), live::toString);
        assertEquals(1, realm.threads().busy());
        assertEquals(1, realm.threads().count());
        call.interrupt();
        assertTrue(assertThrows(PluginFailure.class, () -> answer(call)).interruption());
        await().until(() -> realm.threads().count() == 0);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = NEEDS_21)
    void aRetiredRealmInterruptsItsCallsAndTakesNoOther() throws Exception {
        Call<String> call = hanging();
        CallThreads threads = realm.threads().virtual();
        realm.release();
        assertTrue(assertThrows(PluginFailure.class, () -> answer(call)).interruption());
        PluginFailure refused = assertThrows(PluginFailure.class, () -> answer(threads.call("run()", () -> "more")));
        assertEquals("run() failed: " + realm.name() + " is retired", refused.getMessage());
    }

    /** Its code may still load classes, and the realm cannot be collected anyway. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = NEEDS_21)
    void aCallThatIgnoresItsInterruptKeepsTheLoaderOpen() throws Exception {
        AtomicBoolean end = new AtomicBoolean();
        ClassLoader loader = realm.loader();
        Call<String> call = realm.threads().virtual().call("run()", () -> {
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

    /** The end of each test proves that the realm leaves memory. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = NEEDS_21)
    void threadLocalsOfThePluginDieWithItsVirtualThreads() throws Exception {
        LoaderRealm shared = realm;
        for (int i = 1; i <= 50; i++) {
            String name = answer(shared.threads()
                    .virtual()
                    .call(
                            "run()",
                            () -> shared.factory(java.util.Optional.empty()).toString()));
            assertEquals(shared.name() + "-virtual-" + i, name);
        }
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20, disabledReason = "this JVM has virtual threads")
    void anOlderJvmSaysWhatToDo() {
        UnsupportedOperationException refused = assertThrows(
                UnsupportedOperationException.class, () -> realm.threads().virtual());
        assertTrue(refused.getMessage().contains("need Java 21 or newer"), refused.getMessage());
        assertTrue(refused.getMessage().contains("write 'runner: thread'"), refused.getMessage());
        assertFalse(VirtualThreads.supported());
        assertFalse(VirtualThreads.inOne());
    }

    private Call<String> hanging() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Call<String> call = realm.threads().virtual().call("run()", () -> {
            begun.countDown();
            new CountDownLatch(1).await();
            return "never";
        });
        assertTrue(begun.await(60, TimeUnit.SECONDS));
        return call;
    }
}
