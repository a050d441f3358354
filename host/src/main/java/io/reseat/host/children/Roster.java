package io.reseat.host.children;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The generations in one child JVM: who hears of them, what they are in, and who is to blame for its end. Safe from any thread. */
final class Roster {
    private static final Logger LOG = LoggerFactory.getLogger(Roster.class);

    /** What the host asks of its own accord, beside the steps of a life. */
    private static final Set<String> NO_STEPS = Set.of("stopping", "interrupt", "metrics", "stacks");

    private final Map<Long, Attendant> attendants = new HashMap<>();
    private final Map<Long, String> tasks = new HashMap<>();
    private final Map<Long, Integer> underWay = new HashMap<>();
    private @Nullable String lost;
    private Set<Long> blamed = Set.of();

    /** One generation that hears of the loss. */
    record Told(Attendant attendant, Loss loss) {
        void tell() {
            try {
                attendant.lost(loss);
            } catch (RuntimeException e) {
                LOG.error("a generation that was lost could not be told so", e);
            }
        }
    }

    /** Has someone hear of a generation; the answer is what to tell it at once, if all is lost already. */
    synchronized @Nullable Told attend(long generation, Attendant attendant) {
        if (lost != null) {
            return new Told(attendant, new Loss(lost, false, false));
        }
        attendants.put(generation, attendant);
        return null;
    }

    synchronized void leave(long generation) {
        attendants.remove(generation);
        tasks.remove(generation);
    }

    synchronized @Nullable Attendant attendant(@Nullable Object generation) {
        return generation instanceof Long number ? attendants.get(number) : null;
    }

    /** Something is asked of the JVM. */
    synchronized void begun(String what, Map<String, ?> body) {
        if (body.get("g") instanceof Number generation && !NO_STEPS.contains(what)) {
            underWay.merge(generation.longValue(), 1, Integer::sum);
            if (body.get("task") instanceof String task) {
                tasks.put(generation.longValue(), task);
            }
        }
    }

    /** It was answered. */
    synchronized void ended(String what, Map<String, ?> body) {
        if (body.get("g") instanceof Number generation && !NO_STEPS.contains(what)) {
            underWay.computeIfPresent(generation.longValue(), (g, count) -> count > 1 ? count - 1 : null);
        }
    }

    /**
     * Strikes all from the roster.
     *
     * @param text what happened
     * @param culprits who is to blame; null if that is to be told from what was under way
     * @param byItself whether code in the JVM ended it: one that is alone there is to blame between its cycles, too
     * @return what to tell whom
     */
    synchronized List<Told> lost(String text, @Nullable Set<Long> culprits, boolean byItself) {
        lost = text;
        Set<Long> charged = culprits == null ? Set.copyOf(underWay.keySet()) : culprits;
        if (culprits == null && byItself && charged.isEmpty() && attendants.size() == 1) {
            charged = Set.copyOf(attendants.keySet());
        }
        blamed = byItself || culprits != null ? charged : Set.of();
        List<Told> told = new ArrayList<>();
        for (Map.Entry<Long, Attendant> one : attendants.entrySet()) {
            Long key = one.getKey();
            told.add(new Told(one.getValue(), new Loss(text, charged.contains(key), blamed.contains(key))));
        }
        attendants.clear();
        return told;
    }

    /** Whether a generation ended the JVM itself, or made that necessary. */
    synchronized boolean blamed(@Nullable Object generation) {
        return generation instanceof Long number && blamed.contains(number);
    }

    /** The generations of a task. */
    synchronized Set<Long> of(String task) {
        Set<Long> found = new HashSet<>();
        tasks.forEach((generation, name) -> {
            if (name.equals(task)) {
                found.add(generation);
            }
        });
        return found;
    }
}
