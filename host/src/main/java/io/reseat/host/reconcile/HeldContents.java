package io.reseat.host.reconcile;

import io.reseat.host.model.HeldContent;
import io.reseat.host.plan.BuildKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What failed before or was gone back from, and is not tried again with the same content; kept over restarts of the host.
 * Confined to the owner thread.
 */
final class HeldContents {
    private final TaskDisk disk;
    private @Nullable Map<BuildKey, String> known;

    HeldContents(TaskDisk disk) {
        this.disk = disk;
    }

    /** With the reason of each, which follows "just this". */
    Map<BuildKey, String> all() {
        return Map.copyOf(known());
    }

    void add(BuildKey key, String why) {
        known().put(key, why);
        disk.hold(content(key, why));
    }

    void remove(BuildKey key) {
        if (known().remove(key) != null) {
            disk.release(List.of(content(key, "")));
        }
    }

    void clear() {
        List<HeldContent> all = known().entrySet().stream()
                .map(entry -> content(entry.getKey(), entry.getValue()))
                .toList();
        known().clear();
        if (!all.isEmpty()) {
            disk.release(all);
        }
    }

    private Map<BuildKey, String> known() {
        Map<BuildKey, String> now = known;
        if (now == null) {
            now = new HashMap<>();
            for (HeldContent one : disk.past().held()) {
                now.put(
                        new BuildKey(one.artifact(), one.config(), one.type(), one.isolation(), one.runner()),
                        one.why());
            }
            known = now;
        }
        return now;
    }

    private static HeldContent content(BuildKey key, String why) {
        return new HeldContent(
                key.artifact(), key.config(), key.type(), key.isolation(), key.runner(), why, Instant.now());
    }
}
