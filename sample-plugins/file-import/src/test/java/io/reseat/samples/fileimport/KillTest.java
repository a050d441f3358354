package io.reseat.samples.fileimport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills the whole JVM in the middle of a file: ten times, and a hundred with {@code -Dreseat.full=true}, of which
 * {@code -Dreseat.share=1/2} does the first of two parts. {@code -Dreseat.seed=3} does ten of them alone.
 */
@Timeout(600)
class KillTest {
    private static final int KILLS = 10; // in a row, of importers of one file
    private static final int ROWS = KILLS * 1500;
    private static final int BAD = KILLS * 15;

    @TempDir
    Path data;

    static IntStream seeds() {
        String one = System.getProperty("reseat.seed");
        if (one != null) {
            return IntStream.of(Integer.parseInt(one));
        }
        String[] share = System.getProperty("reseat.share", "1/1").split("/");
        int mine = Integer.parseInt(share[0]) - 1;
        int shares = Integer.parseInt(share[1]);
        return Boolean.getBoolean("reseat.full")
                ? IntStream.range(0, 10).filter(seed -> seed % shares == mine)
                : IntStream.of(0);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noRowIsLostOrDoubledByKills(int seed) throws Exception {
        Path inbox = Files.createDirectories(data.resolve("inbox"));
        Inputs.renameIn(inbox, "a.csv", withBadRows());
        Random random = new Random(seed);
        for (int kill = 0; kill < KILLS; kill++) {
            ImporterProcess importer = ImporterProcess.start(data, url());
            try {
                importer.killAfter(random.nextInt(50, 300));
            } finally {
                importer.kill();
            }
            long taken = query("SELECT COUNT(*) FROM readings");
            assertTrue(taken > 0 && taken < ROWS, "killed in the middle, but " + taken + " rows are there");
            assertEquals(taken, query("SELECT row_count FROM reseat_import"));
        }
        FileImportConfig config = Inputs.config(new FileImportConfig.Connection(url(), "sa", null), 100, Duration.ZERO);
        try (Service service = Service.start(data, config)) {
            Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> Inputs.files(inbox.resolve("done")) == 1);
        }
        assertEquals(ROWS, query("SELECT COUNT(*) FROM readings"));
        assertEquals(ROWS, query("SELECT COUNT(DISTINCT id) FROM readings"));
        List<String> rejects =
                Inputs.read(inbox.resolve("done"), ".rejects").lines().toList();
        assertEquals(BAD, rejects.size());
        assertEquals(BAD, rejects.stream().distinct().count());
    }

    /** A file that was moved away must have its rows on disk: H2 alone would keep them in memory for half a second. */
    @Test
    void noFileIsMovedBeforeItsRowsSurviveAKill() throws Exception {
        Path inbox = Files.createDirectories(data.resolve("inbox"));
        int files = 300;
        for (int id = 0; id < files; id++) {
            Inputs.renameIn(inbox, id + ".csv", Inputs.csv(id, 1));
        }
        ImporterProcess importer = ImporterProcess.start(data, url());
        try {
            importer.killAfter(50);
        } finally {
            importer.kill();
        }
        int moved = Inputs.files(inbox.resolve("done"));
        long taken = query("SELECT COUNT(*) FROM readings");
        assertTrue(moved <= taken, moved + " files were moved, but only " + taken + " rows are there");
        FileImportConfig config = Inputs.config(new FileImportConfig.Connection(url(), "sa", null), 100, Duration.ZERO);
        try (Service service = Service.start(data, config)) {
            Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> Inputs.files(inbox.resolve("done")) == files);
        }
        assertEquals(files, query("SELECT COUNT(*) FROM readings"));
        assertEquals(files, query("SELECT COUNT(DISTINCT id) FROM readings"));
    }

    private static String withBadRows() {
        StringBuilder content = new StringBuilder(Inputs.HEADER);
        for (int i = 0; i < BAD; i++) {
            int first = i * ROWS / BAD;
            content.append("bad ").append(i).append('\n');
            content.append(Inputs.csv(first, ROWS / BAD).substring(Inputs.HEADER.length()));
        }
        return content.toString();
    }

    private String url() {
        return "jdbc:h2:file:" + data.resolve("db") + ";DB_CLOSE_ON_EXIT=FALSE";
    }

    private long query(String sql) throws SQLException {
        try (Connection connection = EmbeddedH2Test.h2(url());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }
}
