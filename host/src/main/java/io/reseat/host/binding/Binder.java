package io.reseat.host.binding;

import io.reseat.host.model.ConfigNode;
import java.nio.file.Path;
import java.util.Set;

/** Binds config trees to the records of one realm. Owned by the realm, whose classes it keeps; safe from any thread. */
public final class Binder {
    private final Path home;

    /** @param home the directory that a relative {@link Path} of a config is taken from */
    public Binder(Path home) {
        this.home = home.toAbsolutePath().normalize();
    }

    /**
     * Makes a record.
     *
     * @param config the resolved {@code config:}
     * @param type the factory's config type, a record
     * @throws BindingException with all problems that could be found at once
     */
    public <C> C bind(ConfigNode.Mapping config, Class<C> type) throws BindingException {
        throw new UnsupportedOperationException(home + type.getName() + config);
    }

    /**
     * The paths of the keys that are never shown, for {@link io.reseat.host.model.ShownConfig#of}: components marked
     * {@code @Secret} or of type {@code SecretValue}, nested ones with dots ({@code db.password}), {@code *} for the
     * items of a list and the keys of a map.
     */
    public Set<String> secretKeys(Class<?> type) {
        throw new UnsupportedOperationException(type.getName());
    }
}
