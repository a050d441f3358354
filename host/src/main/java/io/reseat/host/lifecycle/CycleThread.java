package io.reseat.host.lifecycle;

import io.reseat.host.isolation.Call;
import io.reseat.host.isolation.LiveThread;
import io.reseat.host.isolation.PluginFailure;
import io.reseat.host.lifecycle.Next.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of a {@link CycleLoop} that runs on a thread of the realm: cycle after cycle, as long as the next one is near.
 * At most one thread is in it at a time. The loop begins and leaves under its lock; others may interrupt, wake and look.
 */
final class CycleThread {
    private static final Logger LOG = LoggerFactory.getLogger(CycleThread.class);

    private final CycleLoop loop;
    private final CycleWork work;
    private final WatchedRun run;
    private final Optional<PeriodicSave> save;
    private volatile boolean toldGood;
    private volatile @Nullable Call<?> call;
    private volatile @Nullable Thread sleeper;

    CycleThread(CycleLoop loop, CycleWork work) {
        this.loop = loop;
        this.work = work;
        this.run = new WatchedRun("the cycle", work.task(), work.label(), work.clock(), watchdog("a cycle"));
        this.save = work.saves()
                .map(saves ->
                        new PeriodicSave(work.label(), work.clock(), saves, watchdog("saveState between cycles")));
    }

    /** Takes a thread. Does not block. */
    void begin() {
        Call<?> begun = work.threads().call(work.label() + " run", new Body());
        call = begun;
        begun.result().whenComplete((nothing, failure) -> {
            if (failure != null) {
                brokeOff(begun, PluginFailure.of(work.label(), failure));
            }
        });
    }

    /** The thread is given back as soon as it comes out of here. */
    void leave() {
        call = null;
    }

    /** Ends a wait for the next cycle: the loop was told to halt, or to run one now. */
    void wake() {
        LockSupport.unpark(sleeper);
    }

    /** Interrupts the cycle that runs, if one does. */
    void interrupt() {
        Call<?> running = call;
        if (running != null) {
            running.interrupt();
        }
    }

    /** The thread and where it stands; empty if it has none. */
    Optional<LiveThread> live() {
        Call<?> running = call;
        return running == null ? Optional.empty() : running.liveThread();
    }

    /** Tells the next good cycle, although one was told before. */
    void tellNextGood() {
        toldGood = false;
    }

    /** Whether the cycle that runs is over its time. */
    boolean isOverdue() {
        return run.isOverdue() || save.filter(PeriodicSave::isOverdue).isPresent();
    }

    private WatchedRun.Watchdog watchdog(String what) {
        return new WatchedRun.Watchdog() {
            @Override
            public void tell(Duration limit) {
                work.listener()
                        .overdue(what, limit, live().map(LiveThread::stack).orElse(""));
            }

            @Override
            public void interrupt() {
                CycleThread.this.interrupt();
            }
        };
    }

    /** What its thread runs. Services wait below it, thousands perhaps, so that each frame less counts. */
    private final class Body implements Callable<@Nullable Object> {
        @Override
        public @Nullable Object call() { // as it is called, so that no bridge is between
            String outer = InTask.enter(work.name());
            try {
                do {
                    Thread.interrupted(); // an interrupt that came too late for its cycle must not hit the next one
                } while (follow(cycle()));
                return null;
            } finally {
                InTask.leave(outer);
            }
        }
    }

    private CycleEnd cycle() {
        Instant now = work.clock().now();
        Optional<Duration> limit = loop.begins(now);
        CycleCounters.Running running = work.counters().begin(now);
        CycleEnd end = loop.judged(run.call(limit));
        running.end(end.failure() == null);
        if (save.isPresent() && end.whole() && loop.goesOn()) {
            save.get().afterGoodCycle(); // still within the cycle for whoever waits for its end
        }
        return end;
    }

    /** What follows from the end of a cycle, or from a thread that broke off; true for another cycle at once. */
    private boolean follow(CycleEnd end) {
        Next next = loop.next(end);
        try {
            tell(end.failure(), next.step());
        } finally {
            next.tellHalted();
        }
        return next.again() && (next.delay() == 0 || waitNear(next.delay()));
    }

    private void tell(@Nullable PluginFailure failure, Step step) {
        if (failure != null) {
            toldGood = false;
            work.listener().failed(failure, step == Step.FAILED);
        } else if (step == Step.COMPLETED) {
            work.listener().completed();
        } else if (!toldGood && !loop.service()) {
            toldGood = true;
            work.listener().wentWell();
        }
    }

    private boolean waitNear(long wait) {
        HostClock clock = work.clock();
        long until = clock.nanos() + wait;
        sleeper = Thread.currentThread();
        while (loop.staysNear() && until - clock.nanos() > 0) {
            LockSupport.parkNanos(this, until - clock.nanos());
            Thread.interrupted(); // one that came too late for its cycle
        }
        sleeper = null;
        Next next = loop.woken();
        next.tellHalted();
        return next.again();
    }

    /** It got no thread, or the host's own part of it failed: no loop may stand still without a word. */
    private void brokeOff(Call<?> begun, PluginFailure failure) {
        if (begun == call) {
            follow(CycleEnd.failed(failure));
        } else {
            LOG.error(
                    "{}: its thread broke off after a cycle: {}\n{}", work.label(), failure.detail(), failure.stack());
        }
    }
}
