package io.reseat.host.reconcile;

import io.reseat.host.children.Children;
import io.reseat.host.isolation.LoaderRealm;
import io.reseat.host.isolation.Realm;
import io.reseat.host.isolation.RealmWatch;
import io.reseat.host.model.Artifact;
import io.reseat.host.model.Digest;
import io.reseat.host.model.Isolation;
import io.reseat.host.model.RunnerKind;
import io.reseat.host.model.TaskSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens realms, and shares those that tasks with {@code isolation: plugin} share. Confined to the owner thread. */
final class Realms {
    private static final Logger LOG = LoggerFactory.getLogger("reseat.host");

    private final Map<Shared, Realm> shared = new HashMap<>();
    private final Set<Realm> open = new HashSet<>();
    private final Set<Digest> warned = new HashSet<>();
    private final Path scratch;
    private final RealmWatch watch;
    private final Children children;
    private long numbers;

    /**
     * @param scratch where a realm may keep files of its own, native libraries for example
     * @param watch told of each realm that is let go
     * @param children opens realms in child JVMs
     */
    Realms(Path scratch, RealmWatch watch, Children children) {
        this.scratch = scratch;
        this.watch = watch;
        this.children = children;
    }

    /** What tasks with {@code isolation: plugin} must have in common: a child JVM is also one of a heap and of options. */
    private record Shared(Digest artifact, Optional<Digest> process) {
        static Shared of(Artifact artifact, TaskSpec spec) {
            return new Shared(
                    artifact.digest(),
                    spec.runner() == RunnerKind.PROCESS
                            ? Optional.of(spec.process().digest())
                            : Optional.empty());
        }
    }

    /** A realm for one generation, to be given to {@link #release} when that ends. */
    Realm acquire(Artifact artifact, TaskSpec spec) throws IOException {
        if (spec.isolation() == Isolation.TASK) {
            return open(artifact, spec, spec.name().value());
        }
        Shared key = Shared.of(artifact, spec);
        Realm known = shared.get(key);
        if (known != null && known.usable()) {
            known.retain();
            return known;
        }
        Realm fresh = open(artifact, spec, artifact.id().value());
        shared.put(key, fresh);
        return fresh;
    }

    /** The same realm for one generation more. */
    Realm again(Realm realm) {
        realm.retain();
        return realm;
    }

    /** One generation less uses the realm; the last one retires it. */
    void release(Realm realm) {
        realm.release();
        if (realm.retired()) {
            open.remove(realm);
            shared.values().remove(realm);
        }
    }

    /** The artifacts that realms in use were opened from. */
    Set<Digest> digestsInUse() {
        Set<Digest> digests = new HashSet<>();
        open.forEach(realm -> digests.add(realm.artifact().digest()));
        return digests;
    }

    /** Forgets what was told of plugins that are gone; realms may still be open with those that are kept. */
    void keepWarned(Set<Digest> kept) {
        warned.retainAll(kept);
    }

    private Realm open(Artifact artifact, TaskSpec spec, String label) throws IOException {
        long number = ++numbers;
        Realm realm = spec.runner() == RunnerKind.PROCESS
                ? children.open(artifact, number, spec.process(), label)
                : LoaderRealm.open(artifact, number, scratch.resolve(Long.toString(number)), watch);
        if (!realm.warnings().isEmpty() && warned.add(artifact.digest())) {
            realm.warnings().forEach(warning -> LOG.warn("plugin {}: {}", artifact.label(), warning));
        }
        open.add(realm);
        return realm;
    }
}
