package io.reseat.host.lifecycle;

import io.reseat.host.isolation.LiveThread;
import io.reseat.host.isolation.PluginFailure;
import io.reseat.host.lifecycle.Next.Step;
import io.reseat.host.model.Missed;
import io.reseat.host.model.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Runs the cycles of one generation, one after another, on threads of its realm, when its {@link Agenda} says so. Between
 * cycles that are far apart it holds no thread.
 *
 * <pre>
 *   HALTED ──go──► WAITING ──due, runNow──► ACTIVE ──the next cycle is far──► WAITING
 *     ▲               │                     │ ▲ │
 *     │◄────halt──────┘                     │ └─┘ the next cycle is near, or was asked for: the thread is kept
 *     │◄──halt, once the cycle has ended────┤
 *     │◄──a once task is done───────────────┤
 *     │                                     └──the cycle failed──► FAILED ──proceed──► WAITING
 *     │◄────halt─────────────────────────────────────────────────────┘ └────runNow──► ACTIVE
 *     └──runNow──► ACTIVE, told to halt from its start on
 * </pre>
 *
 * <p>State is guarded by this object's lock, which is never held while code of a plugin runs. What happened is told to
 * the {@link CycleListener} on the thread of the cycle or of the clock.
 */
final class CycleLoop {
    /** A wait up to this long is spent on the realm's thread: two hand-overs between threads cost about as much. */
    private static final long NEAR = Duration.ofMillis(10).toNanos();

    /** Where a loop stands. */
    enum State {
        HALTED,
        WAITING,
        FAILED,
        ACTIVE
    }

    private final CycleWork work;
    private final CycleThread thread;
    private final Agenda agenda;

    private State state = State.HALTED;
    private Optional<Duration> timeout;
    private boolean beside;
    private boolean again;
    private boolean near;
    private @Nullable CompletableFuture<Void> halting;

    CycleLoop(CycleWork work, Firings firings, Optional<Duration> timeout) {
        this.work = work;
        this.timeout = timeout;
        this.thread = new CycleThread(this, work);
        this.agenda = new Agenda(work.clock(), firings, this::due);
    }

    /** Starts, or goes on after a halt or a failure; a halt that has not ended yet is taken back, and its future cancelled. */
    synchronized void go() {
        CompletableFuture<Void> halt = halting;
        if (halt != null) {
            halting = null;
            halt.cancel(false);
        } else if (state != State.HALTED && state != State.FAILED) {
            throw new IllegalStateException(work.label() + ": the loop is " + state + ", not HALTED");
        } else if (agenda.firings().done()) {
            work.listener().completed(); // its cycle ended well while it was halting
        } else {
            awaitNext(0);
        }
    }

    /** Goes on after a failure, when the schedule says so and not before the backoff has passed. */
    synchronized void proceed(Duration backoff) {
        if (state == State.FAILED) {
            awaitNext(HostClock.nanosOf(backoff));
        }
    }

    /** Takes another limit, from the next cycle on. */
    synchronized void limit(Optional<Duration> newTimeout) {
        timeout = newTimeout;
    }

    /** Takes another schedule without ending the cycle that may run. */
    synchronized void reschedule(Schedule schedule, Missed missed) {
        agenda.change(schedule, missed);
        if (state == State.WAITING) {
            awaitNext(0);
        }
    }

    /** Runs one cycle now, or one more right after the one that runs; a halted loop halts again after it. */
    synchronized RunNow runNow() {
        if (state == State.ACTIVE) {
            return runAgain();
        } else if (state == State.HALTED) {
            halting = new CompletableFuture<>();
        }
        submit(true);
        return RunNow.STARTED;
    }

