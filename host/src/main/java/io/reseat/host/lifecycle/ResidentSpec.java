package io.reseat.host.lifecycle;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.Digest;
import io.reseat.host.model.Isolation;
import io.reseat.host.model.Missed;
import io.reseat.host.model.OnStuck;
import io.reseat.host.model.PluginRef;
import io.reseat.host.model.ProcessOptions;
import io.reseat.host.model.ReloadPolicy;
import io.reseat.host.model.RestartPolicy;
import io.reseat.host.model.RunnerKind;
import io.reseat.host.model.Schedule;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.model.TaskText;
import io.reseat.host.store.JsonFields;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** What a child JVM knows of a task: what its code sees. When it runs and what follows from failures is its host's concern. */
final class ResidentSpec {
    private static final Digest UNKNOWN = Digest.of(new byte[0]);

    private ResidentSpec() {}

    static TaskSpec of(JsonFields order, Artifact artifact) throws IOException {
        return new TaskSpec(
                new TaskName(order.text("task")),
                new TaskText(order.text("file"), ""),
                new PluginRef(artifact.id(), ""),
                order.optionalText("type"),
                true,
                order.flag("service") ? new Schedule.Service() : new Schedule.Continuous(),
                Missed.ONCE,
                Optional.empty(),
                RunnerKind.PROCESS,
                ProcessOptions.DEFAULT,
                OnStuck.QUARANTINE,
                order.choice("isolation", Isolation.class),
                ReloadPolicy.DEFAULT,
                RestartPolicy.DEFAULT,
                ConfigForm.mapping(order.object("config")),
                UNKNOWN,
                "",
                Set.of());
    }
}
