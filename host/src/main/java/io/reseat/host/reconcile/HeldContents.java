package io.reseat.host.reconcile;

import io.reseat.host.model.HeldContent;
import io.reseat.host.plan.BuildKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What failed before or was gone back from, and is not tried again with the same content; kept over restarts of the host.
 * Confined to the owner thread.
 */
final class HeldContents {
    private final TaskDisk disk;
    private final SeatView view;
    private @Nullable Map<BuildKey, HeldContent> known;

    HeldContents(TaskDisk disk, SeatView view) {
        this.disk = disk;
        this.view = view;
    }

    /** With the reason of each, which follows "just this". */
    Map<BuildKey, String> all() {
        return known().values().stream().collect(Collectors.toUnmodifiableMap(HeldContents::key, HeldContent::why));
    }

    void add(BuildKey key, String why) {
        HeldContent content = content(key, why);
        known().put(key, content);
        show();
        disk.hold(content);
    }

    void remove(BuildKey key) {
        HeldContent content = known().remove(key);
        if (content != null) {
            show();
            disk.release(List.of(content));
        }
    }

    void clear() {
        List<HeldContent> all = List.copyOf(known().values());
        known().clear();
        if (!all.isEmpty()) {
            show();
            disk.release(all);
        }
    }

    private Map<BuildKey, HeldContent> known() {
        Map<BuildKey, HeldContent> now = known;
        if (now == null) {
            now = new HashMap<>();
            for (HeldContent one : disk.past().held()) {
                now.put(key(one), one);
            }
            known = now;
            show();
        }
        return now;
    }

    private void show() {
        view.held(known().values().stream()
                .sorted(Comparator.comparing(HeldContent::at).reversed())
                .toList());
    }

    static BuildKey key(HeldContent one) {
        return new BuildKey(one.artifact(), one.config(), one.type(), one.isolation(), one.runner());
    }

    private static HeldContent content(BuildKey key, String why) {
        return new HeldContent(
                key.artifact(), key.config(), key.type(), key.isolation(), key.runner(), why, Instant.now());
    }
}
