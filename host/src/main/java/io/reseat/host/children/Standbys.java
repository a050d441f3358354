package io.reseat.host.children;

import io.reseat.host.model.Artifact;
import io.reseat.host.model.Digest;
import io.reseat.host.model.ProcessOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The child JVMs that have opened a plugin and stand by, so that a task which is built or lost need not wait for one. Safe
 * from any thread; nothing blocks.
 *
 * <p>They stand by as long as a realm of the same plugin and options is open, and for a while longer: a lost one may be
 * built again after a pause.
 */
final class Standbys {
    private static final Logger LOG = LoggerFactory.getLogger(Standbys.class);

    /** So many that end one after another say that the next would, too. */
    private static final int MOST_FAILURES = 5;

    /** A failure counts for so long: whatever was the cause of it may be mended. */
    static final Duration HEALS = Duration.ofMinutes(10);

    private final Tuning tuning;
    private final Children.Timer timer;
    private final BiFunction<Artifact, ProcessOptions, ChildRealm> start;
    private final Map<Key, Pool> pools = new HashMap<>();
    private boolean closed;

    /** What makes one child as good as another. */
    private record Key(Digest plugin, Digest options) {}

    /** @param start starts one */
    Standbys(Tuning tuning, Children.Timer timer, BiFunction<Artifact, ProcessOptions, ChildRealm> start) {
        this.tuning = tuning;
        this.timer = timer;
        this.start = start;
    }

    /** One that stands by, which is the caller's from now on. */
    synchronized Optional<ChildRealm> take(Artifact artifact, ProcessOptions options) {
        Pool pool = pools.get(new Key(artifact.digest(), options.digest()));
        return pool == null ? Optional.empty() : pool.take();
    }

    /** A realm was opened: from a little later on, as many stand by for its like as its options say. */
    synchronized void opened(ChildRealm realm, ProcessOptions options) {
        Key key = new Key(realm.artifact().digest(), options.digest());
        Pool known = pools.get(key);
        if (closed || (known == null && options.standby() == 0)) {
            return;
        }
        Pool pool = known == null ? new Pool(key, realm.artifact(), options) : known;
        pools.put(key, pool);
        pool.opened(options);
        realm.closed().thenRun(pool::closed);
    }

    /** How many stand by. */
    synchronized int count() {
        return pools.values().stream().mapToInt(pool -> pool.warm.size()).sum();
    }

    /** Ends those that stand by, and has no others. */
    synchronized void close() {
        closed = true;
        List.copyOf(pools.values()).forEach(Pool::drop);
    }

    /** All for one key; its state is guarded by the lock of all. */
    private final class Pool {
        private final Key key;
        private final Artifact artifact;
        private final List<ChildRealm> warm = new ArrayList<>();
        private ProcessOptions options;
        private int open;
        private int starting;
        private int failures;
        private int failed;
        private int forgiven;
        private boolean planned;

        Pool(Key key, Artifact artifact, ProcessOptions options) {
            this.key = key;
            this.artifact = artifact;
            this.options = options;
        }

        Optional<ChildRealm> take() {
            while (!warm.isEmpty()) {
                ChildRealm realm = warm.remove(0);
                if (realm.usable()) {
                    failures = 0;
                    forgiven = failed;
                    return Optional.of(realm);
                }
                realm.release();
            }
            return Optional.empty();
        }

        void opened(ProcessOptions newest) {
            open++;
            options = newest;
            while (warm.size() > newest.standby()) {
                warm.remove(0).release();
            }
            plan();
        }

        void closed() {
            synchronized (Standbys.this) {
                open--;
                if (open == 0) {
                    later(tuning.linger(), this::dropUnused);
                }
            }
        }

        private void dropUnused() {
            synchronized (Standbys.this) {
                if (open == 0) {
                    drop();
                }
            }
        }

        void drop() {
            pools.remove(key, this);
            warm.forEach(ChildRealm::release);
            warm.clear();
        }

        private boolean wanting() {
            return pools.get(key) == this && failures < MOST_FAILURES && warm.size() + starting < options.standby();
        }

        /** Has another one start a little later; after failures, much later. */
        private void plan() {
            if (!planned && wanting()) {
                planned = true;
                later(tuning.refill().multipliedBy(1L << failures), this::fill);
            }
        }

        private void fill() {
            synchronized (Standbys.this) {
                planned = false;
                if (wanting()) {
                    starting++;
                    ChildRealm realm = start.apply(artifact, options);
                    CompletionStage<Void> ready = realm.ready().thenCompose(is -> realm.rehearse());
                    ready.whenComplete((is, failure) -> started(realm, failure));
                }
            }
        }

        private void started(ChildRealm realm, @Nullable Throwable failure) {
            synchronized (Standbys.this) {
                starting--;
                if (failure != null) {
                    realm.release();
                    failed(failure.getMessage());
                } else if (pools.get(key) == this && warm.size() < options.standby()) {
                    warm.add(realm);
                    realm.child().gone().thenAccept(why -> gone(realm, why));
                    plan();
                } else {
                    realm.release();
                }
            }
        }

        private void gone(ChildRealm realm, String why) {
            synchronized (Standbys.this) {
                if (warm.remove(realm)) { // else it was taken, or given up
                    realm.release();
                    failed(why);
                }
            }
        }

        /** A failure was long ago. */
        private void heal(int counted) {
            synchronized (Standbys.this) {
                if (counted > forgiven) {
                    failures--;
                    plan();
                }
            }
        }

        private void failed(@Nullable String why) {
            failures++;
            int counted = ++failed;
            later(HEALS, () -> heal(counted));
            if (failures == MOST_FAILURES) {
                LOG.warn(
                        "no JVM stands by for plugin {} for some minutes: {} of them ended one after another, the last since {}."
                                + " Tasks start theirs when they need them",
                        artifact.label(),
                        failures,
                        why);
            }
            plan();
        }
    }

    private void later(Duration delay, Runnable action) {
        Future<?> unused = timer.after(delay, action); // looks for itself whether it is still wanted
    }
}
