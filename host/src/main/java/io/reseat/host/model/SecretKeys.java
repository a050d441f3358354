package io.reseat.host.model;

import java.util.Collection;
import java.util.List;

/**
 * The rest of the secret paths below one node of a config tree. Immutable.
 *
 * @param paths what is left of each; an empty one means the node itself
 */
record SecretKeys(List<List<String>> paths) {
    /** @param keys paths with dots; {@code *} stands for the items of a list and for any key of a map */
    static SecretKeys of(Collection<String> keys) {
        return new SecretKeys(
                keys.stream().map(key -> List.of(key.split("\\."))).toList());
    }

    SecretKeys below(String key) {
        if (paths.isEmpty()) {
            return this;
        }
        return new SecretKeys(paths.stream()
                .filter(path -> !path.isEmpty()
                        && (path.get(0).equals(key) || path.get(0).equals("*")))
                .map(path -> path.subList(1, path.size()))
                .toList());
    }

    /** Whether nothing of the node is shown. */
    boolean hideAll() {
        return paths.stream().anyMatch(List::isEmpty);
    }
}
