package io.reseat.samples.fileimport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reseat.samples.testing.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an importer does with every database. */
@Timeout(60)
abstract class ImportContract {
    private static final Duration NEVER_QUIET = Duration.ofHours(1);

    @TempDir
    Path data;

    private Path inbox;

    /** The database of this test, empty. */
    abstract FileImportConfig.Connection database();

    /** Another connection to it, while the importer runs or not. */
    abstract Connection connect() throws SQLException;

    @BeforeEach
    void prepare() throws Exception {
        inbox = Files.createDirectories(data.resolve("inbox"));
        update("DROP TABLE IF EXISTS readings");
        update("DROP TABLE IF EXISTS reseat_import");
    }

    @Test
    void rowsOfBothKindsOfFilesArriveAndTheFilesAreMoved() throws Exception {
        Inputs.renameIn(inbox, "a.csv", Inputs.csv(0, 25));
        Inputs.renameIn(inbox, "b.jsonl", Inputs.jsonLines(25, 25));
        try (Service service = start()) {
            Inputs.renameIn(inbox, "c.ndjson", Inputs.jsonLines(50, 10));
            awaitDone(3);
            assertEquals(60, service.context.metrics().counter("rows").value());
        }
        assertEquals(60, query("SELECT COUNT(DISTINCT id) FROM readings"));
        assertEquals(60, query("SELECT COUNT(*) FROM readings"));
        assertEquals(1, query("SELECT COUNT(*) FROM readings WHERE id = 42 AND sensor = 's0' AND celsius = 10.5"));
        assertEquals(0, Inputs.files(inbox.resolve("failed")));
    }

    @Test
    void theSameFileIsTakenOnceAndOtherContentUnderItsNameIsTakenToo() throws Exception {
        try (Service service = start()) {
            for (int round = 0; round < 3; round++) {
                Inputs.renameIn(inbox, "a.csv", Inputs.csv(0, 5));
                Awaitility.await().until(() -> !Files.exists(inbox.resolve("a.csv")));
            }
            Inputs.renameIn(inbox, "a.csv", Inputs.csv(5, 5));
            awaitDone(2);
            assertEquals(
                    2,
                    service.log().stream()
                            .filter(line -> line.contains("imported before"))
                            .count());
        }
        assertEquals(10, query("SELECT COUNT(*) FROM readings"));
    }

    @Test
    void badRecordsAreListedWithLineAndReasonAndTheOthersAreTaken() throws Exception {
        String csv = Inputs.HEADER
                + "1,ok,1\n2,too,many,fields\nthree,x,3\n4,muchtoolongname,4\n5,\"a\nb\",5\n,null,6\n7,,\n";
        Inputs.renameIn(inbox, "a.csv", csv);
        try (Service service = start()) {
            awaitDone(1);
            assertTrue(
                    service.log().get(0).startsWith("WARNING Imported a.csv: 3 rows, and 4 rejected"),
                    service.log()::toString);
        }
        List<String> rejects =
                Inputs.read(inbox.resolve("done"), ".rejects").lines().toList();
        assertEquals(4, rejects.size(), rejects::toString);
        assertEquals("line 3: it has 4 fields, and the header has 3 | 2,too,many,fields", rejects.get(0));
        assertTrue(rejects.get(1).startsWith("line 4: the database refused it: ")
                && rejects.get(1).endsWith("| three,x,3"));
        assertTrue(rejects.get(2).startsWith("line 5: ") && rejects.get(3).startsWith("line 8: "), rejects::toString);
        assertEquals(13, query("SELECT SUM(id) FROM readings"));
        assertEquals(1, query("SELECT COUNT(*) FROM readings WHERE sensor IS NULL AND celsius IS NULL"));
    }

