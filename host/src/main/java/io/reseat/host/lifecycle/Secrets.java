package io.reseat.host.lifecycle;

import io.reseat.host.isolation.PluginFailure;
import io.reseat.host.isolation.Redaction;
import io.reseat.host.model.ConfigNode;
import io.reseat.host.model.SecretValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What must be in no text about one generation: the secrets of its config. They are looked for when something failed, and
 * go with the generation. Safe from any thread.
 */
final class Secrets {
    private static final Set<String> ALL = Set.of("*");

    private final ConfigNode.Mapping first;
    private volatile List<ConfigNode.Mapping> later = List.of();
    private volatile Supplier<Set<String>> keys = () -> ALL;

    /** @param config the one that the generation is built with */
    Secrets(ConfigNode.Mapping config) {
        this.first = config;
    }

    /** From now on the paths of its secret keys are known; asked on a thread of the realm. */
    void keys(Supplier<Set<String>> known) {
        keys = known;
    }

    /** It is given another config. What it had before is kept besides the first: it may still be told of. */
    void given(ConfigNode.Mapping config) {
        List<ConfigNode.Mapping> before = later;
        later = before.isEmpty() ? List.of(config) : List.of(before.get(before.size() - 1), config);
    }

    /** What a plugin threw, as text. On the thread that threw. */
    PluginFailure failure(String what, Throwable thrown) {
        return PluginFailure.of(what, thrown, redaction());
    }

    /** What takes them out of a text. */
    Redaction redaction() {
        Set<String> secretKeys = secretKeys();
        Map<String, String> all = new LinkedHashMap<>();
        later.forEach(config -> all.putAll(SecretValues.of(config, secretKeys)));
        all.putAll(SecretValues.of(first, secretKeys));
        return Redaction.of(all);
    }

    /** A type that cannot be looked into has only secrets. */
    private Set<String> secretKeys() {
        try {
            return keys.get();
        } catch (Throwable e) { // it loads classes of the plugin
            return ALL;
        }
    }
}
