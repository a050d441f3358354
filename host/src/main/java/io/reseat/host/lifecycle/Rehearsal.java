package io.reseat.host.lifecycle;

import io.reseat.host.isolation.RealmWatch;
import io.reseat.host.model.ConfigNode;
import io.reseat.host.model.ConfigNode.Entry;
import io.reseat.host.model.ConfigNode.Kind;
import io.reseat.host.model.ConfigNode.Mapping;
import io.reseat.host.model.ConfigNode.Scalar;
import io.reseat.host.model.ConfigNode.Sequence;
import io.reseat.host.model.Digest;
import io.reseat.host.model.Isolation;
import io.reseat.host.model.Place;
import io.reseat.host.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Leads generations of a plugin of ours through their life in a child JVM that stands by, so that the classes are loaded and
 * their code is compiled which the first generation of the real plugin runs through. All goes the way of a real one, as
 * JSON and through {@link Residents} of its own; nothing is left behind. Runs on a thread that it starts.
 */
final class Rehearsal {
    private static final int CYCLES = 3;
    private static final Place PLACE = new Place("rehearsal.yaml", 1, 1);
    private static final TaskServices.Limits LIMITS = TaskServices.Limits.DEFAULT;

    private final HostClock clock;
    private final RealmWatch watch;
    private final Path scratch;
    private long led;

    /**
     * @param clock of the JVM
     * @param watch of the JVM
     * @param scratch a folder of the JVM's own, which may be missing
     */
    Rehearsal(HostClock clock, RealmWatch watch, Path scratch) {
        this.clock = clock;
        this.watch = watch;
        this.scratch = scratch;
    }

    /** Leads so many lives in a realm of their own; completes when that is gone. */
    CompletableFuture<Void> begin(int lives) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        lead(lives);
                        over.complete(null);
                    } catch (Throwable e) {
                        over.completeExceptionally(e);
                    }
                },
                "reseat-rehearsal");
        thread.setDaemon(true);
        thread.start();
        return over;
    }

    private synchronized void lead(int lives) throws IOException {
        Path folder = Files.createDirectories(scratch.resolve("rehearsal"));
        Path jar = folder.resolve("plugin.jar");
        try {
            RehearsedPlugin.pack(jar);
            Residents stage = new Residents(new Nobody(), ProcessWatch.NONE, clock, watch);
            try {
                ask(stage, "open", opening(jar));
                for (int i = 0; i < lives; i++) {
                    live(stage, ++led, folder);
                }
            } finally {
                stage.discard().toCompletableFuture().join();
            }
        } finally {
            Files.deleteIfExists(jar);
            Files.deleteIfExists(folder);
        }
    }

    private static void live(Residents stage, long key, Path folder) throws IOException {
        Map<String, Object> one = Map.of("g", key);
        ask(stage, "build", building(key, folder));
        ask(stage, "restore", with(one, "state", state(key)));
        ask(stage, "start", one);
        ask(stage, "check", one);
        for (int i = 0; i < CYCLES; i++) {
            ask(stage, "run", one);
        }
        Map<String, Object> bound = ask(stage, "bind", with(one, "config", ConfigForm.of(config())));
        ask(stage, "reconfigure", with(one, "bound", Objects.requireNonNull(bound.get("bound"))));
        ask(stage, "metrics", one);
        ask(stage, "stopping", with(one, "now", true));
        ask(stage, "save", one);
        ask(stage, "close", one);
    }

    /** As if it came from the host, and went there. */
    private static Map<String, Object> ask(Residents stage, String what, Map<String, Object> body) throws IOException {
        Map<String, Object> answer = stage.asked(what, Json.read(Json.write(body)))
                .toCompletableFuture()
                .join();
        return Json.read(Json.write(answer));
    }

    private Map<String, Object> opening(Path jar) {
        Map<String, Object> artifact = Map.of(
                "id",
                RehearsedPlugin.TYPE,
                "version",
                "1",
                "digest",
                Digest.of(new byte[0]).hex(),
                "location",
                jar.toString(),
                "folder",
                false,
                "source",
                "",
                "bytes",
                0L);
        Map<String, Object> limits = Map.of(
                "build", LIMITS.build().toMillis(),
                "step", LIMITS.step().toMillis(),
                "interrupted", LIMITS.interrupted().toMillis(),
                "state", LIMITS.state());
        return Map.of(
                "number",
                0L,
                "artifact",
                artifact,
                "scratch",
                jar.resolveSibling("realm").toString(),
                "home",
                scratch.toString(),
                "epoch",
                1L,
                "limits",
                limits);
    }

    private static Map<String, Object> building(long key, Path folder) {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("g", key);
        order.put("generation", key);
        order.put("task", RehearsedPlugin.TYPE);
        order.put("file", PLACE.file());
        order.put("service", false);
        order.put("isolation", Isolation.TASK.name());
        order.put("config", ConfigForm.of(config()));
        order.put("dataDirectory", folder.toString());
        return order;
    }

    private static Map<String, Object> state(long key) {
        return Map.of(
                "stateVersion", 1, "pluginVersion", "1", "generation", key, "values", Map.of("text", "a", "number", 1));
    }

    private static Mapping config() {
        Mapping inner =
                new Mapping(PLACE, List.of(entry("share", Kind.DECIMAL, "0.5"), entry("file", Kind.STRING, "f")));
        Sequence names = new Sequence(PLACE, List.of(scalar(Kind.STRING, "a"), scalar(Kind.STRING, "b")));
        return new Mapping(
                PLACE,
                List.of(
                        entry("text", Kind.STRING, "a"),
                        entry("number", Kind.INTEGER, "1"),
                        entry("count", Kind.INTEGER, "2"),
                        entry("flag", Kind.BOOLEAN, "true"),
                        entry("pause", Kind.STRING, "1s"),
                        new Entry("names", PLACE, names),
                        new Entry("inner", PLACE, inner)));
    }

    private static Entry entry(String key, Kind kind, String text) {
        return new Entry(key, PLACE, scalar(kind, text));
    }

    private static ConfigNode scalar(Kind kind, String text) {
        return new Scalar(PLACE, kind, text, text, List.of());
    }

    private static Map<String, Object> with(Map<String, Object> body, String key, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(body);
        more.put(key, value);
        return more;
    }

    /** Nothing is saved, and nobody is told. */
    private record Nobody() implements Residents.Parent {
        @Override
        public void checkpoint(long key, Map<String, Object> values) {}

        @Override
        public void ready(long key) {}

        @Override
        public void hangs(long key, long call, String text, String stack) {}

        @Override
        public void freed(long call) {}
    }
}
