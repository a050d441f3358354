package io.reseat.host.store;

import io.reseat.host.model.Digest;
import io.reseat.host.model.HeldContent;
import io.reseat.host.model.HistoryEntry;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.ReloadReport.Phase;
import io.reseat.host.model.TaskText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is kept of one task's past; bounded in its entries and its bytes.
 *
 * @param entries newest first
 * @param texts task files that entries name by digest; older generations lose theirs first, the newest proved one never
 * @param held contents that are not tried again, newest first
 */
public record Past(List<HistoryEntry> entries, Map<Digest, TaskText> texts, List<HeldContent> held) {
    /** Of a task that never ran. */
    public static final Past NOTHING = new Past(List.of(), Map.of(), List.of());

    static final int MOST_ENTRIES = 100;
    static final int MOST_GENERATIONS = 20;
    /** How many contents are held; older ones are tried again. */
    public static final int MOST_HELD = 20;

    static final int MOST_CHARACTERS = 2 << 20;

    public Past {
        entries = List.copyOf(entries);
        texts = Map.copyOf(texts);
        held = List.copyOf(held);
    }

    /** The generations that ran, newest first, each as it is now: with its newest revision. */
    public List<HistoryEntry> generations() {
        Set<Long> seen = new HashSet<>();
        return built().filter(entry -> seen.add(entry.generation())).toList();
    }

    /**
     * What can be gone back to, newest first: proved, with its text, and of no content that is held. A generation is here
     * with its newest such revision: the config that it took last may not have proved itself yet.
     */
    public List<HistoryEntry> good() {
        Set<Long> seen = new HashSet<>();
        return built().filter(entry -> entry.proved() && text(entry).isPresent() && !isHeld(entry))
                .filter(entry -> seen.add(entry.generation()))
                .toList();
    }

    /** What ran, newest first, and neither came through its probation nor failed: a newer one took its place before. */
    public List<HistoryEntry> unproved() {
        return generations().stream()
                .filter(entry -> !entry.proved() && text(entry).isPresent() && !isHeld(entry))
                .toList();
    }

    private Stream<HistoryEntry> built() {
        return entries.stream().filter(HistoryEntry::built);
    }

    /** The text of the file that a generation ran on last; empty if it is no longer kept. */
    public Optional<TaskText> text(HistoryEntry generation) {
        return applied(generation)
                .or(() -> Optional.of(generation))
                .flatMap(HistoryEntry::content)
                .map(HistoryEntry.Content::text)
                .map(texts::get);
    }

    /** The newest change that a generation took as it ran, and not into its config: a schedule for example. */
    private Optional<HistoryEntry> applied(HistoryEntry generation) {
        return entries.stream()
                .filter(entry -> entry.outcome() == Outcome.APPLIED
                        && entry.content().isPresent()
                        && entry.generation() == generation.generation()
                        && entry.revision() == generation.revision())
                .findFirst();
    }

    /** A generation by its number. */
    public Optional<HistoryEntry> generation(long number) {
        return generations().stream()
                .filter(entry -> entry.generation() == number)
                .findFirst();
    }

    /** The highest number of a generation, or 0. */
    public long newest() {
        return entries.stream().mapToLong(HistoryEntry::generation).max().orElse(0);
    }

    /** Plugins that a generation may be brought back from, and those of held contents, which somebody may force. */
    public Set<Digest> artifacts() {
        Set<Digest> artifacts = new HashSet<>();
        generations().stream()
                .filter(entry -> text(entry).isPresent())
                .flatMap(entry -> entry.content().stream())
                .forEach(content -> artifacts.add(content.artifact()));
        held.forEach(content -> artifacts.add(content.artifact()));
        return artifacts;
    }

    Past with(HistoryEntry entry, Optional<TaskText> text) {
        List<HistoryEntry> more = new ArrayList<>();
        more.add(entry);
        more.addAll(entries);
        Map<Digest, TaskText> known = new LinkedHashMap<>(texts);
        text.ifPresent(one -> known.put(one.digest(), one));
        return new Past(more, known, held).bounded();
    }

    Past proven(long generation, Map<Phase, Duration> more) {
        Optional<HistoryEntry> newest = generation(generation);
        List<HistoryEntry> changed = entries.stream()
                .map(entry -> newest.filter(entry::equals).isPresent() ? entry.proven(more) : entry)
                .toList();
        return new Past(changed, texts, held);
    }

    /** An entry that is no longer kept is none. */
    Past timed(long generation, Instant at, Map<Phase, Duration> more) {
        List<HistoryEntry> changed = entries.stream()
                .map(entry -> entry.generation() == generation && entry.at().equals(at) ? entry.timed(more) : entry)
                .toList();
        return new Past(changed, texts, held);
    }

    Past holding(HeldContent content) {
        List<HeldContent> more = new ArrayList<>();
        more.add(content);
        held.stream().filter(one -> !one.sameContent(content)).forEach(more::add);
        return new Past(entries, texts, more.subList(0, Math.min(more.size(), MOST_HELD)));
    }

    Past releasing(HeldContent content) {
        return new Past(
                entries,
                texts,
                held.stream().filter(one -> !one.sameContent(content)).toList());
    }

    private Past bounded() {
        List<HistoryEntry> goneBackTo = new ArrayList<>();
        good().stream().limit(1).forEach(goneBackTo::add);
        List<HistoryEntry> generations = generations();
        goneBackTo.addAll(generations.subList(0, Math.min(generations.size(), MOST_GENERATIONS)));
        Map<Digest, TaskText> kept = new LinkedHashMap<>();
        goneBackTo.forEach(generation -> keep(generation, kept));
        List<HistoryEntry> newest = entries.subList(0, Math.min(entries.size(), MOST_ENTRIES));
        Set<HistoryEntry> both =
                Collections.newSetFromMap(new IdentityHashMap<>()); // all are of one list: no hash needed
        both.addAll(newest);
        both.addAll(goneBackTo);
        goneBackTo.forEach(generation -> applied(generation).ifPresent(both::add));
        return new Past(entries.stream().filter(both::contains).toList(), kept, held);
    }

    private void keep(HistoryEntry generation, Map<Digest, TaskText> kept) {
        int soFar = kept.values().stream().mapToInt(one -> one.text().length()).sum();
        text(generation)
                .filter(text -> kept.isEmpty() || soFar + text.text().length() <= MOST_CHARACTERS)
                .ifPresent(text -> kept.put(text.digest(), text));
    }

    private boolean isHeld(HistoryEntry generation) {
        return generation.content().stream()
                .anyMatch(content -> held.stream()
                        .anyMatch(one -> one.artifact().equals(content.artifact())
                                && one.config().equals(content.config())));
    }
}
