package io.reseat.host.model;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One task as its file wants it: complete, checked as far as it can be without its plugin.
 *
 * @param name from the file's name
 * @param source the text of its file
 * @param plugin which plugin, any or pinned
 * @param type the task type; empty where the plugin's only one is meant
 * @param enabled whether it should run
 * @param schedule when cycles run
 * @param missed what happens to missed firings
 * @param timeout the longest that a cycle may take; empty for no limit
 * @param runner what it runs on
 * @param process how its child JVM is started, if it has one
 * @param onStuck where it runs on when a generation heeds no interrupt
 * @param isolation who shares its realm
 * @param reload how it is reloaded
 * @param restart what follows failures
 * @param config the resolved {@code config:}; an empty mapping where the file has none
 * @param configDigest of the resolved {@code config:}, keyed, so that it can be shown
 * @param shownConfig the {@code config:} as YAML or JSON text before {@code ${…}} was resolved, fit to be shown as far as
 *     it can be known without the plugin (a component marked {@code @Secret} is masked by who shows it)
 * @param references the files that {@code ${file:…}} names, absolute; a change of one changes the task
 */
public record TaskSpec(
        TaskName name,
        TaskText source,
        PluginRef plugin,
        Optional<String> type,
        boolean enabled,
        Schedule schedule,
        Missed missed,
        Optional<Duration> timeout,
        RunnerKind runner,
        ProcessOptions process,
        OnStuck onStuck,
        Isolation isolation,
        ReloadPolicy reload,
        RestartPolicy restart,
        ConfigNode.Mapping config,
        Digest configDigest,
        String shownConfig,
        Set<String> references) {
    public TaskSpec {
        references = Set.copyOf(references);
    }

    /** The file, as an operator would write it. */
    public String file() {
        return source.file();
    }

    /** The same with another text to show. */
    public TaskSpec withShownConfig(String shown) {
        return with(runner, shown);
    }

    /** The same on another runner. */
    public TaskSpec withRunner(RunnerKind other) {
        return with(other, shownConfig);
    }

    private TaskSpec with(RunnerKind other, String shown) {
        return new TaskSpec(
                name,
                source,
                plugin,
                type,
                enabled,
                schedule,
                missed,
                timeout,
                other,
                process,
                onStuck,
                isolation,
                reload,
                restart,
                config,
                configDigest,
                shown,
                references);
    }

    @Override
    public String toString() {
        return "TaskSpec[" + name + " from " + file() + ", " + plugin + ", config " + configDigest.brief() + "]";
    }
}
