package io.reseat.host.lifecycle;

import io.reseat.host.children.Attendant;
import io.reseat.host.children.ChildRealm;
import io.reseat.host.children.Loss;
import io.reseat.host.model.Schedule;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.store.JsonFields;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One attempt to build a generation in a child JVM, where {@link Residents} answers. Nothing here blocks, and no class of
 * the plugin comes here: what the generation can do is told.
 */
record ChildBuild(Blueprint blueprint, ChildRealm realm, TaskServices services, Instant coveredUntil) {
    /** Generations are numbered per task, and tasks may share a child. */
    private static final AtomicLong KEYS = new AtomicLong();

    /** Longer than a child gives itself, and its JVM has to start first. */
    private static final Duration START = Duration.ofSeconds(20);

    CompletableFuture<Generation> make() {
        long key = KEYS.incrementAndGet();
        Future<?> unanswered = services.clock()
                .after(
                        services.limits().build().plus(START),
                        () -> realm.kill(blueprint.label() + " build was not answered at all", key));
        realm.attend(key, new Unbuilt(blueprint));
        return realm.ready()
                .thenCompose(ready -> realm.ask("build", order(key)))
                .whenComplete((answer, failure) -> unanswered.cancel(false))
                .thenCompose(answer -> made(key, new JsonFields(answer)))
                .exceptionallyCompose(failure -> failed(key, failure));
    }

    private CompletableFuture<Generation> failed(long key, Throwable failure) {
        realm.leave(key);
        return CompletableFuture.failedFuture(FailureForm.ofStep("build", failure));
    }

    /** Hears of what is being built, until it is; the loss of its JVM is the failure of the build. */
    private record Unbuilt(Blueprint blueprint) implements Attendant {
        @Override
        public void checkpoint(Map<String, Object> state) throws IOException {
            throw new IOException("it is not built yet");
        }

        @Override
        public void ready() {}

        @Override
        public void hangs(String text, String stack, CompletionStage<Void> ended) {
            blueprint.events().leftAlone(blueprint.number(), text, stack, ended);
        }

        @Override
        public void lost(Loss loss) {}
    }

    private Map<String, Object> order(long key) {
        TaskSpec spec = blueprint.spec();
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("g", key);
        order.put("generation", blueprint.number());
        order.put("task", spec.name().value());
        spec.type().ifPresent(type -> order.put("type", type));
        order.put("file", spec.file());
        order.put("service", spec.schedule() instanceof Schedule.Service);
        order.put("isolation", spec.isolation().name());
        order.put("config", ConfigForm.of(spec.config()));
        order.put("dataDirectory", blueprint.dataDirectory().toString());
        return order;
    }

    private CompletableFuture<Generation> made(long key, JsonFields answer) {
        try {
            Traits traits = Traits.of(answer);
            ChildInstance instance = new ChildInstance(key, blueprint, services, realm, traits);
            Generation made = new Generation(blueprint, services, instance, traits, coveredUntil);
            instance.attend(made);
            realm.threads().call(blueprint.label() + " built", () -> null); // a thread is there for its first cycle
            return CompletableFuture.completedFuture(made);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
