package io.reseat.samples.fileimport;

import io.reseat.samples.testing.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/** Two importers without a service round them, so that a test can act between two batches. */
final class Importers implements AutoCloseable {
    final FileImporter first;
    private final FileImporter second;
    private final Path folder;
    private final Database firstDatabase;
    private final Database secondDatabase;

    Importers(Path data, FileImportConfig.Connection database) throws Exception {
        folder = data.resolve("inbox");
        firstDatabase = Database.open(database, new TestContext(data));
        secondDatabase = Database.open(database, new TestContext(data));
        first = importer(data, firstDatabase);
        second = importer(data, secondDatabase);
    }

    private FileImporter importer(Path data, Database database) throws Exception {
        TestContext context = new TestContext(data);
        FileImportConfig config = Inputs.config(null, 10, Duration.ZERO);
        Inbox inbox = new Inbox(folder, config.quiet(), context.logger());
        inbox.create();
        Table table = new Table(config.table(), config.columns());
        FileImporter importer =
                new FileImporter(context, database, table, inbox, new Counters(context), config.batch());
        importer.createTables();
        return importer;
    }

    Drop claim(String name, String content) throws IOException {
        return Drop.of(Files.writeString(folder.resolve("working").resolve(name), content));
    }

    Drop importWithSecond(Drop drop) throws Exception {
        second.importFile(drop, () -> false);
        return drop;
    }

    /** Never says that it is time to end, but acts when it is asked for the n-th time. */
    BooleanSupplier onCall(int n, Callable<?> action) {
        int[] calls = {0};
        return () -> {
            if (++calls[0] == n) {
                act(action);
            }
            return false;
        };
    }

    private static void act(Callable<?> action) {
        try {
            action.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws SQLException {
        firstDatabase.close();
        secondDatabase.close();
    }
}
