package io.reseat.host.management;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.ConfigNode;
import io.reseat.host.model.Digest;
import io.reseat.host.model.Isolation;
import io.reseat.host.model.Missed;
import io.reseat.host.model.Place;
import io.reseat.host.model.PluginId;
import io.reseat.host.model.PluginRef;
import io.reseat.host.model.ReloadPolicy;
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
import java.util.Optional;
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
                        Duration.ofMillis(90),
                        123_456),
                Optional.of(Instant.EPOCH.plusSeconds(3)),
                Optional.empty(),
                0,
                "");
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
                Isolation.TASK,
                ReloadPolicy.DEFAULT,
                RestartPolicy.DEFAULT,
                new ConfigNode.Mapping(place, List.of()),
                Digest.of(new byte[] {2}),
                "message: hello\npassword: ***",
                Set.of());
    }
}
