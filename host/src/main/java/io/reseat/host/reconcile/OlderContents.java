package io.reseat.host.reconcile;

import io.reseat.host.config.Parsed;
import io.reseat.host.config.TaskFiles;
import io.reseat.host.model.Artifact;
import io.reseat.host.model.Digest;
import io.reseat.host.model.HistoryEntry;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskSpec;
import io.reseat.host.model.TaskText;
import io.reseat.host.plan.Actual;
import io.reseat.host.plan.BuildKey;
import io.reseat.host.store.Past;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes specs and plugins of a task's older generations out of its history and the store. Owner thread only, or that of a
 * check.
 *
 * @param parser of task files, not shared with another thread
 * @param artifacts those of the store
 * @param warn told why a generation cannot be brought back
 */
record OlderContents(
        TaskName name,
        Supplier<Past> kept,
        TaskFiles parser,
        Function<Digest, Optional<Artifact>> artifacts,
        Consumer<String> warn) {
    static OlderContents of(SeatParts seat) {
        return new OlderContents(
                seat.name(),
                seat.disk()::past,
                seat.shop().parser(),
                seat.shop().artifacts()::find,
                seat.log()::warn);
    }

    /** The newest generation that was proved, if it can still be built and is not held. */
    Optional<Actual.LastGood> lastGood(Map<BuildKey, String> held) {
        Past past = kept.get();
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
            warn.accept(String.valueOf(e.getMessage()));
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
                .flatMap(content -> artifacts.apply(content.artifact()))
                .orElseThrow(() -> lost(generation, "its plugin is no longer in data/store"));
        Parsed<TaskSpec> parsed = parser.parse(text.file(), name, text.text().getBytes(StandardCharsets.UTF_8));
        TaskSpec spec = parsed.value()
                .orElseThrow(() -> lost(
                        generation,
                        "its file does not hold any more: " + parsed.problems().get(0)));
        return new Actual.Built(spec, artifact);
    }

    private IllegalStateException lost(HistoryEntry generation, String why) {
        return new IllegalStateException("generation " + generation.generation() + " of task " + name
                + " cannot be brought back: " + why + "; what there is: reseat history " + name);
    }
}
