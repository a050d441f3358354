package io.reseat.host.management;

import io.reseat.host.model.PlannedAction;

/**
 * What a reload would do for one task, as an open type.
 *
 * @param task whose
 * @param kind {@code RELOAD}, {@code START}, {@code KEEP}, {@code REFUSE}, …
 * @param reason one sentence
 */
public record ActionRow(String task, String kind, String reason) {
    static ActionRow of(PlannedAction action) {
        return new ActionRow(action.task().value(), action.kind().name(), action.reason());
    }
}
