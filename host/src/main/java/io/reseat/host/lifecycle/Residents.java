package io.reseat.host.lifecycle;

import io.reseat.host.binding.Binder;
import io.reseat.host.isolation.LoaderRealm;
import io.reseat.host.isolation.RealmWatch;
import io.reseat.host.model.Artifact;
import io.reseat.host.model.Digest;
import io.reseat.host.model.PluginId;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.model.Version;
import io.reseat.host.store.Checkpoints;
import io.reseat.host.store.JsonFields;
import io.reseat.host.store.StateSnapshot;
import io.reseat.host.wire.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a child JVM holds: the realm of one plugin, and the generations of it that its host has built there. Answers what a
 * host asks, as the messages of {@link io.reseat.host.wire} say. For the thread that reads; nothing that may hang runs on
 * it.
 */
public final class Residents {
    /** What a generation in a child needs of the host. Called on threads of the plugin. */
    public interface Parent {
        /** Saves state of the generation that the host knows by this key; it is on disk when this returns. */
        void checkpoint(long key, Map<String, Object> values) throws IOException;

        /** A service says that it works. */
        void ready(long key);

        /**
         * A step of that generation heeds no interrupt and is left alone. On the clock's thread.
         *
         * @param call unique in this JVM
         * @param text what was called, and for how long
         */
        void hangs(long key, long call, String text, String stack);

        /** Such a call has ended at last. */
        void freed(long call);
    }

    private final Parent parent;
    private final ProcessWatch processes;
    private final HostClock clock;
    private final RealmWatch watch;
    private final Map<Long, Resident> residents = new ConcurrentHashMap<>();
    private final Map<String, Long> keys = new ConcurrentHashMap<>(); // by task and number of a generation
    private volatile TaskServices.Limits limits = TaskServices.Limits.DEFAULT;
    private @Nullable LoaderRealm realm;
    private @Nullable Builder builder;
    private @Nullable Rehearsal rehearsal;

    /**
     * @param parent the host
     * @param processes told of processes that plugins start through their context
     */
    public Residents(Parent parent, ProcessWatch processes) {
        this(parent, processes, new HostClock(), new RealmWatch());
    }

    /** Others in the same JVM, with its clock and watch. */
    Residents(Parent parent, ProcessWatch processes, HostClock clock, RealmWatch watch) {
        this.parent = parent;
        this.processes = processes;
        this.clock = clock;
        this.watch = watch;
    }

    /** Does what the host asks for; a failure is a {@link RefusedException}. */
    public CompletionStage<Map<String, Object>> asked(String what, Map<String, Object> body) {
        try {
            return answer(what, new JsonFields(body)).exceptionallyCompose(failure -> refused(what, failure));
        } catch (IOException | RuntimeException | LinkageError e) {
            return refused(what, e);
        }
    }

    /** Closes all that is left, because the JVM ends; completes when that is done, or never where a close hangs. */
    public CompletableFuture<Void> close() {
        return CompletableFuture.allOf(
                residents.values().stream().map(Resident::close).toArray(CompletableFuture[]::new));
    }

    /** Ends the plugin's realm, which is the host's own and has no generation left; completes when its files are closed. */
    CompletionStage<?> discard() {
        LoaderRealm opened = realm;
        return opened == null ? CompletableFuture.completedFuture(null) : opened.discard();
    }

    private CompletionStage<Map<String, Object>> answer(String what, JsonFields body) throws IOException {
        return switch (what) {
            case "open" -> open(body);
            case "limits" -> limit(body);
            case "build" -> build(body);
            case "rehearse" -> rehearse(Math.toIntExact(body.number("lives")));
            default -> ofGeneration(what, body);
        };
    }

