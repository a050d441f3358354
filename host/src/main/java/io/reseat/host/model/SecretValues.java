package io.reseat.host.model;

import io.reseat.host.model.ConfigNode.Kind;
import io.reseat.host.model.ConfigNode.Mapping;
import io.reseat.host.model.ConfigNode.Resolved;
import io.reseat.host.model.ConfigNode.Scalar;
import io.reseat.host.model.ConfigNode.Sequence;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Finds the values of a config tree that must be in no text, and what is shown instead of each. */
public final class SecretValues {
    private final Map<String, String> found = new LinkedHashMap<>();

    private SecretValues() {}

    /**
     * The content of each file that a {@code ${file:…}} stands for, each text that a {@code ${NAME}} stands for, and
     * what is below the secret keys, each with its placeholder or {@link ShownConfig#MASK}.
     *
     * @param secretKeys as {@link ShownConfig#of} takes them
     */
    public static Map<String, String> of(Mapping config, Set<String> secretKeys) {
        SecretValues values = new SecretValues();
        values.in(config, SecretKeys.of(secretKeys));
        return values.found;
    }

    private void in(ConfigNode node, SecretKeys keys) {
        if (node instanceof Mapping mapping) {
            boolean all = keys.hideAll();
            mapping.entries().forEach(entry -> in(entry.value(), all ? keys : keys.below(entry.key())));
        } else if (node instanceof Sequence sequence) {
            SecretKeys below = keys.hideAll() ? keys : keys.below("*");
            sequence.items().forEach(item -> in(item, below));
        } else if (node instanceof Scalar scalar) {
            of(scalar, keys.hideAll());
        }
    }

    /** A number or a flag of the environment is no secret, and would be found in texts that do not mean it. */
    private void of(Scalar scalar, boolean secret) {
        for (Resolved resolved : scalar.resolved()) {
            if (secret || resolved.file() || scalar.kind() == Kind.STRING) {
                found.put(resolved.value(), resolved.placeholder());
            }
        }
        if (secret) {
            found.putIfAbsent(scalar.text(), ShownConfig.MASK);
        }
    }
}
