package io.reseat.host.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.host.model.Digest;
import io.reseat.host.model.HeldContent;
import io.reseat.host.model.HistoryEntry;
import io.reseat.host.model.Isolation;
import io.reseat.host.model.Problem;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.ReloadReport.Phase;
import io.reseat.host.model.Requester;
import io.reseat.host.model.RunnerKind;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static final TaskName TASK = new TaskName("heartbeat");
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00.123456Z");

    @TempDir
    Path folder;

    private final List<Problem> problems = new ArrayList<>();
    private History history;

    @BeforeEach
    void open() throws IOException {
        history = History.open(folder, problems::add);
    }

    @Test
    void aTaskThatIsNotKnownHasNoPast() {
        assertEquals(Past.NOTHING, history.of(TASK));
    }

    @Test
    void howLongThingsTookIsAddedToTheOneReloadAlone() throws IOException {
        record(1, Outcome.ADDED);
        record(2, Outcome.RELOADED);
        history.time(TASK, 2, AT, Map.of(Phase.COMMIT, Duration.ofMillis(3)));
        history.time(TASK, 1, AT.plusSeconds(1), Map.of(Phase.COMMIT, Duration.ofMillis(4)));
        List<HistoryEntry> entries = history.of(TASK).entries();
        assertEquals(Duration.ofMillis(3), entries.get(0).phases().get(Phase.COMMIT));
        assertEquals(Set.of(Phase.BUILD, Phase.SWAP), entries.get(1).phases().keySet());
    }

    @Test
    void allThatWasRecordedIsThereAfterARestart() throws IOException {
        record(1, Outcome.ADDED);
        record(2, Outcome.REFUSED);
        history.prove(TASK, 1, Map.of());
        history.hold(TASK, held("a", "create failed"));
        history.hold(TASK, held("b", "restoreState failed"));
        Past before = history.of(TASK);
        history.flush(TASK);
        Past after = History.open(folder, problems::add).of(TASK);
        assertEquals(before, after);
        assertEquals(List.of(2L, 1L), numbers(after.entries()));
        assertEquals("message: 1", after.texts().get(text(1).digest()).text());
        assertEquals(List.of(), problems);
    }

    @Test
    void onlyAGenerationThatWasProvedIsGoneBackTo() {
        record(1, Outcome.ADDED);
        record(2, Outcome.RELOADED);
        assertEquals(List.of(), history.of(TASK).good());
        history.prove(TASK, 1, Map.of());
        record(2, Outcome.REFUSED);
        assertEquals(1, history.of(TASK).good().get(0).generation());
    }

    @Test
    void aRefusedContentIsNoGeneration() {
        record(1, Outcome.ADDED);
        record(1, Outcome.REFUSED);
        assertEquals(List.of(1L), numbers(history.of(TASK).generations()));
    }

    @Test
    void aRevisionInPlaceStandsForItsGeneration() {
        record(7, Outcome.ADDED);
        history.record(TASK, entry(7, 1, Outcome.RELOADED), Optional.of(text(71)));
        assertEquals("7.1", history.of(TASK).generations().get(0).label());
        assertEquals(1, history.of(TASK).generations().size());
    }

    @Test
    void aRevisionThatHasNotProvedItselfHidesNoneThatHas() {
        record(1, Outcome.ADDED);
        history.prove(TASK, 1, Map.of());
        history.record(TASK, entry(1, 1, Outcome.RELOADED), Optional.of(text(11)));
        HistoryEntry good = history.of(TASK).good().get(0);
        assertEquals(0, good.revision());
        assertEquals("message: 1", history.of(TASK).text(good).orElseThrow().text());
    }

    @Test
    void thePastIsBoundedAndTheLastGoodIsNeverLost() {
        record(1, Outcome.ADDED);
        history.prove(TASK, 1, Map.of());
        for (int i = 2; i <= 150; i++) {
            record(i, Outcome.REFUSED);
        }
        Past refusedOften = history.of(TASK);
        assertTrue(refusedOften.entries().size() <= Past.MOST_ENTRIES + Past.MOST_GENERATIONS + 1);
        assertEquals(1, refusedOften.good().get(0).generation());
        for (int i = 151; i <= 300; i++) {
            record(i, Outcome.RELOADED);
        }
        Past reloadedOften = history.of(TASK);
        assertEquals(Past.MOST_GENERATIONS + 1, reloadedOften.texts().size());
        assertEquals(1, reloadedOften.good().get(0).generation());
    }

    @Test
    void largeTextsAreBoundedInTheirBytes() {
        String large = "x".repeat(Past.MOST_CHARACTERS / 3);
        for (int i = 1; i <= 6; i++) {
            TaskText text = new TaskText("conf/tasks/heartbeat.yaml", i + large);
            history.record(TASK, entry(i, 0, Outcome.RELOADED, text), Optional.of(text));
        }
        assertEquals(2, history.of(TASK).texts().size());
        assertEquals(6, history.of(TASK).generations().get(0).generation());
    }

    @Test
    void oneContentIsHeldOnceWithItsNewestReason() {
        history.hold(TASK, held("a", "first"));
        history.hold(TASK, held("b", "other"));
        history.hold(TASK, held("a", "second"));
        assertEquals(
                List.of("second", "other"),
                history.of(TASK).held().stream().map(HeldContent::why).toList());
        history.release(TASK, held("a", "whatever"));
        assertEquals(1, history.of(TASK).held().size());
    }

    @Test
    void whatIsHeldOfAChildIsReadAgain() throws IOException {
        HeldContent child = new HeldContent(
                digest("plugin"),
                digest("a"),
                Optional.empty(),
                Isolation.TASK,
                RunnerKind.PROCESS,
                Optional.of(digest("its options")),
                "the child did not start",
                AT,
                false);
        history.hold(TASK, child);
        history.hold(TASK, held("a", "of a thread"));
        history.flush(TASK);
        History again = History.open(folder, problems::add);
        assertEquals(List.of(held("a", "of a thread"), child), again.of(TASK).held());
    }

    @Test
    void aFileOfTheTimeBeforeChildrenIsRead() throws IOException {
        Files.writeString(
                folder.resolve("heartbeat.json"),
                "{\"format\":1,\"entries\":[],\"texts\":{},\"held\":[{\"artifact\":\"" + digest("plugin")
                        + "\",\"config\":\"" + digest("a") + "\",\"type\":\"beat\",\"isolation\":\"TASK\","
                        + "\"runner\":\"THREAD\",\"why\":\"old\",\"at\":\"" + AT + "\"}]}");
        assertEquals(List.of(held("a", "old")), history.of(TASK).held());
    }

    @Test
    void pluginsThatCanBeGoneBackToAreNamed() {
        record(1, Outcome.ADDED);
        record(2, Outcome.REFUSED);
        assertEquals(Set.of(digest("plugin 1")), history.of(TASK).artifacts());
    }

    @Test
    void aDamagedFileIsKeptAsideAndReported() throws IOException {
        Files.writeString(folder.resolve("heartbeat.json"), "{\"format\":1,\"entries\":[{}]}");
        assertEquals(Past.NOTHING, history.of(TASK));
        assertTrue(problems.get(0).message().contains("its past is not known"), problems.toString());
    }

    private void record(long generation, Outcome outcome) {
        history.record(TASK, entry(generation, 0, outcome), Optional.of(text(generation)));
    }

    private static HistoryEntry entry(long generation, int revision, Outcome outcome) {
        return entry(generation, revision, outcome, text(revision == 0 ? generation : generation * 10 + revision));
    }

    private static HistoryEntry entry(long generation, int revision, Outcome outcome, TaskText text) {
        return new HistoryEntry(
                generation,
                revision,
                0,
                AT,
                outcome,
                "config changed",
                new Requester(Requester.Kind.FILE, text.file()),
                Optional.of(new HistoryEntry.Content(
                        "heartbeat@1.0.0",
                        digest("plugin " + generation),
                        digest("config " + generation),
                        text.digest())),
                Map.of(Phase.BUILD, Duration.ofNanos(1234567), Phase.SWAP, Duration.ofMillis(2)),
                false);
    }

    private static TaskText text(long number) {
        return new TaskText("conf/tasks/heartbeat.yaml", "message: " + number);
    }

    private static HeldContent held(String config, String why) {
        return new HeldContent(
                digest("plugin"),
                digest(config),
                Optional.of("beat"),
                Isolation.TASK,
                RunnerKind.THREAD,
                Optional.empty(),
                why,
                AT,
                why.startsWith("restoreState"));
    }

    private static Digest digest(String of) {
        return Digest.of(of.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Long> numbers(List<HistoryEntry> entries) {
        return entries.stream().map(HistoryEntry::generation).toList();
    }
}
