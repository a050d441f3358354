package io.reseat.samples.fileimport;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table that takes the rows. Values are handed over as text, and the database reads them as the column's type. */
final class Table {
    private final String name;
    private final List<String> columns;
    private final String types;

    Table(String name, Map<String, String> columns) {
        this.name = name;
        this.columns = List.copyOf(columns.keySet());
        this.types = columns.entrySet().stream()
                .map(column -> column.getKey() + " " + column.getValue())
                .collect(Collectors.joining(", "));
    }

    String name() {
        return name;
    }

    List<String> columns() {
        return columns;
    }

    /** Makes the table where it is missing, and fails if the one that exists has other columns. */
    void create(Connection connection) throws SQLException {
        Database.execute(connection, "CREATE TABLE IF NOT EXISTS " + name + " (" + types + ")");
        Database.execute(connection, "SELECT " + String.join(", ", columns) + " FROM " + name + " WHERE 1 = 0");
    }

    /** Inserts the rows without committing them, and returns those that the database refused. */
    List<Reject> insert(Connection connection, List<Row> rows) throws SQLException {
        if (rows.isEmpty()) {
            return List.of();
        }
        String marks = Stream.generate(() -> "?").limit(columns.size()).collect(Collectors.joining(", "));
        String sql = "INSERT INTO " + name + " (" + String.join(", ", columns) + ") VALUES (" + marks + ")";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            Savepoint before = connection.setSavepoint();
            try {
                insertAll(insert, rows);
                return List.of();
            } catch (SQLException e) {
                rethrowUnlessDataIsBad(e);
                connection.rollback(before);
                insert.clearBatch();
                return insertOneByOne(connection, insert, rows);
            }
        }
    }

    private static void insertAll(PreparedStatement insert, List<Row> rows) throws SQLException {
        for (Row row : rows) {
            set(insert, row.values());
            insert.addBatch();
        }
        insert.executeBatch();
    }

    /** The slow way, to learn which of them are bad. */
    private static List<Reject> insertOneByOne(Connection connection, PreparedStatement insert, List<Row> rows)
            throws SQLException {
        List<Reject> rejects = new ArrayList<>();
        for (Row row : rows) {
            Savepoint before = connection.setSavepoint();
            try {
                set(insert, row.values());
                insert.executeUpdate();
                connection.releaseSavepoint(before);
            } catch (SQLException e) {
                rethrowUnlessDataIsBad(e);
                connection.rollback(before);
                rejects.add(new Reject(row.record(), "the database refused it: " + e.getMessage()));
            }
        }
        return rejects;
    }

    private static void set(PreparedStatement insert, @Nullable String[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            insert.setString(i + 1, values[i]);
        }
    }

    /** SQLSTATE classes 22 (data) and 23 (constraint) are a row's own fault; all others are no reason to drop one. */
    private static void rethrowUnlessDataIsBad(SQLException failure) throws SQLException {
        String state = failure.getSQLState();
        if (state == null || !(state.startsWith("22") || state.startsWith("23"))) {
            throw failure;
        }
    }
}
