package io.reseat.host.management;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.Digest;
import io.reseat.host.model.HostStatus;
import io.reseat.host.model.PluginId;
import io.reseat.host.model.PluginStatus;
import io.reseat.host.model.TaskName;
import io.reseat.host.reconcile.Control;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plugin's bean; reads a status for each call and keeps nothing. */
final class PluginBean extends DescribedBean implements PluginMXBean {
    private final PluginId id;
    private final Control control;

    PluginBean(PluginId id, Control control) {
        super(PluginMXBean.class);
        this.id = id;
        this.control = control;
    }

    @Override
    public String getId() {
        return id.value();
    }

    @Override
    public List<VersionRow> getVersions() {
        HostStatus now = control.status();
        PluginStatus plugin = in(now);
        Map<Digest, VersionRow> rows = new LinkedHashMap<>();
        plugin.present().forEach(a -> rows.put(a.digest(), row(a, true, plugin)));
        now.tasks().stream()
                .flatMap(task -> task.artifact().stream())
                .filter(artifact -> plugin.usedBy().containsKey(artifact.digest()))
                .forEach(artifact -> rows.putIfAbsent(artifact.digest(), row(artifact, false, plugin)));
        plugin.usedBy()
                .forEach((digest, tasks) ->
                        rows.putIfAbsent(digest, new VersionRow("", digest.hex(), "", 0, false, names(tasks))));
        return List.copyOf(rows.values());
    }

    @Override
    public List<String> getUsedBy() {
        return in(control.status()).usedBy().values().stream()
                .flatMap(List::stream)
                .sorted()
                .map(TaskName::value)
                .toList();
    }

    @Override
    public List<String> getRefused() {
        return in(control.status()).refused().stream()
                .map(problem -> problem.toString())
                .toList();
    }

    private PluginStatus in(HostStatus status) {
        return status.plugins().stream()
                .filter(plugin -> plugin.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("plugin " + id + " is gone: its files were removed"));
    }

    private static VersionRow row(Artifact artifact, boolean present, PluginStatus plugin) {
        return new VersionRow(
                artifact.version().text(),
                artifact.digest().hex(),
                artifact.source(),
                artifact.bytes(),
                present,
                names(plugin.usedBy().getOrDefault(artifact.digest(), List.of())));
    }

    private static List<String> names(List<TaskName> tasks) {
        return tasks.stream().map(TaskName::value).toList();
    }
}