    private CompletionStage<Map<String, Object>> open(JsonFields body) throws IOException {
        limit(body.object("limits"));
        JsonFields plugin = body.object("artifact");
        LoaderRealm opened = LoaderRealm.open(
                new Artifact(
                        new PluginId(plugin.text("id")),
                        new Version(plugin.text("version")),
                        new Digest(plugin.text("digest")),
                        Path.of(plugin.text("location")),
                        plugin.flag("folder"),
                        plugin.text("source"),
                        plugin.number("bytes")),
                body.number("number"),
                Path.of(body.text("scratch")),
                watch);
        realm = opened;
        rehearsal = new Rehearsal(clock, watch, Path.of(body.text("scratch")));
        Path home = Path.of(body.text("home"));
        builder = new Builder(
                new TaskServices(clock, new Checkpointing(), home, body.number("epoch"), () -> limits, processes));
        return opened.threads().call("opening it", () -> warm(opened, home)).result();
    }

    /** What a build needs is loaded before there is one: a child may stand by for it. */
    private static Map<String, Object> warm(LoaderRealm opened, Path home) {
        try {
            opened.attachment(Binder.class, () -> new Binder(home));
            opened.factories();
        } catch (Throwable e) {
            // told by the build, which meets it again
        }
        return Map.of("name", opened.name(), "warnings", opened.warnings());
    }

    private CompletionStage<Map<String, Object>> rehearse(int lives) throws IOException {
        Rehearsal led = rehearsal;
        if (led == null) {
            throw new IOException("no plugin was opened");
        }
        return led.begin(lives).thenApply(over -> Map.of());
    }

    private CompletionStage<Map<String, Object>> limit(JsonFields body) throws IOException {
        limits = new TaskServices.Limits(
                Duration.ofMillis(body.number("build")),
                Duration.ofMillis(body.number("step")),
                Duration.ofMillis(body.number("interrupted")),
                body.number("state"),
                TaskServices.Limits.DEFAULT.stateInterval()); // the host saves between cycles
        return CompletableFuture.completedFuture(Map.of());
    }

    private CompletionStage<Map<String, Object>> build(JsonFields body) throws IOException {
        LoaderRealm opened = realm;
        Builder building = builder;
        if (opened == null || building == null) {
            throw new IOException("no plugin was opened");
        }
        long key = body.number("g");
        TaskSpec spec = ResidentSpec.of(body, opened.artifact());
        long number = body.number("generation");
        keys.put(spec.name() + "#" + number, key);
        Blueprint blueprint = new Blueprint(
                spec,
                opened,
                number,
                Path.of(body.text("dataDirectory")),
                new CycleCounters(),
                new TaskMetrics(),
                new ResidentEvents(parent, key));
        return building.build(blueprint, clock.now()).thenApply(made -> {
            Resident resident = new Resident(blueprint, made);
            residents.put(key, resident);
            return resident.traits();
        });
    }

    private CompletionStage<Map<String, Object>> ofGeneration(String what, JsonFields body) throws IOException {
        long key = body.number("g");
        Resident resident = Optional.ofNullable(residents.get(key))
                .orElseThrow(() -> new IOException("there is no generation of key " + key + " in this JVM"));
        CompletionStage<Map<String, Object>> answer = resident.asked(what, body);
        return what.equals("close") ? answer.whenComplete((closed, failure) -> forget(key)) : answer;
    }

    private void forget(long key) {
        residents.remove(key);
        keys.values().remove(key);
    }

    private static CompletionStage<Map<String, Object>> refused(String what, Throwable failure) {
        return CompletableFuture.failedFuture(FailureForm.refused(what, failure));
    }

    /** The host keeps states. */
    private final class Checkpointing implements Checkpoints {
        @Override
        public void saveState(TaskName task, StateSnapshot state) throws IOException {
            Long key = keys.get(task + "#" + state.generation());
            if (key == null) {
                throw new IOException("generation " + state.generation() + " of " + task + " has ended");
            }
            parent.checkpoint(key, state.values());
        }

        @Override
        public void rememberState(TaskName task, StateSnapshot state) {
            throw new IllegalStateException("a host saves between cycles, not its child");
        }
    }
}
