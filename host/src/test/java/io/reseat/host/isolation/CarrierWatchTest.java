package io.reseat.host.isolation;

import static io.reseat.host.isolation.Realms.answer;
import static io.reseat.host.isolation.Realms.probe;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** Starves the virtual threads of this JVM for a while. */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads came with Java 21")
final class CarrierWatchTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private final AtomicBoolean release = new AtomicBoolean();
    private final List<Call<String>> calls = new ArrayList<>();
    private Realms realms;
    private Realm realm;
    private CarrierWatch carriers;

    @BeforeEach
    void setUp() throws Exception {
        realms = new Realms(directory);
        realm = realms.open(probe("probe", "return \"\";"));
        carriers = realms.watch.carriers();
    }

    @AfterEach
    void tearDown() throws Exception {
        release.set(true);
        for (Call<String> call : calls) {
            answer(call);
        }
        realm.release();
        realms.awaitCollected();
        realms.close();
    }

    @Test
    void callsThatWaitForACarrierAreToldWithThoseThatHoldThemUntilItIsOver() {
        spinOnAllCarriers();
        call("patient run", () -> "ran");
        await().atMost(LONG).until(() -> carriers.starved().isPresent());
        String hint = carriers.starved().orElseThrow();
        assertTrue(
                hint.matches("virtual threads are starved: 1 cycle waits for a carrier since \\S+Z; on a carrier now: "
                        + "spinner \\d+ run(, spinner \\d+ run)*( and \\d+ more)?;"
                        + " tasks that spin on the CPU belong on runner: thread or process"),
                hint);
        release.set(true);
        await().atMost(LONG).until(() -> carriers.starved().isEmpty());
        await().atMost(LONG).until(() -> !carriers.planned());
    }

    /** Nothing new is handed over; but somebody looks. */
    @Test
    void servicesThatStarveLongAfterTheyBeganAreFoundByALook() throws Exception {
        CountDownLatch wakes = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        call("sleeper run", () -> {
            begun.countDown();
            wakes.await();
            return "woken";
        });
        begun.await();
        assertEquals(Optional.empty(), carriers.starved());
        spinOnAllCarriers();
        wakes.countDown();
        await().atMost(LONG).until(() -> carriers.starved().isPresent());
        String hint = carriers.starved().orElseThrow();
        assertTrue(hint.contains("no carrier was free since"), hint);
        assertFalse(hint.contains("sleeper"), hint);
        release.set(true);
        await().atMost(LONG).until(() -> carriers.starved().isEmpty());
    }

    @Test
    void noTimerIsSetWhileCallsOnlyRun() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        call("service run", () -> {
            end.await();
            return "ended";
        });
        await().atMost(LONG).until(() -> !carriers.planned());
        assertEquals(1, realm.threads().busy());
        end.countDown();
    }

    /** As many as the JVM has carriers; they begin one after another, so that each is on one. */
    private void spinOnAllCarriers() {
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            CountDownLatch begun = new CountDownLatch(1);
            call("spinner " + i + " run", () -> {
                begun.countDown();
                while (!release.get()) {
                    Thread.onSpinWait();
                }
                return "released";
            });
            await().atMost(LONG).until(() -> begun.getCount() == 0);
        }
    }

    private void call(String what, java.util.concurrent.Callable<String> body) {
        calls.add(realm.threads().virtual().call(what, body));
    }
}
