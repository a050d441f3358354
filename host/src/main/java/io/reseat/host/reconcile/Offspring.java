package io.reseat.host.reconcile;

import io.reseat.host.children.Children;
import io.reseat.host.config.HostSettings;
import io.reseat.host.lifecycle.HostClock;
import io.reseat.host.lifecycle.ProcessWatch;
import io.reseat.host.lifecycle.TaskServices;
import io.reseat.host.model.TaskName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The processes below this host: child JVMs, and what tasks start. Says to the ones what settings are in force, and of the
 * others that they are there. Safe from any thread.
 */
final class Offspring implements ProcessWatch, AutoCloseable {
    private final Children children;

    Offspring(Foundation base, HostClock clock, Supplier<TaskServices.Limits> limits) {
        this.children = new Children(new Children.Setup(
                base.home(),
                base.data().root(),
                base.data().scratch(),
                base.numbers().epoch(),
                clock::after,
                () -> told(limits.get()),
                () -> told(base.settings().logging())));
        base.live().whenTaken(this::settingsChanged);
    }

    Children children() {
        return children;
    }

    @Override
    public void started(TaskName task, ProcessHandle process) {
        children.started(task.value(), process);
    }

    @Override
    public void ended(ProcessHandle process) {
        children.ended(process);
    }

    private void settingsChanged() {
        children.limitsChanged();
        children.levelsChanged();
    }

    @Override
    public void close() {
        children.close();
    }

    private static Map<String, Object> told(TaskServices.Limits limits) {
        return Map.of(
                "build", limits.build().toMillis(),
                "step", limits.step().toMillis(),
                "interrupted", limits.interrupted().toMillis(),
                "state", limits.state());
    }

    private static Map<String, Object> told(HostSettings.Logging logging) {
        Map<String, Object> levels = new LinkedHashMap<>();
        levels.put(HostSettings.Logging.TALKATIVE, "WARN");
        logging.levels().forEach((logger, level) -> levels.put(logger, level.name()));
        levels.put("", logging.level().name());
        return levels;
    }
}
