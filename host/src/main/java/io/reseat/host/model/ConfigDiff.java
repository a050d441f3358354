package io.reseat.host.model;

import io.reseat.host.model.ConfigNode.Entry;
import io.reseat.host.model.ConfigNode.Mapping;
import io.reseat.host.model.ConfigNode.Scalar;
import io.reseat.host.model.ConfigNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What differs between two configs of a task, key by key, fit to be shown: {@code message: hello → hi}. The value of a
 * secret key, and what a {@code ${…}} stands for, never appears.
 */
public final class ConfigDiff {
    private static final int LONGEST_VALUE = 60;

    private final List<String> changes = new ArrayList<>();
    private final Set<String> secretKeys;
    private final boolean values;

    private ConfigDiff(Set<String> secretKeys, boolean values) {
        this.secretKeys = secretKeys;
        this.values = values;
    }

    /**
     * One line for each key that was added, removed or changed, in the order of the files.
     *
     * @param secretKeys paths whose values are not shown, as in {@link ShownConfig#of}
     */
    public static List<String> of(Mapping before, Mapping after, Set<String> secretKeys) {
        ConfigDiff diff = new ConfigDiff(secretKeys, true);
        diff.mapping("", before, after);
        return List.copyOf(diff.changes);
    }

    /** The same without any value, where it is not known which keys are secret. */
    public static List<String> ofKeys(Mapping before, Mapping after) {
        ConfigDiff diff = new ConfigDiff(Set.of(), false);
        diff.mapping("", before, after);
        return List.copyOf(diff.changes);
    }

    private void mapping(String path, Mapping before, Mapping after) {
        Set<String> keys = new LinkedHashSet<>();
        after.entries().forEach(entry -> keys.add(entry.key()));
        before.entries().forEach(entry -> keys.add(entry.key()));
        for (String key : keys) {
            String inner = path.isEmpty() ? key : path + "." + key;
            Optional<ConfigNode> old = before.find(key).map(Entry::value);
            Optional<ConfigNode> now = after.find(key).map(Entry::value);
            if (old.isEmpty()) {
                now.ifPresent(value -> changes.add(inner + ": added" + shown(inner, value)));
            } else if (now.isEmpty()) {
                changes.add(inner + ": removed");
            } else {
                value(inner, old.get(), now.get());
            }
        }
    }

    private void value(String path, ConfigNode before, ConfigNode after) {
        if (before instanceof Mapping old && after instanceof Mapping now) {
            mapping(path, old, now);
        } else if (before instanceof Sequence old && after instanceof Sequence now) {
            sequence(path, old, now);
        } else if (!same(before, after)) {
            String old = text(path, before);
            String now = text(path, after);
            boolean hidden = !values || old.equals(now);
            changes.add(path + ": " + (hidden ? "changed" : old + " → " + now));
        }
    }

    private void sequence(String path, Sequence before, Sequence after) {
        int both = Math.min(before.items().size(), after.items().size());
        for (int i = 0; i < both; i++) {
            value(path + "." + (i + 1), before.items().get(i), after.items().get(i));
        }
        int more = after.items().size() - before.items().size();
        if (more != 0) {
            changes.add(path + ": " + Math.abs(more) + (Math.abs(more) == 1 ? " item" : " items")
                    + (more > 0 ? " added" : " removed"));
        }
    }

    private static boolean same(ConfigNode before, ConfigNode after) {
        return before instanceof Scalar old
                && after instanceof Scalar now
                && old.kind() == now.kind()
                && old.text().equals(now.text());
    }

    private String shown(String path, ConfigNode value) {
        return values ? ", " + text(path, value) : "";
    }

    private String text(String path, ConfigNode node) {
        if (secret(path)) {
            return ShownConfig.MASK;
        } else if (node instanceof Scalar scalar) {
            String text = scalar.shown();
            return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
        }
        return node instanceof Mapping ? "a map" : "a list";
    }

    private boolean secret(String path) {
        return secretKeys.stream().anyMatch(secret -> covers(secret.split("\\."), path.split("\\.")));
    }

    private static boolean covers(String[] secret, String[] path) {
        if (secret.length > path.length) {
            return false;
        }
        for (int i = 0; i < secret.length; i++) {
            if (!secret[i].equals("*") && !secret[i].equals(path[i])) {
                return false;
            }
        }
        return true;
    }
}
