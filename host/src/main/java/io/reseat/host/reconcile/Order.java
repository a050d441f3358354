package io.reseat.host.reconcile;

import io.reseat.host.isolation.Realm;
import io.reseat.host.model.Artifact;
import io.reseat.host.model.Problem;
import io.reseat.host.model.Requester;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.plan.Action;
import io.reseat.host.plan.BuildKey;
import io.reseat.host.store.StateSnapshot;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link Reload} is to build, and why.
 *
 * @param way how it takes the place of what runs
 * @param back what an older content comes back with; empty for a content that the files want
 * @param withoutState whether it starts without the state that there is, which what runs is not asked for either
 */
record Order(
        TaskSpec spec,
        Artifact artifact,
        Kind kind,
        Action.Way way,
        String reason,
        Requester requester,
        Optional<Return> back,
        boolean withoutState) {
    Order(TaskSpec spec, Artifact artifact, Kind kind, String reason, Requester requester) {
        this(spec, artifact, kind, Action.Way.REPLACE, reason, requester, Optional.empty());
    }

    /** With the state that there is. */
    Order(
            TaskSpec spec,
            Artifact artifact,
            Kind kind,
            Action.Way way,
            String reason,
            Requester requester,
            Optional<Return> back) {
        this(spec, artifact, kind, way, reason, requester, back, false);
    }

    /** The same, with its state or without. */
    Order withoutState(boolean without) {
        return new Order(
                spec, artifact, kind, way, without ? reason + ", without state" : reason, requester, back, without);
    }

    /** The same content once more, after this failed. */
    Order again(String message, Requester by) {
        return new Order(
                spec,
                artifact,
                Kind.REBUILD,
                Action.Way.REPLACE,
                back.isPresent() ? reason : "tried again after: " + message,
                by,
                back.map(Return::withoutRealm),
                withoutState);
    }

    /** The same with the state of the swap, where the newest one was vetoed; empty if there is no other. */
    Optional<Order> withOtherState() {
        return back.flatMap(Return::withOtherState)
                .map(other -> new Order(spec, artifact, kind, way, reason, requester, Optional.of(other)));
    }

    /** Whether it takes the place of what failed, which must not go on. */
    boolean goesBack() {
        return !kind.asked() && back.isPresent();
    }

    BuildKey key() {
        return BuildKey.of(spec, artifact);
    }

    /** The same kind of order for another content. */
    Order of(TaskSpec other, Artifact from) {
        return new Order(other, from, kind, way, reason, requester, back, withoutState);
    }

    /** An older content gets a state that it can read, if there is one; a newer one judges by itself. */
    boolean readable(Optional<StateSnapshot> state, int newestVersion) {
        return back.isEmpty() || state.isEmpty() || state.get().stateVersion() <= newestVersion;
    }

    /**
     * What an older generation's content comes back with.
     *
     * @param generation the older one
     * @param realm retained for it; empty where another one is opened
     * @param state what it starts with, whatever runs now; empty for the state that is handed over or kept
     * @param problems what is wrong with the files, where that is why it comes back
     * @param proved whether it came through its probation; else it is watched again
     * @param other what it starts with where it vetoes the state; empty if there is no other
     */
    record Return(
            long generation,
            Optional<Realm> realm,
            Optional<Optional<StateSnapshot>> state,
            List<Problem> problems,
            boolean proved,
            Optional<StateSnapshot> other) {
        Return(
                long generation,
                Optional<Realm> realm,
                Optional<Optional<StateSnapshot>> state,
                List<Problem> problems,
                boolean proved) {
            this(generation, realm, state, problems, proved, Optional.empty());
        }

        Return(
                long generation,
                Optional<Realm> realm,
                Optional<Optional<StateSnapshot>> state,
                List<Problem> problems) {
            this(generation, realm, state, problems, true);
        }

        /** The same, in a realm of its own. */
        Return withoutRealm() {
            return new Return(generation, Optional.empty(), state, problems, proved, other);
        }

        /** The same with the other state, in a realm of its own; empty if there is no other. */
        Optional<Return> withOtherState() {
            return other.map(
                    one -> new Return(generation, Optional.empty(), Optional.of(Optional.of(one)), problems, proved));
        }
    }

    /** Why something is built. */
    enum Kind {
        /** The content is new. */
        CHANGE,
        /** Somebody asked for a new generation of the same content. */
        RESTART,
        /** The same content again, after failures. */
        REBUILD,
        /** The content before, after the new one failed in the swap or on probation. */
        REINSTATE,
        /** An older content, because an operator goes back to it. */
        GO_BACK,
        /** The last good content, because nothing runs and what the files want cannot. */
        LAST_GOOD;

        /** Whether a refusal is final: nobody tries again. */
        boolean asked() {
            return this != REBUILD && this != REINSTATE;
        }
    }
}
