package io.reseat.host.management;

import io.reseat.host.model.PlannedAction;
import java.util.List;

/**
 * What a reload would do for one task, as an open type.
 *
 * @param task whose
 * @param kind {@code RELOAD}, {@code RECONFIGURE}, {@code START}, {@code RUN_LAST_GOOD}, {@code KEEP}, …
 * @param reason one sentence
 * @param swap how it would take the place of what runs: begins with {@code in place}, {@code overlap}, {@code replace} or
 *     {@code live}; empty where nothing is swapped
 * @param details what follows, a line each: keys of the config that differ, plugins with their digests
 */
public record ActionRow(String task, String kind, String reason, String swap, List<String> details) {
    static ActionRow of(PlannedAction action) {
        return new ActionRow(
                action.task().value(), action.kind().name(), action.reason(), action.swap(), action.details());
    }

    /** The details as people see them, with the swap. */
    public List<String> lines() {
        return PlannedAction.lines(details, swap);
    }
}
