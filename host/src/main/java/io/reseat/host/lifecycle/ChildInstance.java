package io.reseat.host.lifecycle;

import io.reseat.host.children.Attendant;
import io.reseat.host.children.ChildRealm;
import io.reseat.host.children.Loss;
import io.reseat.host.isolation.LiveThread;
import io.reseat.host.isolation.PluginFailure;
import io.reseat.host.model.ConfigNode;
import io.reseat.host.store.JsonFields;
import io.reseat.host.store.JsonValues;
import io.reseat.host.store.StateSnapshot;
import io.reseat.host.wire.GoneException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An instance in a child JVM, which is asked for each step and answers as {@link Resident} does. The child bounds each
 * step itself, and says what hangs; one that does not even answer is killed.
 */
final class ChildInstance implements Instance {
    private static final Logger LOG = LoggerFactory.getLogger(ChildInstance.class);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final long key;
    private final Blueprint blueprint;
    private final TaskServices services;
    private final ChildRealm realm;
    private final Traits traits;
    private final ChildMetrics metrics;
    private final CompletableFuture<String> stacksAtEnd = new CompletableFuture<>();
    private volatile boolean over;
    private volatile boolean toldToStop;
    private volatile boolean lost;
    private volatile GenerationFailure loss = GenerationFailure.ofLoss("its child JVM is gone");

    /** @param key names it in the child, where tasks may have generations of one number */
    ChildInstance(long key, Blueprint blueprint, TaskServices services, ChildRealm realm, Traits traits) {
        this.key = key;
        this.blueprint = blueprint;
        this.services = services;
        this.realm = realm;
        this.traits = traits;
        this.metrics = new ChildMetrics(blueprint);
    }

    /** Hears what the child says of it, for its generation. */
    void attend(Generation generation) {
        GenerationContext.Owner requests = generation.requests();
        realm.attend(key, new Attendant() {
            @Override
            public void checkpoint(Map<String, Object> values) throws IOException {
                requests.checkpoint(values);
            }

            @Override
            public void ready() {
                requests.ready();
            }

            @Override
            public void hangs(String text, String stack, CompletionStage<Void> ended) {
                blueprint.events().leftAlone(blueprint.number(), text, stack, ended);
            }

            @Override
            public void lost(Loss how) {
                loss = how.blamed() ? GenerationFailure.saying(how.text()) : GenerationFailure.ofLoss(how.text());
                lost = true;
                blueprint.events().lost(generation, how.text(), how.charged());
            }
        });
    }

    @Override
    public Optional<GenerationFailure> loss() {
        return lost ? Optional.of(loss) : Optional.empty();
    }

    @Override
    public void cycle() throws PluginFailure {
        JsonFields unused = answered("run");
    }

    /** Waits for a step whatever comes: an interrupt is meant for the plugin's thread, and its end is waited for. */
    private JsonFields answered(String what) throws PluginFailure {
        CompletableFuture<Map<String, Object>> answer = ask(what, Map.of());
        while (true) {
            try {
                return counted(new JsonFields(answer.get()));
            } catch (InterruptedException e) {
                send("interrupt", Map.of());
            } catch (ExecutionException e) {
                throw FailureForm.ofPlugin(blueprint.label() + " " + what, e.getCause());
            }
        }
    }

    @Override
    public void stopping(boolean now) {
        if (now != toldToStop) { // by one thread at a time
            toldToStop = now;
            send("stopping", Map.of("now", now));
        }
    }