    /** Runs no further cycle; completes when none runs any more. */
    synchronized CompletableFuture<Void> halt() {
        if (state != State.ACTIVE) {
            agenda.cancel();
            state = State.HALTED;
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> told = halting == null ? new CompletableFuture<>() : halting;
        halting = told;
        thread.wake();
        return told;
    }

    /** Interrupts the cycle that runs, if one does. */
    void interrupt() {
        thread.interrupt();
    }

    /** The thread of the cycle that runs and where it stands; empty if none runs. */
    synchronized Optional<LiveThread> liveThread() {
        return near ? Optional.empty() : thread.live();
    }

    /** Tells the next cycle that ends well, although one did before. */
    void tellNextGood() {
        thread.tellNextGood();
    }

    /** Whether the cycle that runs is over its time. */
    boolean isOverdue() {
        return thread.isOverdue();
    }

    synchronized State state() {
        return state;
    }

    /** Up to when the firings of the schedule were dealt with. */
    synchronized Instant coveredUntil() {
        return agenda.firings().coveredUntil();
    }

    /** A predecessor dealt with the firings up to this moment. */
    synchronized void covered(Instant until) {
        agenda.firings().covered(until);
    }

    /** Whether the one cycle of a once task ended well. */
    synchronized boolean done() {
        return agenda.firings().done();
    }

    /** When the next cycle is due, for people. */
    synchronized Optional<Instant> nextRun() {
        return agenda.shown();
    }

    /** Whether a cycle runs now, or is about to on its thread. */
    synchronized boolean active() {
        return state == State.ACTIVE;
    }

    /** Whether it goes on by itself: it was not told to halt, and waits for no answer to a failure. */
    synchronized boolean goesOn() {
        return halting == null && (state == State.ACTIVE || state == State.WAITING);
    }

    synchronized boolean service() {
        return agenda.firings().schedule() instanceof Schedule.Service;
    }

    /** A cycle begins on the calling thread; its limit. */
    synchronized Optional<Duration> begins(Instant now) {
        agenda.started(!beside, now);
        return timeout;
    }

    /** What the end of a cycle means. */
    synchronized CycleEnd judged(@Nullable PluginFailure failure) {
        return CycleEnd.of(failure, halting != null, service(), work.label());
    }

    /** A cycle has ended, or broke off. */
    synchronized Next next(CycleEnd end) {
        agenda.ended(end.whole());
        boolean completed = end.whole() && agenda.firings().done();
        if (completed || halting != null) {
            return halted(completed ? Step.COMPLETED : Step.HALTED);
        } else if (end.failure() != null) {
            leaveThread(State.FAILED);
            return Next.of(Step.FAILED);
        }
        return again ? another(0) : onSchedule(agenda.untilNext());
    }

    /** Whether a wait on the thread goes on. */
    synchronized boolean staysNear() {
        return halting == null && !again;
    }

    /** A wait on the thread is over. */
    synchronized Next woken() {
        return halting == null ? another(0) : halted(Step.HALTED);
    }

    private synchronized void due(long wait) {
        if (!agenda.isOver(wait)) {
            return;
        } else if (agenda.isDue()) {
            submit(false);
        } else {
            awaitNext(0);
        }
    }

    private void awaitNext(long atLeast) {
        long wait = Math.max(atLeast, agenda.untilNext());
        if (wait == 0) {
            submit(false);
        } else {
            state = State.WAITING;
            agenda.await(wait);
        }
    }

    private void submit(boolean besideSchedule) {
        agenda.cancel();
        state = State.ACTIVE;
        beside = besideSchedule;
        thread.begin();
    }

    private RunNow runAgain() {
        if (halting != null) {
            return RunNow.RUNNING;
        }
        again = true;
        thread.wake();
        return near ? RunNow.STARTED : RunNow.QUEUED;
    }

    private Next onSchedule(long wait) {
        boolean nearEnough = wait <= NEAR && !(agenda.firings().schedule() instanceof Schedule.Cron);
        if (wait == 0 || nearEnough) {
            return another(wait);
        }
        leaveThread(State.WAITING);
        agenda.await(wait);
        return Next.of(Step.LATER);
    }

    private Next another(long wait) {
        near = wait > 0;
        beside = again;
        again = false;
        return new Next(Step.AGAIN, wait, Optional.empty());
    }

    private Next halted(Step step) {
        Optional<CompletableFuture<Void>> told = Optional.ofNullable(halting);
        halting = null;
        leaveThread(State.HALTED);
        return new Next(step, 0, told);
    }

    private void leaveThread(State after) {
        state = after;
        again = false;
        near = false;
        thread.leave();
    }
}
