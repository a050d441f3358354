package io.reseat.host.reconcile;

import io.reseat.host.config.TaskFiles;
import io.reseat.host.lifecycle.ConfigFit;
import io.reseat.host.model.HeldContent;
import io.reseat.host.model.HistoryEntry;
import io.reseat.host.model.PlannedAction;
import io.reseat.host.model.PlannedAction.Kind;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.TaskName;
import io.reseat.host.plan.Action;
import io.reseat.host.plan.Actual;
import io.reseat.host.plan.BuildKey;
import io.reseat.host.plan.Catalog;
import io.reseat.host.plan.ExpectedSwap;
import io.reseat.host.plan.Planner;
import io.reseat.host.plan.Wanted;
import io.reseat.host.store.KeptData;
import io.reseat.host.store.Past;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the files of a task that does not run want, set against what ran last. For one check, on its thread. */
final class Since {
    private static final String AT_THE_START = "a host that starts builds it; the swap is what a running one would do";

    private final TaskName name;
    private final Past past;
    private final OlderContents older;
    private final Map<BuildKey, String> held;

    Since(TaskName name, KeptData kept, TaskFiles parser) {
        this.name = name;
        this.past = kept.past(name);
        this.older = new OlderContents(name, () -> past, parser, kept::artifact, why -> {});
        this.held = past.held().stream()
                .collect(Collectors.toMap(HeldContents::key, HeldContent::why, (newer, other) -> newer));
    }

    /** Whether it ran, and was not removed since. */
    boolean ran() {
        return newest().isPresent() && past.entries().get(0).outcome() != Outcome.REMOVED;
    }

    /** What a host that starts has of it. */
    Actual stopped() {
        return new Actual(name, Optional.empty(), false, Optional.empty(), held, this::lastGood);
    }

    /** An action that builds nothing of what the files want. */
    PlannedAction shown(Action action) {
        List<String> details = new ArrayList<>(action.details());
        if (action.kind() != Kind.DISABLE) {
            newest().ifPresent(entry -> details.add(ranLast(entry)));
        }
        addHeld(details);
        return new PlannedAction(name, action.kind(), action.reason(), ExpectedSwap.NONE, details);
    }

    /** What is built, with what differs from what ran last, and how it would be swapped with that. */
    PlannedAction shown(Action.Build build, ConfigFit.Fit fit, Catalog catalog) {
        PlannedAction since = newest().map(entry -> changes(entry, build, fit, catalog))
                .orElseGet(() -> new PlannedAction(name, build.kind(), build.reason()));
        List<String> details = new ArrayList<>(since.details());
        addHeld(details);
        return new PlannedAction(name, build.kind(), since.reason(), since.swap(), details);
    }

    /** What the plugin would not take; the last good generation runs where there is one. */
    PlannedAction refused(String reason) {
        List<String> details = new ArrayList<>();
        lastGood()
                .ifPresent(good -> details.add("generation " + good.generation() + ", the last good one, from "
                        + good.built().artifact().label() + ", would run again"));
        addHeld(details);
        return new PlannedAction(name, Kind.REFUSE, reason, ExpectedSwap.NONE, details);
    }

    private Optional<HistoryEntry> newest() {
        return past.generations().stream().findFirst();
    }

    private Optional<Actual.LastGood> lastGood() {
        return older.lastGood(held);
    }

    private PlannedAction changes(HistoryEntry entry, Action.Build build, ConfigFit.Fit fit, Catalog catalog) {
        List<String> details = new ArrayList<>();
        Actual.Built before;
        try {
            before = older.content(entry, past);
        } catch (IllegalStateException e) {
            details.add(ranLast(entry));
            details.add("what differs is not known: " + e.getMessage());
            return new PlannedAction(name, build.kind(), build.reason(), ExpectedSwap.NONE, details);
        }
        Actual ran = new Actual(
                name,
                Optional.of(before),
                true,
                Optional.of(new Actual.Live(false, false, fit.secretKeys())),
                Map.of(),
                Optional::empty);
        Action since = Planner.decide(Optional.of(new Wanted.Task(build.spec())), ran, catalog, false);
        details.addAll(since.details());
        lastGoodBut(entry).ifPresent(details::add);
        String swap = since.swap();
        if (since instanceof Action.Build changed) {
            details.add(AT_THE_START);
            swap = ExpectedSwap.ofStopped(changed.spec(), changed.artifact(), before, fit.overlaps());
        }
        return new PlannedAction(name, build.kind(), "since " + label(entry) + ": " + since.reason(), swap, details);
    }

    /** What a rollback would go to, where it is not what ran last. */
    private Optional<String> lastGoodBut(HistoryEntry entry) {
        return lastGood()
                .filter(good -> good.generation() != entry.generation())
                .map(good -> "last known good: generation " + good.generation() + ", from "
                        + good.built().artifact().label());
    }

    private void addHeld(List<String> details) {
        past.held()
                .forEach(one ->
                        details.add("held: plugin " + one.artifact().brief() + " with a config that " + one.why()));
    }

    private static String ranLast(HistoryEntry entry) {
        return label(entry) + " ran last";
    }

    private static String label(HistoryEntry entry) {
        return "generation " + entry.label()
                + entry.content().map(content -> ", from " + content.plugin()).orElse("");
    }
}