    @Override
    public CompletableFuture<Void> restore(StateSnapshot state) {
        return traits.stateful()
                ? step("restoreState", "restore", Map.of("state", StateForm.of(state)))
                        .thenAccept(done -> {})
                : CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> start() {
        return step("start", "start", Map.of()).thenAccept(done -> {});
    }

    @Override
    public CompletableFuture<Optional<StateSnapshot>> save() {
        if (!traits.stateful() || lost) { // its last checkpoint counts
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return step("saveState", "save", Map.of())
                .thenCompose(ChildInstance::state)
                .exceptionallyCompose(failure -> lost
                        ? CompletableFuture.completedFuture(Optional.empty())
                        : CompletableFuture.failedFuture(GenerationFailure.ofState(blueprint.number(), failure)));
    }

    @Override
    public CompletableFuture<Void> check() {
        return step("check", "check", Map.of()).thenAccept(done -> {});
    }

    @Override
    public CompletableFuture<Object> bind(ConfigNode.Mapping config) {
        return step("binding the config", "bind", Map.of("config", ConfigForm.of(config)))
                .thenApply(answer -> answer.fields().getOrDefault("bound", 0L));
    }

    @Override
    public CompletableFuture<Reconfigured> reconfigure(Object bound) {
        return step("reconfigure", "reconfigure", Map.of("bound", bound)).thenCompose(this::reconfigured);
    }

    /** What it counted last comes with the answer; one whose child is gone needs no close. */
    @Override
    public CompletableFuture<Void> close() {
        over = true;
        return step("close", "close", Map.of())
                .thenAccept(closed -> {})
                .exceptionallyCompose(failure ->
                        lost ? CompletableFuture.completedFuture(null) : CompletableFuture.failedFuture(failure))
                .whenComplete((closed, failure) -> closeLate());
    }

    /** A process can be ended, whatever its code does; its last checkpoint is its state. */
    @Override
    public void abandon() {
        over = true;
        CompletionStage<String> last = ChildStacks.atOnce(ask("stacks", Map.of()));
        last.thenAccept(stacks -> {
            stacksAtEnd.complete(stacks);
            realm.kill(blueprint.label() + " heeds no interrupt", key);
        });
    }

    @Override
    public Generation.Ending abandoned() {
        return Generation.Ending.KILLED;
    }

    @Override
    public void closeLate() {
        realm.leave(key);
        metrics.close();
    }

    @Override
    public void checkpoint(Map<String, ?> values) throws IOException {
        services.memory().saveState(blueprint.spec().name(), snapshot(values));
    }

    @Override
    public void remember() throws PluginFailure, IOException {
        if (!traits.stateful() || lost) {
            return;
        }
        Optional<JsonFields> state = answered("save").optionalObject("state");
        if (state.isEmpty()) {
            throw PluginFailure.found(blueprint.label() + " saveState", "another step of it hangs in its child JVM");
        } else if (!over) {
            services.memory().rememberState(blueprint.spec().name(), StateForm.state(state.get()));
        }
    }

    @Override
    public Map<String, Double> metrics() throws Exception {
        metrics.take(new JsonFields(ask("metrics", Map.of()).get()));
        return blueprint.metrics().read();
    }

    /** Of one that may be unable to answer, and is not ended for that. */
    @Override
    public CompletableFuture<String> stacks() {
        return ChildStacks.soon(ask("stacks", Map.of()));
    }

    @Override
    public CompletableFuture<String> stacksAtEnd() {
        return stacksAtEnd;
    }

    /** They are threads of another JVM. */
    @Override
    public List<LiveThread> liveThreads() {
        return List.of();
    }

    private StateSnapshot snapshot(Map<String, ?> values) {
        return new StateSnapshot(
                traits.stateVersion(),
                realm.artifact().version().text(),
                blueprint.number(),
                JsonValues.copyOf(values, services.limits().state()));
    }

    private static CompletableFuture<Optional<StateSnapshot>> state(JsonFields answer) {
        try {
            Optional<JsonFields> state = answer.optionalObject("state");
            return CompletableFuture.completedFuture(
                    state.isPresent() ? Optional.of(StateForm.state(state.get())) : Optional.empty());
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Reconfigured> reconfigured(JsonFields answer) {
        try {
            Optional<JsonFields> refusal = answer.optionalObject("refusal");
            if (refusal.isEmpty()) {
                return CompletableFuture.completedFuture(Reconfigured.TAKEN);
            }
            PluginFailure why = FailureForm.plugin(refusal.get());
            return CompletableFuture.completedFuture(
                    answer.flag("lost") ? Reconfigured.lost(why) : Reconfigured.refused(why));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** One step, with what it counted; the child's own deadline ends it, or the child is ended. */
    private CompletableFuture<JsonFields> step(String step, String what, Map<String, ?> body) {
        Duration patience = services.limits().step().plus(Deadline.GRACE).plus(ANSWER);
        Future<?> unanswered = services.clock()
                .after(patience, () -> realm.kill(blueprint.label() + " " + step + " was not answered at all", key));
        return ask(what, body)
                .whenComplete((answer, failure) -> unanswered.cancel(false))
                .thenApply(JsonFields::new)
                .thenApply(this::counted)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(FailureForm.ofStep(step, failure)));
    }

    private JsonFields counted(JsonFields answer) {
        try {
            metrics.take(answer);
        } catch (IOException | RuntimeException e) {
            LOG.warn("{}: what it counted in its child JVM cannot be read: {}", blueprint.label(), e.toString());
        }
        return answer;
    }

    private void send(String what, Map<String, ?> body) {
        CompletableFuture<?> unused = ask(what, body); // one that is gone needs it no more
    }

    private CompletableFuture<Map<String, Object>> ask(String what, Map<String, ?> body) {
        Map<String, Object> whole = new LinkedHashMap<>(body);
        whole.put("g", key);
        return realm.ask(what, whole).whenComplete((answer, failure) -> lost |= failure instanceof GoneException);
    }
}
