package io.reseat.host.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.reseat.host.model.Digest;
import io.reseat.host.model.HistoryEntry;
import io.reseat.host.model.ReloadReport.Outcome;
import io.reseat.host.model.Requester;
import io.reseat.host.model.TaskName;
import io.reseat.host.model.TaskText;
import io.reseat.host.store.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreSweepTest {
    private static final TaskName TASK = new TaskName("one");
    private static final Digest PLUGIN = new Digest("a".repeat(64));
    private static final TaskText TEXT = new TaskText("conf/tasks/one.yaml", "plugin: actor\n");

    @TempDir
    Path folder;

    /** As on a host that starts while conf/tasks is not mounted: no task has a seat. */
    @Test
    void pluginsOfTasksWhoseFilesAreNotThereAreKept() throws Exception {
        History before = open();
        before.record(TASK, generation(), Optional.of(TEXT));
        before.flush(TASK);
        Files.writeString(folder.resolve("one.json.corrupt-1"), "{");
        Files.writeString(folder.resolve("by hand .json"), "{}");
        assertEquals(Set.of(PLUGIN), StoreSweep.ofPasts(open()));
    }

    @Test
    void nothingIsSweptWherePastsCannotBeListed() throws Exception {
        History history = open();
        Files.delete(folder);
        assertThrows(IOException.class, () -> StoreSweep.ofPasts(history));
        Files.createDirectory(folder);
    }

    private History open() throws IOException {
        return History.open(folder, problem -> {});
    }

    private static HistoryEntry generation() {
        HistoryEntry.Content content =
                new HistoryEntry.Content("actor@1.0.0", PLUGIN, new Digest("b".repeat(64)), TEXT.digest());
        return new HistoryEntry(
                1,
                0,
                0,
                Instant.EPOCH,
                Outcome.ADDED,
                "first build",
                new Requester(Requester.Kind.HOST, "start"),
                Optional.of(content),
                Map.of(),
                false);
    }
}