    @Test
    void badJsonIsListedWithItsReason() throws Exception {
        String json =
                "{\"id\":1}\n{\"id\":2\n[3]\n{\"id\":4,\"what\":1}\n{\"id\":5,\"id\":5}\n{\"id\":6,\"sensor\":{}}\n{\"id\":7} 7\n\n{\"id\":8}\n";
        Inputs.renameIn(inbox, "a.jsonl", json);
        try (Service service = start()) {
            awaitDone(1);
        }
        List<String> rejects =
                Inputs.read(inbox.resolve("done"), ".rejects").lines().toList();
        assertEquals(
                List.of("line 2", "line 3", "line 4", "line 5", "line 6", "line 7"),
                rejects.stream().map(line -> line.substring(0, 6)).toList());
        assertTrue(rejects.get(2).contains("its key what is none of the config's columns"), rejects::toString);
        assertTrue(rejects.get(4).contains("its key sensor holds no plain value"), rejects::toString);
        assertEquals(9, query("SELECT SUM(id) FROM readings"));
    }

    @Test
    void aFileWithAWrongHeaderFailsAsAWholeAndSaysWhy() throws Exception {
        Inputs.renameIn(inbox, "a.csv", "id,sensor,fahrenheit\n1,a,1\n");
        try (Service service = start()) {
            Awaitility.await().until(() -> Inputs.files(inbox.resolve("failed")) == 1);
            assertTrue(service.log().get(0).startsWith("ERROR a.csv was not imported"), service.log()::toString);
        }
        String reason = Inputs.read(inbox.resolve("failed"), ".rejects");
        assertTrue(reason.contains("fahrenheit") && reason.contains("celsius"), reason);
        assertEquals(0, query("SELECT COUNT(*) FROM readings"));
    }

    @Test
    void aRenamedFileIsTakenAtOnceAndOneThatIsWrittenInPlaceWhenItIsQuiet() throws Exception {
        try (Service service = Service.start(data, Inputs.config(database(), 10, NEVER_QUIET))) {
            Files.writeString(inbox.resolve("written.csv"), Inputs.csv(0, 5));
            Files.writeString(inbox.resolve(".hidden.csv"), Inputs.csv(5, 5));
            Files.writeString(inbox.resolve("temporary.csv.part"), Inputs.csv(10, 5));
            Inputs.renameIn(inbox, "renamed.csv", Inputs.csv(15, 5));
            awaitDone(1);
        }
        assertEquals(5, query("SELECT COUNT(*) FROM readings"));
        try (Service service = start()) {
            awaitDone(2);
        }
        assertEquals(10, query("SELECT COUNT(*) FROM readings"));
        assertTrue(Files.exists(inbox.resolve(".hidden.csv")) && Files.exists(inbox.resolve("temporary.csv.part")));
    }

    @Test
    void anEmptyFileIsLeftUntilSomethingIsInIt() throws Exception {
        Path file = Files.createFile(inbox.resolve("late.csv"));
        try (Service service = start()) {
            Inputs.renameIn(inbox, "other.csv", Inputs.csv(0, 5));
            awaitDone(1);
            assertTrue(Files.exists(file));
            Files.writeString(file, Inputs.csv(5, 5));
            awaitDone(2);
        }
        assertEquals(10, query("SELECT COUNT(*) FROM readings"));
    }

    @Test
    void aKillBetweenTheCommitAndTheMoveDoublesNothing() throws Exception {
        Inputs.renameIn(inbox, "a.csv", Inputs.csv(0, 25));
        try (Service service = start()) {
            awaitDone(1);
        }
        Path done = inbox.resolve("done/" + only(inbox.resolve("done")));
        Files.move(done, inbox.resolve("working/a.csv"));
        try (Service service = start()) {
            awaitDone(1);
            assertFalse(Files.exists(inbox.resolve("working/a.csv")));
        }
        assertEquals(25, query("SELECT COUNT(*) FROM readings"));
    }

