package io.reseat.host;

import static io.reseat.host.TestHome.actor;
import static io.reseat.host.TestHome.actorFile;
import static io.reseat.host.TestHome.attribute;
import static io.reseat.host.TestHome.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.HostEvent;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskState;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code runner: virtual}: the cycles of a task run on virtual threads, and all else is as on threads. */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads came with Java 21")
final class VirtualRunnerTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final TaskName ONE = new TaskName("one");

    @RegisterExtension
    final TestHome home = TestHome.withActor();

    @Test
    void aNewConfigAndANewJarAreTakenAndTheOldClassLoadersAreCollected() throws Exception {
        home.task("one", virtual("every 20ms", "message: a"));
        home.start();
        await().atMost(LONG).until(() -> home.happened("a#1 run"));
        await().untilAsserted(() -> assertEquals("virtual", attribute("type=Task,name=one", "Runner")));
        home.task("one", virtual("every 20ms", "message: b"));
        await().atMost(LONG).until(() -> home.happened("b#2 run"));
        home.plugin("actor.jar", actor("1.1.0"));
        await().atMost(LONG).until(() -> home.happened("b#3 run"));
        await().untilAsserted(() -> assertTrue(home.happened("a#1 close")));
        awaitCollected(2);
    }

    @Test
    void aServiceRunsOnAVirtualThreadThatIsShownAndIsToldToStop() throws Exception {
        home.task("one", virtual("service", "message: a, run: ready"));
        home.start();
        await().atMost(LONG).until(() -> home.task("one").state() == TaskState.RUNNING);
        await().atMost(LONG).until(() -> stacks().contains("actor.Factory$Actor.run"));
        assertTrue(stacks().contains("-virtual-1 "), stacks());
        await().untilAsserted(() -> assertEquals(-1.0, attribute("type=Task,name=one", "CpuMillis")));
        await().untilAsserted(() -> assertEquals(-1L, attribute("type=Task,name=one", "AllocatedBytes")));
        home.task("one", virtual("service", "message: b, run: ready"));
        await().atMost(LONG).until(() -> home.happened("b#2 run"));
        await().atMost(LONG).until(() -> home.happened("a#1 close"));
        awaitCollected(1);
    }

    @Test
    void aCycleThatHeedsNoInterruptIsSetAsideWithItsStackAndTheNextOneRuns() throws Exception {
        Queue<HostEvent> told = new ConcurrentLinkedQueue<>();
        home.task("one", virtual("every 20ms", "message: bad, run: deaf") + "reload: { drain: 50ms }\n");
        home.start();
        home.control().subscribe(told::add);
        await().atMost(LONG).until(() -> home.happened("bad#1 run"));
        home.task("one", virtual("every 20ms", "message: better"));
        await().atMost(LONG).until(() -> home.happened("better#2 run"));
        await().atMost(LONG)
                .until(() -> told.stream()
                        .anyMatch(event -> event instanceof HostEvent.Stuck stuck
                                && stuck.stack().contains("actor.Factory$Actor.act")));
        await().untilAsserted(() -> assertEquals(1, home.status().quarantined()));
        System.setProperty("reseat.test.release", "now");
        await().atMost(LONG).until(() -> home.status().quarantined() == 0);
        awaitCollected(1);
    }

    @Test
    void aCycleOverItsTimeoutIsInterrupted() throws Exception {
        home.task("one", virtual("every 1h", "message: slow, run: hang") + "timeout: 100ms\n");
        home.start();
        await().atMost(LONG).until(() -> home.task("one").lastError().isPresent());
        String message = home.task("one").lastError().orElseThrow().message();
        assertTrue(message.contains("outlived its timeout of 100 ms"), message);
    }

    @Test
    void oneWordTakesATaskToVirtualThreadsAndBackWithItsState() throws Exception {
        String file = actorFile("every 20ms", "message: a, stateful: true");
        home.task("one", file);
        home.start();
        await().atMost(LONG).until(() -> home.happened("a#1 run"));
        home.task("one", file + "runner: virtual\n");
        await().atMost(LONG).until(() -> home.happened("a#2 run"));
        home.task("one", file + "runner: thread\n");
        await().atMost(LONG).until(() -> home.happened("a#3 run"));
        for (int generation = 2; generation <= 3; generation++) {
            long before = runsBefore(generation);
            assertTrue(
                    home.happened("a#" + generation + " restore {cycles=" + before + "}"),
                    () -> before + " cycles, but " + home.events);
        }
        await().untilAsserted(() -> assertEquals("thread", attribute("type=Task,name=one", "Runner")));
        awaitCollected(2);
    }

    /** Nothing of the host needs a carrier: what spins can be taken away. */
    @Test
    void tasksThatSpinOnEachCarrierAreNamedInTheHealthAndCanBeReplaced() throws Exception {
        int carriers = Runtime.getRuntime().availableProcessors();
        String options = "reload: { drain: 50ms, probation: 0s }\n";
        home.start();
        for (int i = 0; i < carriers; i++) {
            String name = "spinner" + i;
            home.task(name, virtual("every 1h", "message: " + name + ", run: spin") + options);
            await().atMost(LONG).until(() -> home.happened(name + "#1 run"));
        }
        home.task("one", virtual("every 1h", "message: a") + options);
        await().atMost(LONG).until(() -> hints().contains("virtual threads are starved: 1 cycle waits for a carrier"));
        await().untilAsserted(
                        () -> assertTrue(hints().contains("on a carrier now: spinner0 generation 1 run"), hints()));
        assertFalse(home.happened("a#1 run"));
        home.task("one", actorFile("every 1h", "message: b") + options);
        await().atMost(LONG).until(() -> home.happened("b#2 run"));
        System.setProperty("reseat.test.release", "now");
        await().atMost(LONG).until(() -> hints().isEmpty());
    }

    @Test
    void aThousandServicesShareOneRealm() throws Exception {
        int services = 1_000;
        for (int i = 0; i < services; i++) {
            home.task("s" + i, virtual("service", "message: s" + i + ", run: ready") + "isolation: plugin\n");
        }
        home.start();
        await().atMost(LONG.multipliedBy(3)).until(() -> runs() >= services);
        await().untilAsserted(() -> assertEquals(1, home.status().realms().live()));
        assertTrue(Thread.activeCount() < 200, () -> Thread.activeCount() + " platform threads");
        home.task("s7", virtual("service", "message: changed, run: ready") + "isolation: plugin\n");
        await().atMost(LONG).until(() -> home.happened("changed#2 run"));
        home.stop();
        await().untilAsserted(() -> assertTrue(home.happened("s999#1 close")));
    }

    private static String virtual(String schedule, String config) {
        return actorFile(schedule, config) + "runner: virtual\n";
    }

    private String stacks() throws Exception {
        return done(home.control().stacks(ONE));
    }

    private long runs() {
        return home.events.stream().filter(event -> event.endsWith(" run")).count();
    }

    private long runsBefore(int generation) {
        return home.events.stream()
                .filter(event -> event.matches("a#[1-" + (generation - 1) + "] run"))
                .count();
    }

    private String hints() {
        return String.join(
                "\n",
                home.status().health().reasons().stream()
                        .filter(reason -> reason.startsWith("virtual threads"))
                        .toList());
    }

    private void awaitCollected(int realms) {
        await().atMost(LONG).until(() -> {
            System.gc();
            return home.status().realms().awaiting() == 0
                    && home.status().realms().collected() >= realms;
        });
    }
}
