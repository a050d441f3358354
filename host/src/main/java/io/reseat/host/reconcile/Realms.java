package io.reseat.host.reconcile;

import io.reseat.host.isolation.LoaderRealm;
import io.reseat.host.isolation.Realm;
import io.reseat.host.isolation.RealmWatch;
import io.reseat.host.model.Artifact;
import io.reseat.host.model.Digest;
import io.reseat.host.model.Isolation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens realms, and shares those that tasks with {@code isolation: plugin} share. Confined to the owner thread. */
final class Realms {
    private static final Logger LOG = LoggerFactory.getLogger("reseat.host");

    private final Map<Digest, Realm> shared = new HashMap<>();
    private final Set<Realm> open = new HashSet<>();
    private final Set<Digest> warned = new HashSet<>();
    private final Path scratch;
    private final RealmWatch watch;
    private long numbers;

    /**
     * @param scratch where a realm may keep files of its own, native libraries for example
     * @param watch told of each realm that is let go
     */
    Realms(Path scratch, RealmWatch watch) {
        this.scratch = scratch;
        this.watch = watch;
    }

    /** A realm for one generation, to be given to {@link #release} when that ends. */
    Realm acquire(Artifact artifact, Isolation isolation) throws IOException {
        if (isolation == Isolation.TASK) {
            return open(artifact);
        }
        Realm known = shared.get(artifact.digest());
        if (known != null) {
            known.retain();
            return known;
        }
        Realm fresh = open(artifact);
        shared.put(artifact.digest(), fresh);
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
            shared.remove(realm.artifact().digest(), realm);
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

    private Realm open(Artifact artifact) throws IOException {
        long number = ++numbers;
        Realm realm = LoaderRealm.open(artifact, number, scratch.resolve(Long.toString(number)), watch);
        if (!realm.warnings().isEmpty() && warned.add(artifact.digest())) {
            realm.warnings().forEach(warning -> LOG.warn("plugin {}: {}", artifact.label(), warning));
        }
        open.add(realm);
        return realm;
    }
}
