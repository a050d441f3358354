package io.reseat.host.watch;

import io.reseat.host.model.Problem;
import java.util.Map;
import java.util.Optional;

/**
 * A tree at one moment; immutable.
 *
 * @param revision rises by one with every snapshot of a tree, from 1 on; 0 before the first look
 * @param entries by name, sorted: {@link Taking.Taken} or {@link Taking.Refused}. A name that is pending keeps its last
 *     entry here
 * @param pending names, new ones included, that were seen changed but are not taken (or given up as deleted) yet,
 *     each with the reason for people; sorted
 * @param unusable those of {@code pending} that no waiting ends: an empty file, one that may not be read, a link that
 *     leads nowhere; each with what to do; sorted
 * @param trouble why the tree cannot be listed; the entries are then the last good ones
 */
public record TreeSnapshot<T>(
        long revision,
        Map<String, Taking<T>> entries,
        Map<String, String> pending,
        Map<String, Problem> unusable,
        Optional<Problem> trouble) {
    /** What a {@link #trouble} ends with: how a host that runs goes on. */
    public static final String STAYS = "; what was taken from it stays, and it is looked at again";

    /** Whether a name is pending because it is not there any more, and does not count as deleted yet. */
    public boolean gone(String name) {
        String reason = pending.get(name);
        return reason != null && Pending.isGone(reason);
    }

    /** Whether no file is being written or in its quiet time: looking again a little later would find the same. */
    public boolean settled() {
        return pending.size() == unusable.size();
    }
}
