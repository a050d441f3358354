package io.reseat.host.lifecycle;

import io.reseat.host.isolation.Realm;
import io.reseat.host.model.ReloadReport.Phase;
import io.reseat.host.model.Schedule;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.store.StateSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One build of a task: its {@link Instance} in its realm, and the {@link CycleLoop} that runs it. The methods here return
 * at once and are called by the owner thread alone, but for {@link #nextRun}.
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
        QUARANTINED,
        /** The cycle heeds no interrupt: the child JVM that it is in is ended with it, and its state is not asked for. */
        KILLED,
        /** It was told to {@link #run} on before the cycle had ended. */
        TAKEN_BACK
    }

    private final Blueprint blueprint;
    private final TaskServices services;
    private final Instance instance;
    private final Traits traits;
    private final CycleNews news;
    private final Cycles cycles;
    private final CycleLoop loop;
    private final long made;

    Generation(Blueprint blueprint, TaskServices services, Instance instance, Traits traits, Instant coveredUntil) {
        this.blueprint = blueprint;
        this.services = services;
        this.instance = instance;
        this.traits = traits;
        this.made = services.clock().nanos();
        this.news = new CycleNews(this, blueprint.events());
        this.cycles = new Cycles(blueprint, services, instance, saves(), news, coveredUntil);
        this.loop = cycles.loop();
    }

    /** Its number. */
    public long number() {
        return blueprint.number();
    }

    /** What it runs by, live changes included. */
    public TaskSpec spec() {
        return cycles.spec();
    }

    /** Its realm, which the owner releases after {@link #close}. */
    public Realm realm() {
        return blueprint.realm();
    }

    /** Paths of config keys that must not be shown. */
    public Set<String> secretKeys() {
        return traits.secretKeys();
    }

    /** Whether it hands over state. */
    public boolean stateful() {
        return traits.stateful();
    }

    /** The newest version of state that it reads. */
    public int stateVersion() {
        return traits.stateVersion();
    }

    /** Whether it takes another config in place. */
    public boolean reconfigurable() {
        return traits.reconfigurable();
    }

    /** Whether it may run beside its successor or predecessor. */
    public boolean overlaps() {
        return traits.overlaps();
    }

    /** Gives it the state of a predecessor. A failure is a veto. */
    public CompletableFuture<Void> restore(StateSnapshot state) {
        return instance.restore(state);
    }

    /** Lets it take what is exclusive. */
    public CompletableFuture<Void> start() {
        return traits.starts() ? instance.start() : there();
    }

    /** Asks it whether it is well; may overlap a cycle. */
    public CompletableFuture<Void> check() {
        return traits.checks() ? instance.check() : there();
    }

    /** A step that it does not have is over, unless its JVM is gone. */
    private CompletableFuture<Void> there() {
        return loss().map(CompletableFuture::<Void>failedFuture).orElse(CompletableFuture.completedFuture(null));
    }

    /** Completes when a cycle has ended well, or the service said that it works; fails when the first one failed. */
    public CompletableFuture<Void> well() {
        return news.well();
    }

    /** Tells the next cycle that ends well, although one did before. */
    public void tellNextGoodCycle() {
        loop.tellNextGood();
    }

    /**
     * Takes another config in place, between cycles, or while a service runs. The config is bound before a cycle is held
     * up; nothing is changed where that fails. Cycles go on with {@link #run}, and the spec is taken by {@link #apply}.
     *
     * @param passed told when the config is bound, and when the cycle has ended where one is waited for, well or not; on
     *     whatever thread ended that
     */
    public CompletableFuture<Reconfigured> reconfigure(TaskSpec next, Duration drain, Consumer<Phase> passed) {
        return new Reconfiguring(cycles, instance, drain, passed).to(next.config());
    }

    /** Whether it is a service that runs, and said that it works. */
    public boolean works() {
        return cycles.serving() && news.works();
    }

    /** Whether its cycles go on by themselves: they were not halted, and none failed. */
    public boolean goesOn() {
        return loop.goesOn();
    }

    /** Begins cycles, or goes on with them after a halt. */
    public void run() {
        cycles.run();
    }

    /** Goes on after a failed cycle; nothing happens where none failed. */
    public void proceed(Duration backoff) {
        loop.proceed(backoff);
    }

    /** One cycle beside the schedule; while halted too. */
    public RunNow runNow() {
        return cycles.runNow();
    }

    /** Takes schedule, timeout and policies of another spec with the same config. */
    public void apply(TaskSpec live) {
        cycles.apply(live);
    }

    /**
     * Ends the cycle that runs and starts no other: tells it to stop, waits for the drain, interrupts, and leaves it alone
     * when even that does not help. A service is told and interrupted at once, and has its drain if it heeds
     * {@code stopping()} alone.
     */
    public CompletableFuture<Ending> halt(Duration drain) {
        return cycles.halt(drain);
    }

    /** Completes when the cycle of a generation that was told to halt has ended, however long that takes. */
    public CompletionStage<?> ended() {
        return loop.halt();
    }

    /** Lets the cycle that runs end by itself and starts no other, however long that takes; a service is told to stop. */
    public CompletableFuture<Ending> pause(Duration drain) {
        return cycles.pause(drain);
    }

    /** Its state as JSON values; empty if it has none to hand over. Only while halted. */
    public CompletableFuture<Optional<StateSnapshot>> save() {
        return instance.save();
    }

    /** Closes the instance, then in reverse order what it left to the host. Completes also where that failed. */
    public CompletableFuture<Void> close() {
        instance.stopping(true);
        return instance.close();
    }

    /** What its threads do now, as text for people; those of a child JVM say so themselves. */
    public CompletableFuture<String> stacks() {
        String here = stacksHere();
        return instance.stacks().thenApply(there -> here + there);
    }

    /** Where its cycle is: there in its child JVM, as that says within moments; else here. */
    public CompletableFuture<String> standsAt(String here) {
        return instance.stacks().thenApply(there -> there.isEmpty() ? here : there);
    }

    /** What its threads did when its child JVM was ended because its cycle heeds no interrupt. */
    public CompletableFuture<String> stacksAtEnd() {
        return instance.stacksAtEnd();
    }

    /** The same of the threads in this JVM alone. */
    public String stacksHere() {
        return Stacks.of(this, loop, instance);
    }

    /** What its plugin measures. On a thread of its realm; may hang. */
    public Map<String, Double> metrics() throws Exception {
        return instance.metrics();
    }

    /** For how long it has been there. */
    public Duration age() {
        return Duration.ofNanos(services.clock().nanos() - made);
    }

    /** Whether the child JVM that it was in is gone. */
    public boolean lost() {
        return instance.lost();
    }

    /** What became of that child JVM, and whether this generation is to blame; empty while it lives. */
    public Optional<GenerationFailure> loss() {
        return instance.loss();
    }

    Instance instance() {
        return instance;
    }

    Traits traits() {
        return traits;
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

    /** Its predecessor, of the same schedule, dealt with the firings up to this moment. Before it runs. */
    public void covered(Instant until) {
        loop.covered(until);
    }

    /** Whether it is a once task whose cycle ended well. */
    public boolean done() {
        return loop.done();
    }

    /** Closes it on the calling thread, one of the realm: it was built when nobody waited for it any more. */
    void closeLate() {
        instance.closeLate();
    }

    /** What the instance asks for through its context. */
    GenerationContext.Owner requests() {
        return new GenerationContext.Owner() {
            @Override
            public void ready() {
                if (loop.service()) {
                    blueprint.counters().works();
                    news.wentWell();
                }
            }

            @Override
            public void checkpoint(Map<String, ?> values) throws IOException {
                instance.checkpoint(values);
            }
        };
    }

    /** A service is never between two cycles. */
    private Optional<PeriodicSave.Saves> saves() {
        return traits.stateful() && !(blueprint.spec().schedule() instanceof Schedule.Service)
                ? Optional.of(new PeriodicSave.Saves(
                        services::limits,
                        instance::remember,
                        () -> blueprint.events().saved(this)))
                : Optional.empty();
    }
}
