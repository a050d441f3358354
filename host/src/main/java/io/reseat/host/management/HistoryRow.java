package io.reseat.host.management;

import io.reseat.host.model.Digest;
import io.reseat.host.model.HistoryEntry;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

/**
 * One step of a task's past, as an open type.
 *
 * @param generation what was built, or what ran on where nothing was; 0 if nothing ever ran
 * @param label the same as people see it: {@code 7}, {@code 7.1} or {@code 8 (from 5)}
 * @param at when it was decided
 * @param outcome {@code RELOADED}, {@code ROLLED_BACK}, {@code REFUSED}, …
 * @param reason one sentence
 * @param requester who asked
 * @param plugin {@code id@version} that was built or tried; empty where nothing was
 * @param pluginDigest SHA-256 of that plugin, or empty
 * @param configDigest keyed digest of the config, or empty
 * @param built whether a generation came of it, which can be gone back to while its file's text is kept
 * @param proved whether that generation came through its probation
 * @param millisUntilSwap how long the task's reload took, without probation and what follows
 * @param timings the phases that happened, in their order
 */
public record HistoryRow(
        long generation,
        String label,
        Date at,
        String outcome,
        String reason,
        String requester,
        String plugin,
        String pluginDigest,
        String configDigest,
        boolean built,
        boolean proved,
        double millisUntilSwap,
        List<ReportRow.Timing> timings) {

    static HistoryRow of(HistoryEntry entry) {
        return new HistoryRow(
                entry.generation(),
                entry.label(),
                Date.from(entry.at()),
                entry.outcome().name(),
                entry.reason(),
                entry.requester().toString(),
                entry.content().map(HistoryEntry.Content::plugin).orElse(""),
                entry.content()
                        .map(HistoryEntry.Content::artifact)
                        .map(Digest::hex)
                        .orElse(""),
                entry.content()
                        .map(HistoryEntry.Content::config)
                        .map(Digest::hex)
                        .orElse(""),
                entry.built(),
                entry.proved(),
                entry.phases().entrySet().stream()
                        .filter(phase -> phase.getKey().untilSwap())
                        .mapToDouble(phase -> Words.millis(phase.getValue()))
                        .sum(),
                entry.phases().entrySet().stream().map(ReportRow.Timing::of).toList());
    }

    /** {@code 8 (from 5) rolled back, proved: …}: for a text. */
    String sentence() {
        List<String> head = new ArrayList<>();
        head.add((generation == 0 ? "" : label + " ") + ReportRow.word(outcome));
        if (built) {
            head.add(proved ? "proved" : "not proved");
        }
        return Words.at(at) + " " + String.join(", ", head) + ": " + reason + " (by " + requester + ")";
    }
}
