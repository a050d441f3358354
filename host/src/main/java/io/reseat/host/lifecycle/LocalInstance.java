package io.reseat.host.lifecycle;

import io.reseat.api.HealthCheck;
import io.reseat.api.Stateful;
import io.reseat.api.Task;
import io.reseat.host.isolation.Call;
import io.reseat.host.isolation.LiveThread;
import io.reseat.host.isolation.PluginFailure;
import io.reseat.host.isolation.RealmThreads;
import io.reseat.host.model.ConfigNode;
import io.reseat.host.store.JsonValues;
import io.reseat.host.store.StateSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An instance in this JVM, with its context. Each step runs on a thread of the realm. */
final class LocalInstance implements Instance {
    private static final Logger LOG = LoggerFactory.getLogger(LocalInstance.class);

    private final Blueprint blueprint;
    private final TaskServices services;
    private final Task task;
    private final GenerationContext context;
    private final Configured<?> configured;
    private final HungSteps hung = new HungSteps();
    private final AtomicReference<@Nullable Call<?>> step = new AtomicReference<>();

    LocalInstance(
            Blueprint blueprint,
            TaskServices services,
            Task task,
            GenerationContext context,
            Configured<?> configured) {
        this.blueprint = blueprint;
        this.services = services;
        this.task = task;
        this.context = context;
        this.configured = configured;
    }

    @Override
    public void cycle() throws PluginFailure {
        try {
            String outer = InTask.enter(blueprint.spec().name());
            try {
                task.run();
            } finally {
                InTask.leave(outer);
            }
        } catch (Throwable e) {
            throw failure("run", e);
        } finally {
            blueprint.realm().threads().tidy(); // a thread may run the next one before it is given back
        }
    }

    @Override
    public void stopping(boolean now) {
        context.stopping(now);
    }

    @Override
    public CompletableFuture<Void> restore(StateSnapshot state) {
        return task instanceof Stateful stateful
                ? step("restoreState", () -> stateful.restoreState(new RestoredState(state)))
                : CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> start() {
        return step("start", task::start);
    }

    @Override
    public CompletableFuture<Optional<StateSnapshot>> save() {
        return task instanceof Stateful stateful && !hung.any()
                ? step("saveState", () -> Optional.of(taken(stateful))).exceptionallyCompose(this::unsaved)
                : CompletableFuture.completedFuture(Optional.empty());
    }

    @Override
    public CompletableFuture<Void> check() {
        return task instanceof HealthCheck checked
                ? step("check", Step.of(checked::check), new HungSteps().step()) // it may overlap all others
                : CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Object> bind(ConfigNode.Mapping config) {
        return step("binding the config", () -> configured.bind(config)).thenCompose(Configured.Bound::orRefused);
    }

    @Override
    public CompletableFuture<Reconfigured> reconfigure(Object config) {
        return step("reconfigure", () -> configured.reconfigure(task, config));
    }

    @Override
    public CompletableFuture<Void> close() {
        if (hung.putOffClose()) {
            abandon();
            return CompletableFuture.completedFuture(null);
        }
        return step("close", this::closeHere);
    }

    private void closeHere() throws Exception {
        context.end(task);
    }

    @Override
    public void abandon() {
        context.detach();
    }

    @Override
    public Generation.Ending abandoned() {
        return Generation.Ending.QUARANTINED;
    }

    @Override
    public void closeLate() {
        Thread.interrupted(); // the interrupts were for what has ended now
        try {
            closeHere();
        } catch (Throwable e) {
            PluginFailure failure = secrets().failure("close", e);
            LOG.warn("{}: it ended late, and {}\n{}", blueprint.label(), failure.getMessage(), failure.stack());
        }
    }

    @Override
    public void checkpoint(Map<String, ?> values) throws IOException {
        services.memory().saveState(blueprint.spec().name(), snapshot(values));
    }

    @Override
    public void remember() throws Exception {
        if (task instanceof Stateful stateful) {
            StateSnapshot state = told("saveState", () -> taken(stateful));
            if (!context.ended()) {
                services.memory().rememberState(blueprint.spec().name(), state);
            }
        }
    }

    @Override
    public Map<String, Double> metrics() {
        return blueprint.metrics().read();
    }

    @Override
    public Optional<GenerationFailure> loss() {
        return Optional.empty();
    }

    @Override
    public CompletableFuture<String> stacks() {
        return CompletableFuture.completedFuture("");
    }

    @Override
    public CompletableFuture<String> stacksAtEnd() {
        return stacks();
    }

    @Override
    public List<LiveThread> liveThreads() {
        Call<?> running = step.get();
        List<LiveThread> threads = new ArrayList<>(context.ownThreads());
        Optional.ofNullable(running).flatMap(Call::liveThread).ifPresent(thread -> threads.add(0, thread));
        return threads;
    }

    private <T> CompletableFuture<T> unsaved(Throwable failure) {
        return CompletableFuture.failedFuture(GenerationFailure.ofState(blueprint.number(), failure));
    }

    /** What is wrong with the values is found by the host, and has no place in the plugin. */
    private StateSnapshot taken(Stateful stateful) throws Exception {
        Map<String, Object> values = stateful.saveState();
        try {
            return snapshot(values);
        } catch (IllegalArgumentException e) {
            String why = secrets().redaction().clean(String.valueOf(e.getMessage()));
            throw PluginFailure.found(blueprint.label() + " saveState", why);
        }
    }

    private StateSnapshot snapshot(Map<String, ?> values) {
        return new StateSnapshot(
                stateVersion(),
                context.pluginVersion(),
                context.generation(),
                JsonValues.copyOf(values, services.limits().state()));
    }

    /** Runs code of the plugin. */
    int stateVersion() {
        return task instanceof Stateful stateful ? stateful.stateVersion() : 1;
    }

    private CompletableFuture<Void> step(String name, Step body) {
        return step(name, Step.of(body), hung.step());
    }

    private <T> CompletableFuture<T> step(String name, Callable<T> body) {
        return step(name, body, hung.step());
    }

    private <T> CompletableFuture<T> step(String name, Callable<T> body, HungSteps.Step mine) {
        RealmThreads threads = blueprint.realm().threads();
        Call<T> call = threads.call(blueprint.label() + " " + name, () -> told(name, () -> ending(mine, body)));
        step.set(call);
        call.result().whenComplete((done, failure) -> step.compareAndSet(call, null));
        return new Deadline(services.clock(), services.limits().step(), (message, stack, ended) -> {
                    mine.leftAlone();
                    blueprint.events().leftAlone(blueprint.number(), message, stack, ended);
                })
                .on(call, name);
    }

    private <T> T ending(HungSteps.Step mine, Callable<T> body) throws Exception {
        try {
            return body.call();
        } finally {
            if (mine.ended()) {
                closeLate();
            }
        }
    }

    /** What it throws becomes text without secrets, and what it changed about its thread is changed back. */
    private <T> T told(String name, Callable<T> body) throws PluginFailure {
        try {
            return InTask.call(blueprint.spec().name(), body);
        } catch (Throwable e) {
            throw failure(name, e);
        } finally {
            blueprint.realm().threads().tidy(); // a thread may call it again and again before it is given back
        }
    }

    private PluginFailure failure(String step, Throwable thrown) {
        return secrets().failure(blueprint.label() + " " + step, thrown);
    }

    private Secrets secrets() {
        return configured.secrets();
    }

    private interface Step {
        void run() throws Exception;

        static Callable<Void> of(Step step) {
            return () -> {
                step.run();
                return null;
            };
        }
    }
}
