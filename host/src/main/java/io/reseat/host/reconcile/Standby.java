package io.reseat.host.reconcile;

import io.reseat.host.isolation.Realm;
import io.reseat.host.plan.Actual;
import io.reseat.host.store.StateSnapshot;
import java.util.Optional;

/**
 * The last good generation while its successor is on probation: closed, but its realm is held open.
 *
 * @param generation its number
 * @param built what it was built from
 * @param realm retained for it; empty where it ran before the host started
 * @param stateVersion the newest version of state that it reads
 * @param state what it handed over; empty if it has none
 * @param proved whether it came through its probation
 */
record Standby(
        long generation,
        Actual.Built built,
        Optional<Realm> realm,
        int stateVersion,
        Optional<StateSnapshot> state,
        boolean proved) {
    /** The newest of two states that it can read: one that its successor left, or its own. */
    Optional<StateSnapshot> newest(Optional<StateSnapshot> left) {
        return left.filter(one -> one.stateVersion() <= stateVersion).or(() -> state);
    }

    /** The same, with a newer state of the swap if it can read that. */
    Standby withState(Optional<StateSnapshot> handedOver) {
        return new Standby(generation, built, realm, stateVersion, newest(handedOver), proved);
    }

    /** The same, in a realm that is opened again. */
    Standby withoutRealm() {
        return new Standby(generation, built, Optional.empty(), stateVersion, state, proved);
    }
}
