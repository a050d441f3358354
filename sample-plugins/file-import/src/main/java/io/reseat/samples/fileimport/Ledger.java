package io.reseat.samples.fileimport;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The table that says how far each file is imported. It lies in the database of the rows and is written in their
 * transactions: it is the truth, whatever the folder looks like.
 */
final class Ledger {
    private static final String CREATE = "CREATE TABLE IF NOT EXISTS reseat_import ("
            + "target VARCHAR(63) NOT NULL, name VARCHAR(1024) NOT NULL, digest CHAR(64) NOT NULL, "
            + "outcome VARCHAR(16) NOT NULL, byte_offset BIGINT NOT NULL, line_count BIGINT NOT NULL, "
            + "row_count BIGINT NOT NULL, reject_count BIGINT NOT NULL, reject_bytes BIGINT NOT NULL, "
            + "changed_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL, "
            + "PRIMARY KEY (target, name, digest))";
    private static final String KEY = " WHERE target = ? AND name = ? AND digest = ?";
    private static final String SELECT =
            "SELECT outcome, byte_offset, line_count, row_count, reject_count, reject_bytes" + " FROM reseat_import"
                    + KEY;
    private static final String INSERT =
            "INSERT INTO reseat_import (target, name, digest, outcome, byte_offset, line_count, row_count, reject_count,"
                    + " reject_bytes) VALUES (?, ?, ?, 'open', 0, 0, 0, 0, 0)";
    private static final String UPDATE = "UPDATE reseat_import SET changed_at = CURRENT_TIMESTAMP, outcome = ?,"
            + " byte_offset = ?, line_count = ?, row_count = ?, reject_count = ?, reject_bytes = ?"
            + KEY + " AND outcome = 'open' AND byte_offset = ?";

    private final String target;

    /** A ledger of the files that went into one table. */
    Ledger(String target) {
        this.target = target;
    }

    void create(Connection connection) throws SQLException {
        Database.execute(connection, CREATE);
    }

    /** Where a file stands; one that is new is entered, but not committed. */
    Progress find(Connection connection, Drop drop) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            setKey(select, 1, drop);
            try (ResultSet found = select.executeQuery()) {
                if (found.next()) {
                    return new Progress(
                            found.getString(1),
                            found.getLong(2),
                            found.getLong(3),
                            found.getLong(4),
                            found.getLong(5),
                            found.getLong(6));
                }
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            setKey(insert, 1, drop);
            insert.executeUpdate();
        }
        return Progress.NONE;
    }

    /**
     * Moves a file on, in the transaction of its rows.
     *
     * @throws SQLException if it is not where it was thought to be: another importer is at it, and its rows count
     */
    void advance(Connection connection, Drop drop, Progress from, Progress to) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            update.setString(1, to.outcome());
            update.setLong(2, to.offset());
            update.setLong(3, to.line());
            update.setLong(4, to.rows());
            update.setLong(5, to.rejected());
            update.setLong(6, to.rejectBytes());
            setKey(update, 7, drop);
            update.setLong(10, from.offset());
            if (update.executeUpdate() != 1) {
                throw new SQLException("another importer works on " + drop.name() + ": this batch was given up");
            }
        }
    }

    private void setKey(PreparedStatement statement, int first, Drop drop) throws SQLException {
        statement.setString(first, target);
        statement.setString(first + 1, drop.name());
        statement.setString(first + 2, drop.digest());
    }
}
