package io.reseat.host.reconcile;

import io.reseat.host.model.HeldContent;
import io.reseat.host.plan.BuildKey;
import io.reseat.host.store.Past;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What failed before or was gone back from, and is not tried again with the same content; kept over restarts of the host.
 * Confined to the owner thread.
 */
final class HeldContents {
    private final TaskDisk disk;
    private final SeatView view;
    private Map<BuildKey, HeldContent> known = Map.of(); // until there is one
    private boolean read;

    HeldContents(TaskDisk disk, SeatView view) {
        this.disk = disk;
        this.view = view;
    }

    /** With the reason of each, which follows "just this". */
    Map<BuildKey, String> all() {
        return known().values().stream().collect(Collectors.toUnmodifiableMap(HeldContents::key, HeldContent::why));
    }

    void add(BuildKey key, String why) {
        add(key, why, false);
    }

    /** @param vetoed whether it did not take the state of what runs */
    void add(BuildKey key, String why, boolean vetoed) {
        HeldContent content = content(key, why, vetoed);
        known(); // what the past holds comes first
        put(key, content);
        forgetOldest();
        show();
        disk.hold(content);
    }

    /** Whether it is held for the state of what ran alone, so that it may well run without. */
    boolean vetoed(BuildKey key) {
        HeldContent content = known().get(key);
        return content != null && content.vetoed();
    }

    void remove(BuildKey key) {
        HeldContent content = known().get(key);
        if (content != null) {
            known.remove(key);
            show();
            disk.release(List.of(content));
        }
    }

    void clear() {
        List<HeldContent> all = List.copyOf(known().values());
        known = Map.of();
        if (!all.isEmpty()) {
            show();
            disk.release(all);
        }
    }

    /** A past that cannot be read now is asked again: what it holds must not be tried for the rest of the run. */
    private Map<BuildKey, HeldContent> known() {
        if (!read) {
            disk.pastIfReadable().ifPresent(past -> {
                read = true;
                past.held().stream().filter(one -> !known.containsKey(key(one))).forEach(one -> put(key(one), one));
                forgetOldest();
                show();
            });
        }
        return known;
    }

    private void put(BuildKey key, HeldContent content) {
        if (known.isEmpty()) {
            known = new HashMap<>();
        }
        known.put(key, content);
    }

    /** As the past does. */
    private void forgetOldest() {
        while (known.size() > Past.MOST_HELD) {
            known.values().stream()
                    .min(Comparator.comparing(HeldContent::at))
                    .ifPresent(oldest -> known.remove(key(oldest)));
        }
    }

    private void show() {
        view.held(known.values().stream()
                .sorted(Comparator.comparing(HeldContent::at).reversed())
                .toList());
    }

    static BuildKey key(HeldContent one) {
        return new BuildKey(one.artifact(), one.config(), one.type(), one.isolation(), one.runner(), one.process());
    }

    private static HeldContent content(BuildKey key, String why, boolean vetoed) {
        return new HeldContent(
                key.artifact(),
                key.config(),
                key.type(),
                key.isolation(),
                key.runner(),
                key.process(),
                why,
                Instant.now(),
                vetoed);
    }
}
