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
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills the whole JVM in the middle of a file, again and again: {@code -Dkill.rounds=100} makes it more often. */
@Timeout(300)
class KillTest {
    private static final int ROUNDS = Integer.getInteger("kill.rounds", 3);
    private static final int ROWS = ROUNDS * 1500;
    private static final int BAD = ROUNDS * 15;

    @TempDir
    Path data;

    @Test
    void noRowIsLostOrDoubledByKills() throws Exception {
        Path inbox = Files.createDirectories(data.resolve("inbox"));
        Inputs.renameIn(inbox, "a.csv", withBadRows());
        for (int round = 0; round < ROUNDS; round++) {
            ImporterProcess importer = ImporterProcess.start(data, url());
            try {
                importer.killAfter(ThreadLocalRandom.current().nextInt(50, 300));
            } finally {
                importer.kill();
            }
            long taken = query("SELECT COUNT(*) FROM readings");
            assertTrue(taken > 0 && taken < ROWS, "killed in the middle, but " + taken + " rows are there");
            assertEquals(taken, query("SELECT row_count FROM reseat_import"));
        }
        FileImportConfig config = Inputs.config(new FileImportConfig.Connection(url(), "sa", null), 100, Duration.ZERO);
        try (Service service = Service.start(data, config)) {
            Awaitility.await().until(() -> Inputs.files(inbox.resolve("done")) == 1);
        }
        assertEquals(ROWS, query("SELECT COUNT(*) FROM readings"));
        assertEquals(ROWS, query("SELECT COUNT(DISTINCT id) FROM readings"));
        List<String> rejects =
                Inputs.read(inbox.resolve("done"), ".rejects").lines().toList();
        assertEquals(BAD, rejects.size());
        assertEquals(BAD, rejects.stream().distinct().count());
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
