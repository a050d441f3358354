package io.reseat.samples.fileimport;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.reseat.api.TaskContext;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/**
 * The connections of one generation and the drivers that its class loader brought along. Connections come without
 * auto-commit, and one that is closed before its commit is rolled back by the pool.
 */
final class Database implements AutoCloseable {
    private final HikariDataSource pool;

    private Database(HikariDataSource pool) {
        this.pool = pool;
    }

    /** Connects once, so that a wrong URL or password is an error here and not in the first import. */
    static Database open(FileImportConfig.Connection target, TaskContext context) throws SQLException {
        Database database = new Database(new HikariDataSource(settings(target, context)));
        if (target.isH2()) {
            try (Connection connection = database.connect()) {
                // Else H2 may lose the commits of the last half second in a kill, when the file has moved already.
                execute(connection, "SET WRITE_DELAY 0");
                connection.commit();
            } catch (SQLException e) {
                database.close();
                throw e;
            }
        }
        return database;
    }

    private static HikariConfig settings(FileImportConfig.Connection target, TaskContext context) {
        HikariConfig settings = new HikariConfig();
        settings.setPoolName(context.taskName());
        settings.setThreadFactory(context.threads());
        // Named, because DriverManager looks for drivers once per JVM and not once per plugin.
        settings.setDriverClassName(target.isH2() ? "org.h2.Driver" : "org.postgresql.Driver");
        settings.setJdbcUrl(target.url());
        settings.setUsername(target.user());
        settings.setPassword(
                target.password() == null ? null : target.password().reveal());
        settings.setAutoCommit(false);
        settings.setMaximumPoolSize(1);
        settings.setMinimumIdle(0); // an idle importer holds no connection, and so no lock on an H2 file
        settings.setIdleTimeout(TimeUnit.SECONDS.toMillis(10));
        settings.setConnectionTimeout(TimeUnit.SECONDS.toMillis(10));
        if (!target.isH2()) {
            settings.addDataSourceProperty("stringtype", "unspecified"); // text is read as the column's type
        }
        return settings;
    }

    /**
     * An embedded database beside the task's other data. It ends with its last connection, without a shutdown hook, and
     * writes no trace file, which would repeat the values that it refused.
     */
    static FileImportConfig.Connection embedded(TaskContext context) {
        String file =
                context.dataDirectory().resolve("database").toAbsolutePath().toString();
        return new FileImportConfig.Connection(
                "jdbc:h2:file:" + file + ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0", "sa", null);
    }

    Connection connect() throws SQLException {
        return pool.getConnection();
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Closes the pool, and takes the drivers of this class loader out of the JVM's list, which would hold it. */
    @Override
    public void close() throws SQLException {
        pool.close();
        ClassLoader own = Database.class.getClassLoader();
        for (Driver driver : DriverManager.drivers().toList()) {
            if (own.equals(driver.getClass().getClassLoader())) {
                DriverManager.deregisterDriver(driver);
            }
        }
    }
}
