package io.reseat.host.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Alarms come when the test says so, also those that were cancelled: a timer may fire in that very moment. */
class WatchedRunTest {
    private static final Optional<Duration> LIMIT = Optional.of(Duration.ofSeconds(5));

    private final List<Runnable> alarms = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final ScriptedTask task = new ScriptedTask();
    private boolean deaf;
    private final WatchedRun run =
            new WatchedRun("the cycle", task, "t", new HostClock(new HeldTimers(alarms)), new Watchdog());

    @Test
    void anAlarmThatComesAfterItsCycleHarmsNobody() {
        assertNull(run.call(LIMIT));
        alarms.get(0).run();
        assertFalse(run.isOverdue());
        task.cycle = alarms.get(0)::run;
        assertNull(run.call(LIMIT));
        assertEquals(List.of(), told);
    }

    @Test
    void anAlarmIsToldBeforeItsInterrupt() {
        task.cycle = () -> alarms.get(0).run();
        assertEquals(
                "the cycle outlived its timeout of 5000 ms", run.call(LIMIT).detail());
        assertEquals(List.of("overdue 5000", "interrupt"), told);
        task.cycle = () -> {};
        assertNull(run.call(LIMIT), "the next one is judged for itself");
    }

    @Test
    void aWatchdogThatCannotTellInterruptsAllTheSame() {
        deaf = true;
        task.cycle = () -> alarms.get(0).run();
        run.call(LIMIT);
        assertEquals(List.of("interrupt"), told);
    }

    @Test
    void withoutALimitThereIsNoAlarm() {
        assertNull(run.call(Optional.empty()));
        assertThrows(IndexOutOfBoundsException.class, () -> alarms.get(0));
    }

    private final class Watchdog implements WatchedRun.Watchdog {
        @Override
        public void tell(Duration limit) {
            if (deaf) {
                throw new IllegalStateException("deaf");
            }
            told.add("overdue " + limit.toMillis());
        }

        @Override
        public void interrupt() {
            told.add("interrupt");
        }
    }
}
