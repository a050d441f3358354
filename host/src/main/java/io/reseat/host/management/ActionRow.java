package io.reseat.host.management;

import io.reseat.host.model.PlannedAction;
import java.util.List;

/**
 * What a reload would do for one task, as an open type.
 *
 * @param task whose
 * @param kind {@code RELOAD}, {@code RECONFIGURE}, {@code START}, {@code RUN_LAST_GOOD}, {@code KEEP}, …
 * @param reason one sentence
 * @param details what follows, a line each: keys of the config that differ, how the swap goes
 */
public record ActionRow(String task, String kind, String reason, List<String> details) {
    static ActionRow of(PlannedAction action) {
        return new ActionRow(action.task().value(), action.kind().name(), action.reason(), action.details());
    }
}
