package io.reseat.host.config;

import io.reseat.host.model.ConfigNode;
import io.reseat.host.model.Isolation;
import io.reseat.host.model.Missed;
import io.reseat.host.model.OnStuck;
import io.reseat.host.model.PluginRef;
import io.reseat.host.model.ProcessOptions;
import io.reseat.host.model.ReloadPolicy;
import io.reseat.host.model.RestartPolicy;
import io.reseat.host.model.RunnerKind;
import io.reseat.host.model.Schedule;
import io.reseat.host.model.ShownConfig;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.model.TaskText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the files of {@code conf/tasks}. Used from one thread at a time. */
public final class TaskFiles {
    private final Function<String, @Nullable String> environment;
    private final ConfigDigests digests;
    private final Path home;
    private final int java;

    /**
     * @param environment looks up the variables of {@code ${…}}; null for one that is not set
     * @param digestKey 32 bytes that only this home has, so that a config digest cannot be used to guess a secret
     * @param home the directory that relative paths of {@code ${file:…}} are taken from
     */
    public TaskFiles(Function<String, @Nullable String> environment, byte[] digestKey, Path home) {
        this(environment, digestKey, home, Runtime.version().feature());
    }

    /** For a test on any Java. */
    TaskFiles(Function<String, @Nullable String> environment, byte[] digestKey, Path home, int java) {
        this.java = java;
        this.environment = environment;
        this.digests = new ConfigDigests(digestKey);
        this.home = home.toAbsolutePath().normalize();
    }

    /**
     * Reads one task. Reads the files that its {@code ${file:…}} name, and nothing else.
     *
     * @param shownFile the file as problems name it; its ending says whether it is YAML or JSON
     * @param name the task's name
     * @param content the file's bytes
     */
    public Parsed<TaskSpec> parse(String shownFile, TaskName name, byte[] content) {
        ConfigSource<TaskSpec> source = new ConfigSource<>(shownFile, environment, home);
        TaskText text = new TaskText(shownFile, new String(content, StandardCharsets.UTF_8));
        return source.parse(content, task -> spec(text, name, task, source.references()));
    }

    private TaskSpec spec(TaskText text, TaskName name, Section task, Set<String> references) {
        PluginRef plugin = TaskKeys.plugin(task);
        Optional<String> type = TaskKeys.type(task);
        boolean enabled = task.flag("enabled", true);
        Schedule schedule = TaskKeys.schedule(task);
        Missed missed = task.choice("missed", Missed.class, Missed.ONCE);
        Optional<Duration> timeout = TaskKeys.timeout(task, schedule);
        RunnerKind runner = TaskKeys.runner(task, java);
        ProcessOptions process = TaskKeys.process(task.section("process"));
        OnStuck onStuck = TaskKeys.onStuck(task, runner);
        Isolation isolation = task.choice("isolation", Isolation.class, Isolation.TASK);
        ReloadPolicy reload = TaskKeys.reload(task.section("reload"));
        RestartPolicy restart = TaskKeys.restart(task.section("restart"));
        ConfigNode.Mapping config = TaskKeys.config(task);
        task.end();
        return new TaskSpec(
                name,
                text,
                plugin,
                type,
                enabled,
                schedule,
                missed,
                timeout,
                runner,
                process,
                onStuck,
                isolation,
                reload,
                restart,
                config,
                digests.of(config),
                ShownConfig.of(config, Set.of()),
                references);
    }
}
