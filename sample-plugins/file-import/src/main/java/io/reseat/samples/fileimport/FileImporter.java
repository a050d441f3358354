package io.reseat.samples.fileimport;

import io.reseat.api.TaskContext;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Imports one claimed file, batch by batch, from where the ledger says that it stands. Owned by the importing thread. */
final class FileImporter {
    private final TaskContext context;
    private final Database database;
    private final Table table;
    private final Ledger ledger;
    private final Inbox inbox;
    private final Counters counters;
    private final int batchSize;

    FileImporter(TaskContext context, Database database, Table table, Inbox inbox, Counters counters, int batchSize) {
        this.context = context;
        this.database = database;
        this.table = table;
        this.ledger = new Ledger(table.name());
        this.inbox = inbox;
        this.counters = counters;
        this.batchSize = batchSize;
    }

    void createTables() throws SQLException {
        try (Connection connection = database.connect()) {
            table.create(connection);
            ledger.create(connection);
            connection.commit();
        }
    }

    /** Imports the rest of the file and moves it away; stops early, between two batches, when it should end. */
    void importFile(Drop drop, BooleanSupplier ending) throws IOException, SQLException {
        Progress progress = progressOf(drop);
        if (!progress.isOpen()) {
            context.logger().log(Level.INFO, drop.name() + " was imported before: its rows are not taken again");
            inbox.settle(drop, progress.isFailed() ? inbox.failed() : inbox.done());
            return;
        }
        try (Records records = new Records(drop.path(), drop.isCsv())) {
            RowParser parser = parser(drop, records);
            if (progress.offset() > 0) {
                records.seek(progress.offset(), progress.line());
            }
            progress = importRecords(drop, records, parser, progress, ending);
        } catch (MalformedException e) {
            progress = fail(drop, progress, e);
        }
        if (!progress.isOpen()) {
            finish(drop, progress);
        }
    }

    private Progress progressOf(Drop drop) throws SQLException {
        try (Connection connection = database.connect()) {
            Progress progress = ledger.find(connection, drop);
            connection.commit();
            return progress;
        }
    }

    private RowParser parser(Drop drop, Records records) throws IOException, MalformedException {
        if (!drop.isCsv()) {
            return new JsonRows(table.columns());
        }
        SourceRecord header = records.next();
        if (header == null || !header.problem().isEmpty()) {
            throw new MalformedException(header == null ? "it has no header" : "its header: " + header.problem());
        }
        return new CsvRows(header.text(), table.columns());
    }

    private Progress importRecords(Drop drop, Records records, RowParser parser, Progress begin, BooleanSupplier ending)
            throws IOException, SQLException {
        Progress progress = begin;
        while (progress.isOpen() && !ending.getAsBoolean()) {
            Progress next = importBatch(drop, records, parser, progress);
            counters.batch(drop, progress, next);
            progress = next;
        }
        return progress;
    }

    /** One transaction: the rows, the new offset, and how much of the list of rejects counts. */
    private Progress importBatch(Drop drop, Records records, RowParser parser, Progress from)
            throws IOException, SQLException {
        List<Row> rows = new ArrayList<>();
        List<Reject> rejects = new ArrayList<>();
        boolean more = readBatch(records, parser, rows, rejects);
        try (Connection connection = database.connect()) {
            List<Reject> refused = table.insert(connection, rows);
            rejects.addAll(refused);
            rejects.sort(Comparator.comparingLong(reject -> reject.record().line()));
            Progress to = new Progress(
                    more ? "open" : "done",
                    records.offset(),
                    records.line(),
                    from.rows() + rows.size() - refused.size(),
                    from.rejected() + rejects.size(),
                    new RejectFile(inbox.rejectsOf(drop)).append(from.rejectBytes(), rejects));
            ledger.advance(connection, drop, from, to);
            connection.commit();
            return to;
        }
    }

    /** Returns false at the end of the file. */
    private boolean readBatch(Records records, RowParser parser, List<Row> rows, List<Reject> rejects)
            throws IOException {
        while (rows.size() + rejects.size() < batchSize) {
            SourceRecord record = records.next();
            if (record == null) {
                return false;
            }
            try {
                if (!record.problem().isEmpty()) {
                    throw new MalformedException(record.problem());
                }
                rows.add(new Row(record, parser.parse(record.text())));
            } catch (MalformedException e) {
                rejects.add(new Reject(record, String.valueOf(e.getMessage())));
            }
        }
        return true;
    }

    /** A file that cannot be read at all; its reason is listed like that of a rejected record. */
    private Progress fail(Drop drop, Progress from, MalformedException why) throws IOException, SQLException {
        Reject whole = new Reject(new SourceRecord(1, drop.name(), ""), String.valueOf(why.getMessage()));
        new RejectFile(inbox.failed().resolve(drop.settledName() + ".rejects")).append(0, List.of(whole));
        try (Connection connection = database.connect()) {
            ledger.advance(connection, drop, from, from.as("failed"));
            connection.commit();
        }
        context.logger().log(Level.ERROR, drop.name() + " was not imported and lies in failed/: " + why.getMessage());
        return from.as("failed");
    }

    /** After the commit: a kill from here on leaves a file that the ledger knows, and that is moved the next time. */
    private void finish(Drop drop, Progress end) throws IOException {
        if (end.isFailed()) {
            inbox.settle(drop, inbox.failed());
        } else if (drop.changed()) {
            String text = drop.name() + " was written to while it was imported, and lies in failed/: " + end.rows()
                    + " rows were taken; drop the rest as a new file, and rename files in when they are complete";
            context.logger().log(Level.ERROR, text);
            inbox.settle(drop, inbox.failed());
        } else {
            context.logger()
                    .log(
                            end.rejected() == 0 ? Level.INFO : Level.WARNING,
                            "Imported " + drop.name() + ": " + end.rows() + " rows" + rejectedText(drop, end));
            inbox.settle(drop, inbox.done());
        }
        counters.file();
    }

    private String rejectedText(Drop drop, Progress end) {
        return end.rejected() == 0 ? "" : ", and " + end.rejected() + " rejected, listed in " + inbox.rejectsOf(drop);
    }
}
