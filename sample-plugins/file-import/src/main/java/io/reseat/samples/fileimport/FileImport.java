package io.reseat.samples.fileimport;

import io.reseat.api.SavedState;
import io.reseat.api.Stateful;
import io.reseat.api.Task;
import io.reseat.api.TaskContext;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The service. The host's thread only waits in {@link #run}: it is interrupted as soon as the generation should end, and
 * an interrupt in the middle of a write closes the file that is written. So a thread of the task's own does the work,
 * and is asked to end between two batches.
 */
final class FileImport implements Task, Stateful {
    /** Events can be lost, and some file systems have none. */
    private static final Duration RESCAN = Duration.ofMinutes(1);

    private final FileImportConfig config;
    private final TaskContext context;
    private final Inbox inbox;
    private final Counters counters;
    private @Nullable Database database;
    private @Nullable FileImporter importer;

    FileImport(FileImportConfig config, TaskContext context) {
        this.config = config;
        this.context = context;
        this.inbox = new Inbox(context.dataDirectory().resolve(config.folder()), config.quiet(), context.logger());
        this.counters = new Counters(context);
    }

    @Override
    public void start() throws IOException, SQLException {
        inbox.create();
        FileImportConfig.Connection target = config.database();
        database = Database.open(target == null ? Database.embedded(context) : target, context);
        Table table = new Table(config.table(), config.columns());
        importer = new FileImporter(context, database, table, inbox, counters, config.batch());
        importer.createTables();
    }

    @Override
    public void run() throws Exception {
        inbox.create(); // a folder that somebody removed is why the cycle before may have failed
        ExecutorService worker = Executors.newSingleThreadExecutor(context.threads());
        try (Doorbell bell = new Doorbell(inbox.folder())) {
            Future<?> work = worker.submit(() -> importUntilClosed(bell));
            context.ready();
            work.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            worker.shutdown();
            while (!worker.awaitTermination(1, TimeUnit.MINUTES)) {
                context.logger().log(Level.WARNING, "Still waiting for the end of a batch");
            }
        }
    }

    private @Nullable Void importUntilClosed(Doorbell bell) throws IOException, SQLException, InterruptedException {
        FileImporter started = Objects.requireNonNull(importer, "start() comes before run()");
        while (!bell.isClosed() && !context.stopping()) {
            inbox.claimCompleteFiles();
            for (Path file : inbox.claimed()) {
                started.importFile(Drop.of(file), () -> bell.isClosed() || context.stopping());
            }
            bell.await(inbox.untilNextIsQuiet().orElse(RESCAN));
        }
        return null;
    }

    @Override
    public Map<String, Object> saveState() {
        return counters.toState();
    }

    @Override
    public void restoreState(SavedState state) {
        counters.restore(state);
    }

    @Override
    public void close() throws SQLException {
        if (database != null) {
            database.close();
        }
    }
}
