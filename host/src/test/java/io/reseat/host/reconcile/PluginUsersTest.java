package io.reseat.host.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reseat.host.config.TaskFiles;
import io.reseat.host.model.PluginId;
import io.reseat.host.model.TaskName;
import io.reseat.host.plan.Wanted;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PluginUsersTest {
    private static final TaskFiles FILES = new TaskFiles(name -> null, new byte[32], Path.of("/home"));
    private static final TaskName A = new TaskName("a");
    private static final TaskName B = new TaskName("b");

    private final PluginUsers users = new PluginUsers();

    @Test
    void aPluginHasTheTasksWhoseFilesNameIt() {
        users.wants(A, Optional.empty(), task("beat"));
        users.wants(B, Optional.empty(), task("probe"));
        assertEquals(Map.of(A, "beat.jar"), of("beat"));
    }

    @Test
    void aTaskThatTakesAnotherPluginLeavesTheOneBefore() {
        users.wants(A, Optional.empty(), task("beat"));
        users.wants(B, Optional.empty(), task("beat"));
        users.wants(A, task("beat"), task("probe"));
        assertEquals(Map.of(B, "beat.jar"), of("beat"));
        assertEquals(Map.of(A, "probe.jar"), of("probe"));
    }

    @Test
    void aTaskThatIsRemovedOrBrokenUsesNone() {
        users.wants(A, Optional.empty(), task("beat"));
        users.wants(B, Optional.empty(), task("beat"));
        users.wants(A, task("beat"), Optional.empty());
        users.wants(B, task("beat"), Optional.of(new Wanted.Broken(List.of())));
        assertEquals(Map.of(), of("beat"));
    }

    private Map<TaskName, String> of(String plugin) {
        return users.of(Map.of(new PluginId(plugin), plugin + ".jar"));
    }

    private static Optional<Wanted> task(String plugin) {
        byte[] yaml = ("plugin: " + plugin + "\nschedule: every 1h\n").getBytes(StandardCharsets.UTF_8);
        return Optional.of(new Wanted.Task(
                FILES.parse("conf/tasks/a.yaml", A, yaml).value().orElseThrow()));
    }
}
