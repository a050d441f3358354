package io.reseat.host.model;

import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.ReloadReport.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One step of a task's past that is kept over restarts of the host.
 *
 * @param generation what was built, or what ran on where nothing was; 0 if nothing ever ran
 * @param revision how often that generation took another config in place; 0 for as it was built
 * @param from the older generation whose content it brings back; 0 for a content of its own
 * @param at when it was decided
 * @param outcome what became of it
 * @param reason one sentence for people
 * @param requester who asked
 * @param content what was built, or was tried; empty where nothing was
 * @param phases how long each phase took
 * @param proved whether the generation came through its probation: it can be gone back to
 */
public record HistoryEntry(
        long generation,
        int revision,
        long from,
        Instant at,
        Outcome outcome,
        String reason,
        Requester requester,
        Optional<Content> content,
        Map<Phase, Duration> phases,
        boolean proved) {
    private static final Set<Outcome> BUILT =
            EnumSet.of(Outcome.ADDED, Outcome.RELOADED, Outcome.ROLLED_BACK, Outcome.RESTORED);

    public HistoryEntry {
        EnumMap<Phase, Duration> copy = new EnumMap<>(Phase.class);
        copy.putAll(phases);
        phases = Collections.unmodifiableMap(copy);
    }

    /**
     * What a generation is made of.
     *
     * @param plugin {@code id@version}
     * @param artifact the plugin's digest
     * @param config the keyed digest of the resolved config
     * @param text the digest of the task file's unresolved text
     */
    public record Content(String plugin, Digest artifact, Digest config, Digest text) {}

    /** The same, come through its probation, with how long more phases took. */
    public HistoryEntry proven(Map<Phase, Duration> more) {
        return with(more, true);
    }

    /** The same with how long more phases took. */
    public HistoryEntry timed(Map<Phase, Duration> more) {
        return with(more, proved);
    }

    private HistoryEntry with(Map<Phase, Duration> more, boolean good) {
        EnumMap<Phase, Duration> all = new EnumMap<>(Phase.class);
        all.putAll(phases);
        all.putAll(more);
        return new HistoryEntry(generation, revision, from, at, outcome, reason, requester, content, all, good);
    }

    /** Whether a generation was built, or took a config in place: it can be gone back to. */
    public boolean built() {
        return BUILT.contains(outcome) && content.isPresent();
    }

    /** {@code 7}, {@code 7.1} or {@code 8 (from 5)}. */
    public String label() {
        return label(generation, revision, from);
    }

    /** The same for a generation that is in no history yet. */
    public static String label(long generation, int revision, long from) {
        return generation + (revision == 0 ? "" : "." + revision) + (from == 0 ? "" : " (from " + from + ")");
    }
}
