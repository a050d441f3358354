package io.reseat.host.reconcile;

import io.reseat.host.lifecycle.Generation;
import io.reseat.host.model.Artifact;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.model.TaskState;
import io.reseat.host.plan.Actual;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The generation that is in a seat, what the newest good one was built from, and whether its cycles are paused. Confined
 * to the owner thread.
 */
final class Occupancy {
    private final SeatView view;
    private final Realms realms;
    private @Nullable Generation live;
    private Actual.@Nullable Built built;
    private Instant coveredUntil = Instant.now();
    private boolean paused;
    private int revision;

    Occupancy(SeatView view, Realms realms, boolean paused) {
        this.view = view;
        this.realms = realms;
        this.paused = paused;
    }

    Optional<Generation> live() {
        return Optional.ofNullable(live);
    }

    boolean empty() {
        return live == null;
    }

    boolean holds(Generation generation) {
        return live == generation;
    }

    /** Whether the child JVM of the live generation is gone. */
    boolean lost() {
        return live != null && live.lost();
    }

    /** The number of the live generation, or 0. */
    long number() {
        return live == null ? 0 : live.number();
    }

    /** What runs was built from, or what ran last. */
    Optional<Actual.Built> built() {
        return Optional.ofNullable(built);
    }

    /** How often the live generation took another config in place. */
    int revision() {
        return revision;
    }

    /** What the live generation can do. */
    Optional<Actual.Live> abilities() {
        return live().map(now -> new Actual.Live(now.reconfigurable(), now.overlaps(), now.secretKeys()));
    }

    /** Firings up to this moment were dealt with by the generations so far. */
    Instant coveredUntil() {
        return live == null ? coveredUntil : live.coveredUntil();
    }

    boolean paused() {
        return paused;
    }

    void paused(boolean now) {
        paused = now;
    }

    /** The next generation takes the place of the one before, which is closed already. */
    void take(Generation next, Artifact artifact) {
        drop();
        if (built != null && built.spec().schedule().equals(next.spec().schedule())) {
            next.covered(coveredUntil); // what fired while the new one was built does not fire again
        }
        live = next;
        revision = 0;
        built = new Actual.Built(next.spec(), artifact);
        view.generation(next);
        view.revision(0);
        view.broughtBack(0);
        view.content(next.spec(), artifact, next.secretKeys());
    }

    /** Begins the cycles of what is in the seat, unless they are paused. */
    void goOn() {
        Generation now = live;
        if (now == null) {
            return;
        }
        if (paused) {
            view.enter(TaskState.PAUSED, "paused");
        } else {
            view.enter(TaskState.RUNNING, "");
            now.run();
        }
    }

    /** The same where its cycles may have begun already. */
    void goOnFrom(boolean runsAlready) {
        if (runsAlready) {
            view.enter(TaskState.RUNNING, "");
        } else {
            goOn();
        }
    }

    /** The running generation took another config in place. */
    void reconfigured(TaskSpec spec) {
        adopt(spec);
        revision++;
        view.revision(revision);
        view.broughtBack(0);
    }

    /** The closed generation is gone; its realm is let go. */
    void drop() {
        leave().ifPresent(last -> realms.release(last.realm()));
    }

    /** Takes the generation out to be ended by the caller, who lets its realm go. */
    Optional<Generation> leave() {
        Generation last = live;
        if (last == null) {
            return Optional.empty();
        }
        coveredUntil = last.coveredUntil();
        live = null;
        view.generation(null);
        return Optional.of(last);
    }

    /** The running generation takes what applies live; the places of its config may have moved as well. */
    void adopt(TaskSpec spec) {
        if (built == null) {
            return;
        }
        built = new Actual.Built(spec, built.artifact());
        if (live != null) {
            live.apply(spec);
            view.content(spec, built.artifact(), live.secretKeys());
        }
    }

    /** Nothing is built of what ran to its end already. */
    void ranAlready(TaskSpec spec, Artifact artifact) {
        built = new Actual.Built(spec, artifact);
        view.content(spec, artifact, Set.of());
    }
}
