package io.reseat.host.reconcile;

import io.reseat.host.config.Parsed;
import io.reseat.host.model.Artifact;
import io.reseat.host.model.HistoryEntry;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.model.TaskText;
import io.reseat.host.plan.Actual;
import io.reseat.host.plan.BuildKey;
import io.reseat.host.store.Past;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Makes specs and plugins of a task's older generations out of its history and the store. Owner thread only. */
final class OlderContents {
    private final SeatParts seat;

    OlderContents(SeatParts seat) {
        this.seat = seat;
    }

    /** The newest generation that was proved, if it can still be built and is not held. */
    Optional<Actual.LastGood> lastGood(Map<BuildKey, String> held) {
        Past past = seat.disk().past();
        return past.good().stream()
                .filter(entry -> ranSince(entry, past))
                .flatMap(entry -> lastGood(entry, past).stream())
                .filter(good -> !held.containsKey(good.built().key()))
                .findFirst();
    }

    private Optional<Actual.LastGood> lastGood(HistoryEntry entry, Past past) {
        try {
            return Optional.of(new Actual.LastGood(entry.generation(), content(entry, past)));
        } catch (IllegalStateException e) {
            seat.log().warn(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** What was disabled or removed after it ran does not come back because its file broke. */
    private static boolean ranSince(HistoryEntry entry, Past past) {
        return past.entries().stream()
                .takeWhile(newer -> !newer.equals(entry))
                .noneMatch(newer -> newer.outcome() == Outcome.DISABLED || newer.outcome() == Outcome.REMOVED);
    }

    /** @throws IllegalStateException if it cannot be built any more; the message says why, and what to do */
    Actual.Built content(HistoryEntry generation, Past past) {
        TaskText text =
                past.text(generation).orElseThrow(() -> lost(generation, "the text of its file is no longer kept"));
        Artifact artifact = generation
                .content()
                .flatMap(content -> seat.shop().artifacts().find(content.artifact()))
                .orElseThrow(() -> lost(generation, "its plugin is no longer in data/store"));
        Parsed<TaskSpec> parsed =
                seat.shop().parser().parse(text.file(), seat.name(), text.text().getBytes(StandardCharsets.UTF_8));
        TaskSpec spec = parsed.value()
                .orElseThrow(() -> lost(
                        generation,
                        "its file does not hold any more: " + parsed.problems().get(0)));
        return new Actual.Built(spec, artifact);
    }

    private IllegalStateException lost(HistoryEntry generation, String why) {
        return new IllegalStateException("generation " + generation.generation() + " of task " + seat.name()
                + " cannot be brought back: " + why + "; what there is: reseat history " + seat.name());
    }
}
