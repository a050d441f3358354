package io.reseat.host.lifecycle;

import io.reseat.api.Task;
import io.reseat.host.isolation.Call;
import io.reseat.host.isolation.PluginFailure;
import io.reseat.host.isolation.RealmThreads;
import io.reseat.host.model.Schedule;
import io.reseat.host.model.TaskName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs the cycles of one generation, one after another, on threads of its realm, when its {@link Firings} say so. Between
 * cycles that are far apart it holds no thread.
 *
 * <pre>
 *   HALTED ──go──► WAITING ──due──► ACTIVE ──► WAITING        the next cycle is far away
 *     ▲               │               │  ▲
 *     │◄────halt──────┘               │  └─── the next cycle is near: the thread is kept
 *     │◄──halt, the cycle has ended───┤
 *     │◄──once done, a service ended──┤
 *     └◄──────────────────────────────┴──► WAITING without a timer: the cycle failed, {@link #proceed} goes on
 * </pre>
 *
 * <p>State is guarded by this object's lock, which is never held while code of a plugin runs. What happened is told to
 * the {@link Listener} on the thread of the cycle or of the clock; the listener hands it to the owner thread.
 */
final class CycleLoop {
    /** A wait up to this long is spent on the realm's thread: two hand-overs between threads cost about as much. */
    private static final long NEAR = Duration.ofMillis(10).toNanos();

    private enum State {
        HALTED,
        WAITING,
        ACTIVE
    }

    /** Told what the owner has to decide on. Must be quick. */
    interface Listener {
        /**
         * A cycle threw, or a service returned or threw.
         *
         * @param waits whether no further cycle runs before {@link #proceed}; false while halting
         */
        void failed(PluginFailure failure, boolean waits);

        /** A cycle ended well. Called for the first one, and for the first one after a failure. */
        void wentWell();

        /** The one cycle of a once task ended well; the loop has halted. */
        void completed();

        /** A cycle is over its time; it was interrupted. */
        void overdue(Duration timeout, String stack);
    }

    private final Task task;
    private final TaskName name;
    private final String label;
    private final RealmThreads threads;
    private final HostClock clock;
    private final CycleCounters counters;
    private final Listener listener;

    private State state = State.HALTED;
    private Firings firings;
    private Optional<Duration> timeout;
    private boolean toldGood;
    private boolean again;
    private long cycleNumber;
    private boolean overdue;
    private @Nullable Future<?> timer;
    private @Nullable Instant nextRun;
    private @Nullable CompletableFuture<Void> halting;
    private @Nullable Call<?> call;
    private volatile @Nullable Thread sleeper;

    CycleLoop(
            Task task,
            TaskName name,
            String label,
            RealmThreads threads,
            HostClock clock,
            CycleCounters counters,
            Firings firings,
            Optional<Duration> timeout,
            Listener listener) {
        this.task = task;
        this.name = name;
        this.label = label;
        this.threads = threads;
        this.clock = clock;
        this.counters = counters;
        this.firings = firings;
        this.timeout = timeout;
        this.listener = listener;
    }

    /** Starts, or goes on after a halt. */
    synchronized void go() {
        if (state == State.ACTIVE && halting != null) { // it was told to halt, and is told to go on before it has
            halting.cancel(false);
            halting = null;
            return;
        }
        expect(State.HALTED);
        halting = null;
        state = State.WAITING;
        arm(firings.untilFirst(clock.nanos(), clock.now()));
    }

    /** Goes on after a failure, when the schedule says so and not before the backoff has passed. */
    synchronized void proceed(Duration backoff) {
        if (state == State.WAITING && timer == null) {
            long next = firings.untilNext(clock.nanos(), clock.now());
            arm(next == Firings.NEVER ? backoff.toNanos() : Math.max(next, backoff.toNanos()));
        }
    }

    /** Takes another limit, from the next cycle on. */
    synchronized void limit(Optional<Duration> newTimeout) {
        timeout = newTimeout;
    }

    /** Takes another schedule without ending the cycle that may run. */
    synchronized void reschedule(Firings newFirings) {
        firings = newFirings;
        if (state == State.WAITING && timer != null) {
            disarm();
            arm(firings.untilFirst(clock.nanos(), clock.now()));
        }
    }

    /** Runs one cycle now, or one more right after the one that runs; a halted loop halts again after it. */
    synchronized void runNow() {
        if (state == State.ACTIVE) {
            again = true;
            return;
        }
        if (state == State.HALTED) {
            halting = new CompletableFuture<>();
        }
        disarm();
        submit();
    }

    /** Runs no further cycle; completes when none runs any more. */
    synchronized CompletableFuture<Void> halt() {
        if (state == State.ACTIVE) {
            if (halting == null) {
                halting = new CompletableFuture<>();
            }
            LockSupport.unpark(sleeper);
            return halting;
        }
        disarm();
        state = State.HALTED;
        return CompletableFuture.completedFuture(null);
    }

    /** Interrupts the cycle that runs, if one does. */
    synchronized void interrupt() {
        if (call != null) {
            call.interrupt();
        }
    }

    /** What the thread of the running cycle does, as text; empty if none runs. */
    synchronized String stack() {
        return call == null ? "" : call.stack();
    }

    /** Up to when the firings of the schedule were dealt with. */
    synchronized Instant coveredUntil() {
        return firings.coveredUntil();
    }

    /** When the next cycle is due, for people. */
    synchronized Optional<Instant> nextRun() {
        return state == State.WAITING ? Optional.ofNullable(nextRun) : Optional.empty();
    }

    private void arm(long wait) {
        nextRun = firings.shown(clock.now(), wait).orElse(null);
        if (wait == 0) {
            submit();
        } else if (wait != Firings.NEVER) {
            timer = clock.afterNanos(wait, this::due);
        }
    }

    private void disarm() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private synchronized void due() {
        if (state != State.WAITING || timer == null) {
            return;
        }
        timer = null;
        if (firings.isDue(clock.now())) {
            submit();
        } else {
            arm(firings.untilNext(clock.nanos(), clock.now()));
        }
    }

    private void submit() {
        state = State.ACTIVE;
        call = threads.call(
                label + " run",
                () -> InTask.call(name, () -> {
                    cycles();
                    return null;
                }));
    }

    private void cycles() {
        do {
            Thread.interrupted(); // an interrupt that came too late for its cycle must not hit the next one
        } while (goesOn(cycle()));
    }

    private @Nullable PluginFailure cycle() {
        Instant now = clock.now();
        Optional<Future<?>> watchdog;
        synchronized (this) {
            firings.started(now);
            long number = ++cycleNumber;
            watchdog = timeout.map(limit -> clock.after(limit, () -> overdue(limit, number)));
        }
        counters.begin(now);
        PluginFailure failure = run();
        counters.end(failure == null);
        synchronized (this) {
            cycleNumber++; // the watchdog of the cycle that has ended finds another number
            overdue = false;
        }
        watchdog.ifPresent(w -> w.cancel(false));
        return failure;
    }

    private @Nullable PluginFailure run() {
        try {
            task.run();
            return isOverdue()
                    ? PluginFailure.found(label, "the cycle outlived its timeout")
                    : service() && !isHalting()
                            ? PluginFailure.found(label, "the service returned although nobody told it to stop")
                            : null;
        } catch (Throwable e) { // whatever a plugin throws ends its cycle alone
            PluginFailure failure = PluginFailure.of(label, e);
            return failure.interruption() && isHalting() ? null : failure;
        }
    }

    /** Decides on the cycle's thread what follows a cycle; true for another cycle at once. */
    private boolean goesOn(@Nullable PluginFailure failure) {
        Next next = next(failure);
        if (failure != null) {
            listener.failed(failure, next.step() == Step.FAILED);
        } else if (next.step() == Step.COMPLETED) {
            listener.completed();
        } else {
            tellGood();
        }
        return next.step() == Step.AGAIN && (next.delay() == 0 || waitedNear(next.delay()));
    }

    private void tellGood() {
        if (!toldGood && !service()) {
            toldGood = true;
            listener.wentWell();
        }
    }

    private enum Step {
        AGAIN,
        LATER,
        HALTED,
        FAILED,
        COMPLETED
    }

    private record Next(Step step, long delay) {}

    /** The state for what follows is set before anybody is told, so that an answer finds the loop off its thread. */
    private synchronized Next next(@Nullable PluginFailure failure) {
        boolean halt = halting != null;
        if (halt || (failure == null && firings.schedule() instanceof Schedule.Once)) {
            halted();
            return new Next(halt ? Step.HALTED : Step.COMPLETED, 0);
        }
        if (failure != null) {
            toldGood = false;
            nextRun = null;
            leaveThread();
            return new Next(Step.FAILED, 0);
        }
        long wait = again ? 0 : firings.untilNext(clock.nanos(), clock.now());
        again = false;
        if (wait <= NEAR) {
            return new Next(Step.AGAIN, wait);
        }
        leaveThread();
        arm(wait);
        return new Next(Step.LATER, wait);
    }

    private void leaveThread() {
        call = null;
        state = State.WAITING;
    }

    private void halted() {
        call = null;
        state = State.HALTED;
        CompletableFuture<Void> told = halting;
        if (told != null) {
            told.complete(null);
        }
    }

    private boolean waitedNear(long wait) {
        long until = clock.nanos() + wait;
        sleeper = Thread.currentThread();
        while (!isHalting() && until - clock.nanos() > 0) {
            LockSupport.parkNanos(this, until - clock.nanos());
            if (Thread.interrupted()) {
                break; // an interrupt that came too late for its cycle
            }
        }
        sleeper = null;
        return !haltedInstead();
    }

    private synchronized boolean haltedInstead() {
        if (halting != null) {
            halted();
        }
        return halting != null;
    }

    /** Whether the cycle that runs is over its time. */
    synchronized boolean isOverdue() {
        return overdue;
    }

    private synchronized boolean isHalting() {
        return halting != null;
    }

    private boolean service() {
        return firings.schedule() instanceof Schedule.Service;
    }

    private void overdue(Duration limit, long number) {
        String stack;
        synchronized (this) {
            if (cycleNumber != number) {
                return;
            }
            overdue = true;
            stack = stack();
            interrupt();
        }
        listener.overdue(limit, stack);
    }

    private void expect(State expected) {
        if (state != expected) {
            throw new IllegalStateException(label + ": the loop is " + state + ", not " + expected);
        }
    }
}
