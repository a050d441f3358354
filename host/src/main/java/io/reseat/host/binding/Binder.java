package io.reseat.host.binding;

import io.reseat.host.model.ConfigNode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Binds config trees to the records of one realm. Owned by the realm, whose classes it keeps; safe from any thread, but
 * it runs constructors of the plugin, so it is called on a thread of the generation.
 *
 * <p>A record's component is written under its name, as it is or in kebab case ({@code maxRows}, {@code max-rows}), or
 * under what {@code @JsonProperty} and {@code @JsonAlias} name. A key that is absent or has no value is
 * {@link Optional#empty} for an {@code Optional}, the {@code defaultValue} of a {@code @JsonProperty} where it has one, a
 * problem for a primitive or where {@code required = true}, and else null: the record's constructor gives it a default or
 * refuses. A null pointer that it trips over then reads "missing key".
 *
 * <p>Nothing is coerced but to text: a {@code String} takes any single value. An {@code int} or {@code long} takes whole
 * numbers and sizes such as {@code 64MiB}. A relative {@link Path} is taken from the home. A sealed type is told apart by
 * the key {@code type}, which has the record's name in kebab case.
 */
public final class Binder {
    private final Shapes shapes;

    /** @param home the directory that a relative {@link Path} of a config is taken from */
    public Binder(Path home) {
        this.shapes = new Shapes(home.toAbsolutePath().normalize());
    }

    /**
     * Makes a record.
     *
     * @param config the resolved {@code config:}
     * @param type the factory's config type, a record
     * @throws BindingException with all problems that could be found at once
     */
    public <C> C bind(ConfigNode.Mapping config, Class<C> type) throws BindingException {
        Findings findings = new Findings();
        findings.hide(config, false);
        try {
            if (!type.isRecord()) {
                throw findings.refuse(config.place(), "the config type " + type.getName() + " is no record");
            }
            return type.cast(new Binding(shapes, findings).record(config, type, "", Optional.empty()));
        } catch (UnboundException e) {
            throw new BindingException(findings.inOrder());
        } catch (Throwable e) { // a class of the plugin that cannot be loaded or looked at
            findings.refuse(
                    config.place(), "the config cannot be bound to " + type.getName() + ": " + findings.reason(e));
            throw new BindingException(findings.inOrder());
        }
    }

    /**
     * The paths of the keys that are never shown, for {@link io.reseat.host.model.ShownConfig#of}: components marked
     * {@code @Secret} or of type {@code SecretValue}, nested ones with dots ({@code db.password}), {@code *} for the
     * items of a list and the keys of a map.
     *
     * @param type a config type that was bound; one that cannot be looked into is a reason to show nothing
     * @throws IllegalArgumentException if it is no usable record
     */
    public Set<String> secretKeys(Class<?> type) {
        return SecretPaths.of(shapes, type);
    }
}
