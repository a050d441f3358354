package io.reseat.host.lifecycle;

import io.reseat.api.FenceToken;
import io.reseat.api.HealthCheck;
import io.reseat.api.Reconfigurable;
import io.reseat.api.Stateful;
import io.reseat.api.Task;
import io.reseat.host.binding.Binder;
import io.reseat.host.isolation.PluginFailure;
import io.reseat.host.model.ConfigNode;
import io.reseat.host.model.Digest;
import io.reseat.host.model.Isolation;
import io.reseat.host.model.Missed;
import io.reseat.host.model.OnStuck;
import io.reseat.host.model.Place;
import io.reseat.host.model.PluginRef;
import io.reseat.host.model.ProcessOptions;
import io.reseat.host.model.ReloadPolicy;
import io.reseat.host.model.RestartPolicy;
import io.reseat.host.model.RunnerKind;
import io.reseat.host.model.Schedule;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.model.TaskText;
import io.reseat.host.store.TaskMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** What generations of one task are made of, with the time of a test and what they tell written down. */
final class BuiltTask implements GenerationEvents {
    static final TaskName NAME = new TaskName("shop");

    final FakeTime time = new FakeTime();
    final CycleCounters counters = new CycleCounters();
    final TaskMetrics metrics = new TaskMetrics();
    final TaskMemory memory;
    final TaskServices services;
    final Heard heard = new Heard();
    volatile String lastStack = "";
    private final OpenRealm open;
    private final Path folder;

    BuiltTask(OpenRealm open, Path folder) throws IOException {
        this.open = open;
        this.folder = folder;
        this.memory = TaskMemory.open(folder.resolve("state"), problem -> {
            throw new AssertionError(problem);
        });
        this.services = new TaskServices(new HostClock(time), memory, folder, TaskServices.Limits.DEFAULT);
    }

    static TaskSpec spec(Schedule schedule, Isolation isolation, Optional<Duration> timeout) {
        return new TaskSpec(
                NAME,
                new TaskText("conf/tasks/shop.yaml", ""),
                PluginRef.parse("probe"),
                Optional.empty(),
                true,
                schedule,
                Missed.ONCE,
                timeout,
                RunnerKind.THREAD,
                ProcessOptions.DEFAULT,
                OnStuck.QUARANTINE,
                isolation,
                ReloadPolicy.DEFAULT,
                RestartPolicy.DEFAULT,
                new ConfigNode.Mapping(Place.of("conf/tasks/shop.yaml"), List.of()),
                Digest.of(new byte[] {1}),
                "",
                Set.of());
    }

    static TaskSpec spec(Schedule schedule) {
        return spec(schedule, Isolation.TASK, Optional.empty());
    }

    Blueprint blueprint(TaskSpec spec) {
        return new Blueprint(spec, open.realm, 7, folder, counters, metrics, this);
    }

    /** A generation round a task of the test. */
    Generation around(Task task, TaskSpec spec) {
        Blueprint blueprint = blueprint(spec);
        GenerationContext context = new GenerationContext(
                NAME,
                new FenceToken(1, 7),
                "1.0.0",
                folder,
                metrics.forGeneration(),
                () -> open.realm.threads().generation("shop generation 7"),
                ProcessWatch.NONE);
        Generation made = new Generation(
                blueprint,
                services,
                new LocalInstance(
                        blueprint,
                        services,
                        task,
                        context,
                        new Configured<>(new Binder(folder), None.class, new None(), new Secrets(spec.config()))),
                new Traits(
                        true,
                        task instanceof HealthCheck,
                        task instanceof Stateful,
                        1,
                        task instanceof Reconfigurable<?>,
                        false,
                        Set.of()),
                services.clock().now());
        context.attach(made.requests());
        if (task instanceof InContext inContext) {
            inContext.context(context);
        }
        return made;
    }

    /** A config without keys. */
    record None() {}

    /** A task that wants its context. */
    interface InContext {
        void context(GenerationContext context);
    }

    @Override
    public void cycleFailed(Generation generation, PluginFailure failure, boolean waits) {
        lastStack = failure.stack();
        heard.failed(failure, waits);
    }

    @Override
    public void wentWell(Generation generation) {
        heard.wentWell();
    }

    @Override
    public void completed(Generation generation) {
        heard.completed();
    }

    @Override
    public void overdue(Generation generation, String what, Duration timeout, String stack) {
        heard.overdue(what, timeout, stack);
    }

    @Override
    public void leftAlone(long generation, String message, String stack, CompletionStage<Void> ended) {
        lastStack = stack;
        heard.hears("left alone " + generation + ": " + message);
        ended.thenRun(() -> heard.hears("ended at last"));
    }

    @Override
    public void saved(Generation generation) {
        heard.saved();
    }

    @Override
    public void lost(Generation generation, String message, boolean charged) {}
}
