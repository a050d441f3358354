package io.reseat.host.management;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.ConfigNode;
import io.reseat.host.model.Digest;
import io.reseat.host.model.HeldContent;
import io.reseat.host.model.HistoryEntry;
import io.reseat.host.model.Isolation;
import io.reseat.host.model.Missed;
import io.reseat.host.model.OnStuck;
import io.reseat.host.model.Place;
import io.reseat.host.model.PluginId;
import io.reseat.host.model.PluginRef;
import io.reseat.host.model.ProcessOptions;
import io.reseat.host.model.ReloadPolicy;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.ReloadReport.Phase;
import io.reseat.host.model.Requester;
import io.reseat.host.model.RestartPolicy;
import io.reseat.host.model.RunnerKind;
import io.reseat.host.model.Schedule;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.model.TaskState;
import io.reseat.host.model.TaskStatus;
import io.reseat.host.model.TaskText;
import io.reseat.host.model.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Statuses of tasks for tests. */
public final class Statuses {
    private Statuses() {}

    /** A running task of plugin heartbeat 1.2.0. */
    public static TaskStatus running(String name) {
        return task(name, TaskState.RUNNING, "");
    }

    /** A task of plugin heartbeat 1.2.0 in some state. */
    public static TaskStatus task(String name, TaskState state, String detail) {
        return new TaskStatus(
                new TaskName(name),
                state,
                Instant.EPOCH,
                3,
                Optional.of(spec(name)),
                Optional.of(artifact()),
                detail,
                List.of(),
                List.of("it carries its own copy of org.slf4j: it is ignored"),
                Optional.of(new TaskStatus.Failure(
                        Instant.EPOCH,
                        2,
                        "IOException: no route",
                        "java.io.IOException: no route\n\tat X.y(X.java:1)")),
                new TaskStatus.Cycles(
                        41,
                        2,
                        0,
                        false,
                        Optional.of(Instant.EPOCH),
                        Duration.ofNanos(1_500_000),
                        Duration.ofMillis(20),
                        Duration.ofMillis(2),
                        Optional.of(Duration.ofMillis(90)),
                        OptionalLong.of(123_456)),
                Optional.of(Instant.EPOCH.plusSeconds(3)),
                Optional.empty(),
                Optional.empty(),
                TaskStatus.Standing.PLAIN);
    }

    /** A running task whose generation 8 brings 5 back, and is watched still. */
    public static TaskStatus broughtBack(String name) {
        TaskStatus plain = running(name);
        HeldContent held = new HeldContent(
                artifact().digest(),
                Digest.of(new byte[] {2}),
                Optional.of("heartbeat"),
                Isolation.TASK,
                RunnerKind.THREAD,
                Optional.empty(),
                "failed on probation: no route",
                Instant.EPOCH);
        return new TaskStatus(
                plain.name(),
                plain.state(),
                plain.since(),
                8,
                plain.spec(),
                plain.artifact(),
                plain.detail(),
                plain.problems(),
                plain.warnings(),
                plain.lastError(),
                plain.cycles(),
                plain.nextRun(),
                plain.lastReload(),
                plain.child(),
                new TaskStatus.Standing(0, 5, "on probation for 10s and until a cycle ends well", List.of(held)));
    }

    /** A past with a rolled back generation, a revision that was never proved, and a refusal. */
    public static List<HistoryEntry> past() {
        return List.of(
                entry(
                        8,
                        0,
                        5,
                        Outcome.ROLLED_BACK,
                        "failed on probation: no route; generation 5 was brought back",
                        true),
                entry(7, 1, 0, Outcome.RELOADED, "config changed", false),
                entry(6, 0, 0, Outcome.REFUSED, "create: no route", false));
    }

    private static HistoryEntry entry(
            long generation, int revision, long from, Outcome outcome, String reason, boolean proved) {
        return new HistoryEntry(
                generation,
                revision,
                from,
                Instant.EPOCH,
                outcome,
                reason,
                new Requester(Requester.Kind.HOST, "probation"),
                Optional.of(new HistoryEntry.Content(
                        artifact().label(), artifact().digest(), Digest.of(new byte[] {2}), Digest.of(new byte[] {3}))),
                Map.of(
                        Phase.BUILD,
                        Duration.ofMillis(12),
                        Phase.SWAP,
                        Duration.ofMillis(3),
                        Phase.PROBATION,
                        Duration.ofSeconds(10)),
                proved);
    }

    static Artifact artifact() {
        return new Artifact(
                new PluginId("heartbeat"),
                new Version("1.2.0"),
                Digest.of(new byte[] {1}),
                Path.of("store", "x"),
                false,
                "plugins/heartbeat.jar",
                1000);
    }

    private static TaskSpec spec(String name) {
        Place place = Place.of("conf/tasks/" + name + ".yaml");
        return new TaskSpec(
                new TaskName(name),
                new TaskText(place.file(), ""),
                PluginRef.parse("heartbeat"),
                Optional.of("heartbeat"),
                true,
                new Schedule.Every(Duration.ofSeconds(3)),
                Missed.ONCE,
                Optional.of(Duration.ofSeconds(30)),
                RunnerKind.THREAD,
                ProcessOptions.DEFAULT,
                OnStuck.QUARANTINE,
                Isolation.TASK,
                ReloadPolicy.DEFAULT,
                RestartPolicy.DEFAULT,
                new ConfigNode.Mapping(place, List.of()),
                Digest.of(new byte[] {2}),
                "message: hello\npassword: ***",
                Set.of());
    }
}
