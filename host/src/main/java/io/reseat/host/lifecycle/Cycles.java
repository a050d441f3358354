package io.reseat.host.lifecycle;

import io.reseat.host.isolation.CallThreads;
import io.reseat.host.isolation.RealmThreads;
import io.reseat.host.lifecycle.Generation.Ending;
import io.reseat.host.model.RunnerKind;
import io.reseat.host.model.Schedule;
import io.reseat.host.model.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The cycles of one generation: the {@link CycleLoop} with the spec that it runs by, and how its cycles are ended. Owned
 * by the generation; called by the owner thread, but for what only looks.
 */
final class Cycles {
    private final TaskServices services;
    private final Instance instance;
    private final CycleLoop loop;
    private volatile TaskSpec spec;

    /** @param saves how the state of the task is saved between cycles; empty for one without state */
    Cycles(
            Blueprint blueprint,
            TaskServices services,
            Instance instance,
            Optional<PeriodicSave.Saves> saves,
            CycleListener listener,
            Instant coveredUntil) {
        this.services = services;
        this.instance = instance;
        this.spec = blueprint.spec();
        CycleWork work = new CycleWork(
                instance::cycle,
                saves,
                spec.name(),
                blueprint.label(),
                threads(blueprint),
                services.clock(),
                blueprint.counters(),
                listener);
        this.loop = new CycleLoop(work, new Firings(spec.schedule(), spec.missed(), coveredUntil), timeout(spec));
    }

    /** What they run by, live changes included. */
    TaskSpec spec() {
        return spec;
    }

    CycleLoop loop() {
        return loop;
    }

    /** Whether a service runs. */
    boolean serving() {
        return isService(spec) && loop.active();
    }

    /** Begins them, or goes on with them after a halt. */
    void run() {
        instance.stopping(false);
        loop.go();
    }

    /** One beside the schedule; while halted too. */
    RunNow runNow() {
        if (loop.state() == CycleLoop.State.HALTED) {
            instance.stopping(false); // a halt that was taken back may have left it so
        }
        return loop.runNow();
    }

    /** Takes schedule, timeout and policies of another spec with the same config. */
    void apply(TaskSpec live) {
        boolean rescheduled = !live.schedule().equals(spec.schedule()) || live.missed() != spec.missed();
        spec = live;
        loop.limit(timeout(live));
        if (rescheduled) {
            loop.reschedule(live.schedule(), live.missed());
        }
    }

    /** Ends the one that runs, and gives the generation up where it heeds nothing. */
    CompletableFuture<Ending> halt(Duration drain) {
        return halt(drain, new Halting.Abandonment(instance.abandoned(), instance::abandon, instance::closeLate));
    }

    /** Ends the one that runs, which goes on where it takes too long; used between two of them. */
    CompletableFuture<Ending> hold(Duration drain) {
        return halt(drain, Halting.Abandonment.NONE);
    }

    /** Lets the one that runs end by itself, however long that takes; a service is told to stop. */
    CompletableFuture<Ending> pause(Duration drain) {
        return isService(spec)
                ? hold(drain)
                : loop.halt().handle((nothing, takenBack) -> takenBack == null ? Ending.ENDED : Ending.TAKEN_BACK);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what follows waits for the end of the cycle
    private CompletableFuture<Ending> halt(Duration drain, Halting.Abandonment abandonment) {
        CompletionStage<Void> halted =
                loop.halt(); // first, or a service that returns as soon as it is told would count as failed
        instance.stopping(true);
        Duration patience = isService(spec) ? Duration.ZERO : drain;
        Duration limit = drain.plus(services.limits().interrupted());
        return new Halting(loop, services.clock(), patience, limit, abandonment).begin(halted);
    }

    /** Where cycles run; all other steps run on platform threads. */
    private static CallThreads threads(Blueprint blueprint) {
        RealmThreads threads = blueprint.realm().threads();
        return blueprint.spec().runner() == RunnerKind.VIRTUAL ? threads.virtual() : threads;
    }

    private static boolean isService(TaskSpec spec) {
        return spec.schedule() instanceof Schedule.Service;
    }

    private static Optional<Duration> timeout(TaskSpec spec) {
        return isService(spec) ? Optional.empty() : spec.timeout();
    }
}
