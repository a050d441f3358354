package io.reseat.host.lifecycle;

import io.reseat.api.SavedState;
import io.reseat.api.Stateful;
import io.reseat.api.Task;
import io.reseat.host.isolation.Call;
import io.reseat.host.isolation.PluginFailure;
import io.reseat.host.isolation.Realm;
import io.reseat.host.model.Schedule;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.store.JsonValues;
import io.reseat.host.store.StateSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * One build of a task: its instance in its realm. Every call into the instance runs on a thread of the realm, with a
 * deadline; the methods here return at once and are called by the owner thread alone.
 *
 * <pre>
 *   built ──restore?──► start ──► run ◄──► halt ──save?──► close
 * </pre>
 */
public final class Generation {
    /** How a halt came out. */
    public enum Ending {
        /** No code of the generation runs a cycle any more. */
        ENDED,
        /** The cycle heeds no interrupt: it is left alone, and its state is not asked for. */
        QUARANTINED
    }

    private final Blueprint blueprint;
    private final TaskServices services;
    private final Task task;
    private final GenerationContext context;
    private final Set<String> secretKeys;
    private final CycleLoop loop;
    private TaskSpec spec;

    Generation(
            Blueprint blueprint,
            TaskServices services,
            Task task,
            GenerationContext context,
            Set<String> secretKeys,
            Instant coveredUntil) {
        this.blueprint = blueprint;
        this.services = services;
        this.task = task;
        this.context = context;
        this.secretKeys = secretKeys;
        this.spec = blueprint.spec();
        context.attach(new FromTask());
        this.loop = new CycleLoop(
                task,
                spec.name(),
                blueprint.label(),
                realm().threads(),
                services.clock(),
                blueprint.counters(),
                new Firings(spec.schedule(), spec.missed(), coveredUntil),
                timeout(spec),
                new LoopEvents());
    }

    /** Its number. */
    public long number() {
        return blueprint.number();
    }

    /** What it runs by, live changes included. */
    public TaskSpec spec() {
        return spec;
    }

    /** Its realm, which the owner releases after {@link #close}. */
    public Realm realm() {
        return blueprint.realm();
    }

    /** Paths of config keys that must not be shown. */
    public Set<String> secretKeys() {
        return secretKeys;
    }

    /** Whether it hands over state. */
    public boolean stateful() {
        return task instanceof Stateful;
    }

    /** Gives it the state of a predecessor. A failure is a veto. */
    public CompletableFuture<Void> restore(StateSnapshot state) {
        if (!(task instanceof Stateful stateful)) {
            return CompletableFuture.completedFuture(null);
        }
        return step("restoreState", () -> {
            stateful.restoreState(new RestoredState(state));
            return null;
        });
    }

    /** Lets it take what is exclusive. */
    public CompletableFuture<Void> start() {
        return step("start", () -> {
            task.start();
            return null;
        });
    }

    /** Begins cycles, or goes on with them after a halt. */
    public void run() {
        context.stopping(false);
        loop.go();
    }

    /** Goes on after a failed cycle. */
    public void proceed(Duration backoff) {
        loop.proceed(backoff);
    }

    /** One cycle beside the schedule; while halted too. */
    public void runNow() {
        loop.runNow();
    }

    /** Takes schedule, timeout and policies of another spec with the same config. */
    public void apply(TaskSpec live) {
        boolean rescheduled = !live.schedule().equals(spec.schedule()) || live.missed() != spec.missed();
        spec = live;
        loop.limit(timeout(live));
        if (rescheduled) {
            loop.reschedule(new Firings(live.schedule(), live.missed(), loop.coveredUntil()));
        }
    }

    /**
     * Ends the cycle that runs and starts no other: tells it to stop, waits for the drain, interrupts, and leaves it alone
     * when even that does not help. A service is told and interrupted at once.
     */
    public CompletableFuture<Ending> halt(Duration drain) {
        context.stopping(true);
        CompletableFuture<Void> halted = loop.halt();
        if (halted.isDone()) {
            return CompletableFuture.completedFuture(Ending.ENDED);
        }
        boolean service = spec.schedule() instanceof Schedule.Service;
        Duration patience = service ? Duration.ZERO : drain;
        CompletableFuture<Ending> ending = new CompletableFuture<>();
        Future<?> interrupt = services.clock().after(patience, loop::interrupt);
        // a service that heeds stopping() but not the interrupt still has its drain
        Future<?> quarantine = services.clock()
                .after(drain.plus(services.limits().interrupted()), () -> ending.complete(Ending.QUARANTINED));
        halted.whenComplete((nothing, failure) -> {
            interrupt.cancel(false);
            quarantine.cancel(false);
            ending.complete(Ending.ENDED);
        });
        return ending;
    }