    @Test
    void whatAnEndedGenerationBeganTheNextOneFinishes() throws Exception {
        StringBuilder content = new StringBuilder(Inputs.csv(0, 5000));
        content.insert(content.indexOf("\n5,") + 1, "bad\n");
        Inputs.renameIn(inbox, "a.csv", content.toString());
        FileImportConfig oneByOne = Inputs.config(database(), 1, Duration.ZERO);
        Service first = Service.start(data, oneByOne);
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> first.context.metrics().counter("rows").value() > 10);
        first.close();
        Map<String, Object> state = first.task.saveState();
        long offset = query("SELECT byte_offset FROM reseat_import");
        assertTrue(offset > 0 && offset < content.length(), "ended in the middle, but was " + offset);
        assertEquals(offset, state.get("last-offset"));

        try (Service second =
                Service.startAfter(TestContext.saved(state), data, Inputs.config(database(), 500, Duration.ZERO))) {
            awaitDone(1);
            assertEquals(5000L, second.task.saveState().get("rows"));
            assertEquals(1L, second.task.saveState().get("files"));
        }
        assertEquals(5000, query("SELECT COUNT(DISTINCT id) FROM readings"));
        assertEquals(5000, query("SELECT COUNT(*) FROM readings"));
        assertEquals(1, Inputs.read(inbox.resolve("done"), ".rejects").lines().count());
    }

    @Test
    void ofTwoImportersOfOneFileOneLosesItsBatch() throws Exception {
        try (Importers two = new Importers(data, database())) {
            Drop drop = two.claim("a.csv", Inputs.csv(0, 50));
            SQLException lost = assertThrows(
                    SQLException.class,
                    () -> two.first.importFile(drop, two.onCall(3, () -> two.importWithSecond(drop))));
            assertTrue(lost.getMessage().contains("another importer works on a.csv"), lost.getMessage());
        }
        assertEquals(50, query("SELECT COUNT(DISTINCT id) FROM readings"));
        assertEquals(50, query("SELECT COUNT(*) FROM readings"));
    }

    @Test
    void aFileThatIsWrittenToWhileItIsImportedEndsInFailed() throws Exception {
        try (Importers importers = new Importers(data, database())) {
            Drop drop = importers.claim("a.csv", Inputs.csv(0, 50));
            importers.first.importFile(
                    drop,
                    importers.onCall(
                            2, () -> Files.writeString(drop.path(), "999,late,1\n", StandardOpenOption.APPEND)));
            assertEquals(1, Inputs.files(inbox.resolve("failed")));
        }
    }

    @Test
    void aFailureOfTheDatabaseFailsTheServiceAndLosesNothing() throws Exception {
        try (Importers importers = new Importers(data, database())) {
            Drop drop = importers.claim("a.csv", Inputs.csv(0, 50));
            assertThrows(
                    SQLException.class,
                    () -> importers.first.importFile(
                            drop, importers.onCall(3, () -> update("ALTER TABLE readings RENAME TO elsewhere"))));
            assertTrue(Files.exists(drop.path()));
        }
        update("ALTER TABLE elsewhere RENAME TO readings");
        try (Service service = start()) {
            awaitDone(1);
        }
        assertEquals(50, query("SELECT COUNT(DISTINCT id) FROM readings"));
        assertEquals(50, query("SELECT COUNT(*) FROM readings"));
    }

    @Test
    void aTableWithOtherColumnsIsRefusedAtTheStart() throws Exception {
        update("CREATE TABLE readings (id integer)");
        assertThrows(SQLException.class, this::start);
    }

    @Test
    void anEndedServiceLeavesNoThread() throws Exception {
        Service service = start();
        Inputs.renameIn(inbox, "a.csv", Inputs.csv(0, 5));
        awaitDone(1);
        service.close();
        assertInstanceOf(InterruptedException.class, service.awaitFailure());
        Awaitility.await().untilAsserted(() -> assertEquals(List.of(), service.context.liveThreads()));
    }

    private Service start() throws Exception {
        return Service.start(data, Inputs.config(database(), 10, Duration.ofMillis(100)));
    }

    private void awaitDone(int files) {
        Awaitility.await().untilAsserted(() -> assertEquals(files, Inputs.files(inbox.resolve("done"))));
    }

    private static String only(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertEquals(1, all.size());
            return all.get(0).getFileName().toString();
        }
    }

    private long query(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    private int update(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }
}