    /** Lets the cycle that runs end by itself and starts no other, however long that takes; a service is told to stop. */
    public CompletableFuture<Ending> pause(Duration drain) {
        return spec.schedule() instanceof Schedule.Service
                ? halt(drain)
                : loop.halt().thenApply(nothing -> Ending.ENDED);
    }

    /** Its state as JSON values; empty if it has none to hand over. Only while halted. */
    public CompletableFuture<Optional<StateSnapshot>> save() {
        if (!(task instanceof Stateful stateful)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return step(
                "saveState",
                () -> Optional.of(new StateSnapshot(
                        stateful.stateVersion(), context.pluginVersion(), number(), stateful.saveState())));
    }

    /** Closes the instance, then in reverse order what it left to the host. Completes also where that failed. */
    public CompletableFuture<Void> close() {
        context.stopping(true);
        return step("close", () -> {
            context.end(task);
            return null;
        });
    }

    /** What its threads do now, as text. */
    public String stacks() {
        StringBuilder text = new StringBuilder();
        realm().threads()
                .live()
                .forEach(thread -> text.append(thread.name())
                        .append(' ')
                        .append(thread.stack())
                        .append('\n'));
        context.ownThreads()
                .forEach(thread -> text.append(thread.name())
                        .append(' ')
                        .append(thread.stack())
                        .append('\n'));
        return text.toString();
    }

    /** Whether its cycle is over its timeout. */
    public boolean overdue() {
        return loop.isOverdue();
    }

    /** When its next cycle is due. */
    public Optional<Instant> nextRun() {
        return loop.nextRun();
    }

    /** Up to when the firings of its schedule were dealt with. */
    public Instant coveredUntil() {
        return loop.coveredUntil();
    }

    private <T> CompletableFuture<T> step(String name, Callable<T> body) {
        Call<T> call = realm().threads().call(blueprint.label() + " " + name, named(body));
        return Deadline.on(call, name, services.limits().step(), services.clock());
    }

    private <T> Callable<T> named(Callable<T> body) {
        return () -> InTask.call(spec.name(), body);
    }

    private static Optional<Duration> timeout(TaskSpec spec) {
        return spec.schedule() instanceof Schedule.Service ? Optional.empty() : spec.timeout();
    }

    private record RestoredState(StateSnapshot state) implements SavedState {
        @Override
        public int stateVersion() {
            return state.stateVersion();
        }

        @Override
        public String pluginVersion() {
            return state.pluginVersion();
        }

        @Override
        public long generation() {
            return state.generation();
        }

        @Override
        public Map<String, Object> values() {
            return state.values();
        }
    }

    /** What the instance asks for through its context. */
    private final class FromTask implements GenerationContext.Owner {
        @Override
        public void ready() {
            if (spec.schedule() instanceof Schedule.Service) {
                blueprint.events().wentWell(Generation.this);
            }
        }

        @Override
        public void checkpoint(Map<String, ?> values) throws IOException {
            int version = task instanceof Stateful stateful ? stateful.stateVersion() : 1;
            services.memory()
                    .saveState(
                            spec.name(),
                            new StateSnapshot(version, context.pluginVersion(), number(), JsonValues.copyOf(values)));
        }
    }

    private final class LoopEvents implements CycleLoop.Listener {
        @Override
        public void failed(PluginFailure failure, boolean waits) {
            blueprint.events().cycleFailed(Generation.this, failure, waits);
        }

        @Override
        public void wentWell() {
            blueprint.events().wentWell(Generation.this);
        }

        @Override
        public void completed() {
            blueprint.events().completed(Generation.this);
        }

        @Override
        public void overdue(Duration timeout, String stack) {
            blueprint.events().overdue(Generation.this, timeout, stack);
        }
    }
}
